/// A history that broke an invariant, made short and told.
extension Simulation {
    /// What a seed's history came to, as short as it can be made, line by line. `nil` if everything holds.
    public static func story(seed: UInt64, weakening: Weakening? = nil) -> (violation: Violation, lines: [String])? {
        var choices = Choices(seed: seed)
        choices.isRecording = true
        let world = run(choices, weakening)
        guard let violation = world.violation else { return nil }
        let values = Shrinking.shortest(world.choices.taken.map(\.value), of: violation.kind) {
            run(Choices(replaying: $0), weakening).violation?.kind
        }
        let told = run(Choices(replaying: values), weakening, isTold: true)
        return (told.violation ?? violation, told.story ?? [])
    }

    /// A whole history, as it is.
    public static func told(seed: UInt64, weakening: Weakening? = nil) -> (violation: Violation?, lines: [String]) {
        let world = run(Choices(seed: seed), weakening, isTold: true)
        return (world.violation, world.story ?? [])
    }
}

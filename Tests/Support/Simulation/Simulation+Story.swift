/// A history that broke an invariant, made short and told.
extension Simulation {
    /// What a seed came to, as short as it can be made, line by line. `nil` if everything holds.
    public static func story(seed: UInt64, weakening: Weakening? = nil, cuts: Int = 0) -> (violation: Violation, lines: [String])?
    {
        let outcome = run(seed: seed, weakening: weakening, cuts: cuts)
        guard let violation = outcome.violation else { return nil }
        var choices = Choices(seed: seed)
        choices.isRecording = true
        let values = run(choices, weakening, cut: outcome.cut).choices.taken.map(\.value)
        let short = Shrinking.shortest(values, outcome.cut, of: violation.kind) { values, cut in
            run(Choices(replaying: values), weakening, cut: cut).violation?.kind
        }
        let told = run(Choices(replaying: short.values), weakening, cut: short.cut, isTold: true)
        return (told.violation ?? violation, told.story ?? [])
    }

    /// A seed's history, whole: to its end, or to the cut that broke an invariant.
    public static func told(seed: UInt64, weakening: Weakening? = nil, cuts: Int = 0) -> (violation: Violation?, lines: [String])
    {
        let outcome = run(seed: seed, weakening: weakening, cuts: cuts)
        let world = run(Choices(seed: seed), weakening, cut: outcome.cut, isTold: true)
        return (world.violation, world.story ?? [])
    }
}

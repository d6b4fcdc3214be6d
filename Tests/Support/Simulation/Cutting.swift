/// Cuts the power aside: at some of a history's moments a copy of the world goes on without power, and then in peace. So one
/// history of a dozen calls is tested at many places, for what the rest of each costs.
final class Cutting {
    private(set) var outcome = Simulation.Outcome()
    private var generator: SeededGenerator
    private let weight: UInt64
    /// One in so many goes on to the end; of the others, what is on the disk is checked.
    private static let share: UInt64 = 6

    init(seed: UInt64, inThousand weight: Int) {
        generator = SeededGenerator(seed: ~seed)
        self.weight = UInt64(weight)
    }

    func tryCut(_ world: World) {
        let number = generator.next()
        guard number % 1000 < weight, outcome.violation == nil else { return }
        let aside = World(copying: world, choices: world.choices.after(world.now))
        outcome.histories += 1
        aside.cutPower()
        let simulation = Simulation(world: aside)
        if simulation.settle() != nil, number / 1000 % Self.share == 0 { simulation.calmDown() }
        guard let violation = aside.violation else { return }
        outcome.violation = violation
        outcome.cut = world.now
    }
}

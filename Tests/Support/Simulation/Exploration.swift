import RollcallCore

/// All histories of a small project, one by one: two clients at one server, registered in the first run, one changed and one deleted
/// in the second, and a third run (or `recover` in the second, and the changes in the third); with every way to lose so many messages and to stop so many runs, at any moment, with or without
/// the machine, and with anything that may then be left of what was not durable. Afterwards there is peace.
///
/// Runs are played from one state of the world to the next ones; a world that has been met before is not played again, and its
/// histories are counted.
public struct Exploration: Sendable {
    /// One small project, and how much goes wrong.
    public struct Case: Sendable {
        public let name: String
        let manner: ServerManner
        let budgets: Choices.Budgets
        let isKnown: Bool
        /// The last run but one is `recover`.
        var isRecovered = false
        var weakening: Weakening?
    }

    public struct Report: Sendable {
        public var histories = 0
        /// Different worlds between two runs.
        public var worlds = 0
        /// Runs that were played, and cut short.
        public var runs = 0
        public var violation: Violation?
        /// How it came about.
        public var story: [String] = []
    }

    private static let rounds = 3
    private let scenario: Case
    private var report = Report()
    /// By world: in how many ways it goes on.
    private var counts: [Int: Int] = [:]

    public static func explore(_ scenario: Case) -> Report {
        var exploration = Exploration(scenario: scenario)
        exploration.report.histories = exploration.futures(of: exploration.beginning)
        exploration.report.worlds = exploration.counts.count
        return exploration.report
    }

    private init(scenario: Case) { self.scenario = scenario }

    private var beginning: World {
        let choices = Choices(all: [], within: scenario.budgets)
        let world = World(
            clients: 2, manners: [scenario.manner], isKnown: scenario.isKnown, choices: choices, weakening: scenario.weakening)
        world.parallelism = scenario.budgets.hasOrder ? 2 : 1
        return world
    }

    // MARK: From world to world

    /// In how many ways the history goes on from here.
    private mutating func futures(of world: World) -> Int {
        if report.violation != nil { return 0 }
        let fingerprint = world.fingerprint
        if let count = counts[fingerprint] { return count }
        let count = world.round == Self.rounds ? peace(in: world) : successors(of: world)
        counts[fingerprint] = count
        return count
    }

    private mutating func successors(of world: World) -> Int {
        var successors = Successors()
        var script: [Choices.Choice]? = []
        while let next = script {
            let end = run(next, from: world) { successors.addCuts(of: $0, script: next) }
            script = Choices.next(after: end.choices.taken)
            successors.add(end, Trail(script: next))
        }
        report.runs += successors.runs
        if let violation = successors.violation { complain(violation) }
        return successors.worlds.values.reduce(0) { $0 + $1.ways * futures(of: $1.world) }
    }

    private mutating func peace(in world: World) -> Int {
        let aside = World(copying: world, choices: world.choices)
        Self.beQuiet(aside)
        report.runs += 1
        if aside.violation != nil { complain(aside) }
        return 1
    }

    // MARK: Playing

    /// One run with these choices; `onMoment` sees each moment that no list of choices before this one had.
    private func run(_ script: [Choices.Choice], from start: World, onMoment: @escaping (World) -> Void) -> World {
        let world = World(copying: start, choices: Choices(all: script, within: start.choices.budgets))
        world.user.follow(world.round)
        world.tell("run \(world.round + 1)")
        world.onMoment = { if $0.choices.isNew { onMoment($0) } }
        let isRecovering = scenario.isRecovered && world.round == Self.rounds - 2
        Round.play(Round.Request(allowsAll: true, isRecovering: isRecovering), .none, in: world)
        world.onMoment = nil
        return world
    }

    private static func beQuiet(_ world: World) {
        world.user.follow(world.round)
        Simulation(world: world).calmDown()
    }

    // MARK: A violation

    private mutating func complain(_ world: World) {
        if report.violation != nil { return }
        report.violation = world.violation
        report.story = story(of: world.trail)
    }

    /// The same way once more, told.
    private func story(of trail: [Trail]) -> [String] {
        var world = beginning
        world.story = []
        for step in trail {
            var cut: World?
            let end = run(step.script, from: world) { moment in
                if moment.now.moment == step.moment { cut = step.end(of: moment) }
            }
            world = cut ?? end
            if Simulation(world: world).settle() == nil { return world.story ?? [] }
        }
        Self.beQuiet(world)
        return world.story ?? []
    }
}

extension SimulatedUser {
    /// What the project is in each of the rounds.
    fileprivate mutating func follow(_ round: Int) {
        places[0].isDeclared = true
        places[0].version = round == 0 ? 0 : 1
        places[1].isDeclared = round == 0
    }
}

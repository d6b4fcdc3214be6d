/// What goes wrong in one round beside the messages, decided before it begins: one thing of the disk's, one of the process's.
struct RoundFaults {
    struct OnDisk {
        /// What is counted: every call, or those that make a name or a name durable, which are few and far between.
        enum Count { case all, names }

        /// Counted from the round's first.
        var number: Int
        var of: Count
        var fault: SimulatedDisk.Fault
    }

    struct OnProcess {
        enum Kind: CaseIterable { case stop, abandon, kill, powerCut }

        /// Counted in commands that are carried out.
        var command: Int
        var kind: Kind
    }

    var disk: OnDisk?
    var process: OnProcess?

    static let none = RoundFaults()

    /// Most rounds have one fault or none, so that what it does is not covered up by another.
    /// - Parameter percent: of rounds, how many have a fault of the disk.
    init(_ percent: Int, choosing choices: inout Choices) {
        if choices.chance(percent) {
            let count = choices.chance(40) ? OnDisk.Count.names : .all
            disk = OnDisk(number: choices.below(count == .all ? 60 : 10), of: count, fault: Self.diskFault(&choices))
        }
        if choices.chance(percent / 2) {
            process = OnProcess(command: choices.below(20), kind: OnProcess.Kind.allCases[choices.below(4)])
        }
    }

    private init() {}

    private static func diskFault(_ choices: inout Choices) -> SimulatedDisk.Fault {
        guard choices.chance(35) else { return .powerCut }
        let reason = choices.chance(50) ? SimulatedDisk.outOfSpace : "Input/output error"
        return .failure(reason, written: choices.chance(40) ? choices.below(700) : 0)
    }
}

/// What goes wrong in one round beside the messages, decided before it begins: one thing of the disk's, one of the process's, and
/// whether there is another disk to turn to.
struct RoundFaults {
    struct OnDisk {
        /// What is counted: every call, those that make a name or a name durable, or the journal's, which are few and far between.
        enum Count: CaseIterable { case all, names, journal }

        /// How often a failure comes back.
        enum Extent: CaseIterable {
            case once
            /// Whatever is to be made durable afterwards is not.
            case syncs
            /// Nothing can be changed any more.
            case changes
        }

        /// Counted from the round's first.
        var number: Int
        var of: Count
        var fault: SimulatedDisk.Fault
        var extent = Extent.once
    }

    struct OnProcess {
        enum Kind: CaseIterable { case stop, abandon, kill, powerCut }

        /// Counted in commands that are carried out.
        var command: Int
        var kind: Kind
    }

    var disk: OnDisk?
    var process: OnProcess?
    /// Bytes that the disk has left, if it is to fill up.
    var spare: Int?
    /// No answer can be put into the recovery folder.
    var isRecoveryBroken = false

    static let none = RoundFaults()

    /// Most rounds have one fault or none, so that what it does is not covered up by another.
    /// - Parameter percent: of rounds, how many have a fault of the disk.
    init(_ percent: Int, choosing choices: inout Choices) {
        if choices.chance(percent) {
            let count = choices.chance(60) ? OnDisk.Count.allCases[1 + choices.below(2)] : .all
            disk = OnDisk(number: choices.below(count == .all ? 60 : 10), of: count, fault: Self.diskFault(&choices))
            if case .failure? = disk?.fault {
                disk?.extent = OnDisk.Extent.allCases[choices.below(OnDisk.Extent.allCases.count)]
                isRecoveryBroken = choices.chance(40)
            }
        } else if choices.chance(percent / 6) {
            // Room for the answers of so many calls, and a little more: it lasts for a while.
            spare = choices.below(5) * Self.roomOfACall + choices.below(6_000)
        }
        if choices.chance(percent / 2) {
            process = OnProcess(command: choices.below(12), kind: OnProcess.Kind.allCases[choices.below(4)])
        }
    }

    private static let roomOfACall = 360 << 10

    private init() {}

    private static func diskFault(_ choices: inout Choices) -> SimulatedDisk.Fault {
        guard choices.chance(35) else { return .powerCut }
        let reason = choices.chance(50) ? SimulatedDisk.outOfSpace : "Input/output error"
        return .failure(reason, written: choices.chance(40) ? choices.below(700) : 0)
    }
}

import OAuthRegistration
import StrictJSON

/// Which step of a run has its turn when. It knows the steps by their index and does nothing with them; each of its answers costs
/// the same however many steps there are.
///
/// What always holds: at one server the steps have their turns in the order of the assignments, the deletes after all others,
/// and there is no order between servers. A server has no more steps under way than its bound, and a step that teaches is alone
/// at it: while such a step waits for those before it, nothing overtakes it. Deletes begin, everywhere, when every other step
/// has settled; a former registration is deleted only if the label's new one was recorded, and never if the server has answered the new
/// registration with the same client: then nothing is left behind. Nor is a client deleted that another label was answered with.
///
/// A step holds its place until it has settled, also while it backs off, or waits because the server asked it to (429, 503).
/// Another step in its place would meet the same server, and when the wait is over there would be one step too many.
struct RunQueue: Sendable {
    enum Turn: Hashable, Sendable {
        case start(Int)
        /// What the step waited for did not succeed: it is to settle without having begun.
        case passOver(Int)
        /// There is nothing to do any more: the step is to settle as done.
        case skip(Int)
    }

    private let assignments: [Assignment]
    private var lanes: [String: Lane] = [:]
    /// Servers at which a step may have its turn: those where something has changed since they had none. One may be here twice.
    private var ready: [String] = []
    /// Until the others have settled.
    private var deletes: [Int] = []
    /// Steps that are no deletes and have not settled.
    private var unsettledWrites = 0
    /// By label: registrations that are to be made and are not recorded.
    private var unregistered: [ClientLabel: Int] = [:]
    /// By label: the client that a registration of this run was answered with.
    private var registered: [ClientLabel: RegisteredClient] = [:]

    /// The last label that was answered with a client.
    private var owners: [RegisteredClient: ClientLabel] = [:]

    /// Two of them are equal if they are one client of one server, whatever rollcall calls its registrations.
    private struct RegisteredClient: Hashable {
        var server: String
        var clientID: JSONString
    }

    /// The steps at one server.
    private struct Lane {
        var waiting: ArraySlice<Int> = []
        var underWay = 0
        /// The one step that is under way teaches.
        var isTeaching = false
    }

    init(_ assignments: [Assignment]) {
        self.assignments = assignments
        for assignment in assignments {
            lanes[assignment.server] = Lane()
            if case .register = assignment.work { unregistered[assignment.label, default: 0] += 1 }
        }
        deletes = assignments.indices.filter { assignments[$0].runsLast }
        unsettledWrites = assignments.count - deletes.count
        enqueue(assignments.indices.filter { !assignments[$0].runsLast })
        if unsettledWrites == 0 { enqueueDeletes() }
    }

    /// The next step that has its turn, and is under way from now on until it is `settled`; `nil` if none has until then.
    ///
    /// - Parameter servers: what is known of them now, by the key that the assignments name.
    mutating func next(at servers: [String: ServerContext]) -> Turn? {
        while let key = ready.last {
            if let server = servers[key], let index = nextStep(at: key, server) {
                if !mayBegin(index) { return .passOver(index) }
                return isStillWanted(index) ? .skip(index) : .start(index)
            }
            ready.removeLast()
        }
        return nil
    }

    /// A step that had its turn has settled: its place is free.
    mutating func settled(_ index: Int, as settlement: Settlement) {
        let assignment = assignments[index]
        lanes[assignment.server]?.underWay -= 1
        lanes[assignment.server]?.isTeaching = false
        ready.append(assignment.server)
        if case .register = assignment.work, case .done(let report) = settlement {
            unregistered[assignment.label, default: 0] -= 1
            let client = report.clientID.map { RegisteredClient(server: assignment.server, clientID: $0) }
            registered[assignment.label] = client
            if let client { owners[client] = assignment.label }
        }
        guard !assignment.runsLast else { return }
        unsettledWrites -= 1
        if unsettledWrites == 0 { enqueueDeletes() }
    }

    /// No step has its turn any more. Returns those that had none.
    mutating func stop() -> [Int] {
        var remaining = deletes
        deletes = []
        for key in lanes.keys.sorted() {
            remaining += lanes[key]?.waiting ?? []
            lanes[key]?.waiting = []
        }
        return remaining
    }

    /// No step at this server has its turn any more. Returns those that had none, ascending.
    mutating func leaveAlone(_ server: String) -> [Int] {
        let waiting = Array(lanes[server]?.waiting ?? [])
        lanes[server]?.waiting = []
        let last = deletes.filter { assignments[$0].server == server }
        deletes.removeAll { assignments[$0].server == server }
        unsettledWrites -= waiting.count { !assignments[$0].runsLast }
        if unsettledWrites == 0 { enqueueDeletes() }
        return waiting + last
    }

    // MARK: Turns

    private mutating func nextStep(at key: String, _ server: ServerContext) -> Int? {
        guard let lane = lanes[key], let index = lane.waiting.first else { return nil }
        let teaches = isTeaching(index, at: server)
        guard teaches ? lane.underWay == 0 : !lane.isTeaching && lane.underWay < server.parallelism else { return nil }
        lanes[key]?.waiting.removeFirst()
        lanes[key]?.underWay += 1
        lanes[key]?.isTeaching = teaches
        return index
    }

    /// Whether the step's write will be read back: what comes after it at this server relies on what that shows.
    private func isTeaching(_ index: Int, at server: ServerContext) -> Bool {
        switch assignments[index].work {
        case .register: server.wantsReadBack(after: .register)
        case .update: server.wantsReadBack(after: .update)
        case .delete, .observe, .settle: false
        }
    }

    /// A former registration goes only when the new one is recorded; and none that has become another label's.
    private func mayBegin(_ index: Int) -> Bool {
        let assignment = assignments[index]
        guard case .delete(let former) = assignment.work else { return true }
        let owner = owners[RegisteredClient(server: assignment.server, clientID: former.clientID)] ?? assignment.label
        return unregistered[assignment.label, default: 0] == 0 && owner == assignment.label
    }

    /// Whether what is to be deleted is the client that has just been registered.
    private func isStillWanted(_ index: Int) -> Bool {
        let assignment = assignments[index]
        guard case .delete(let former) = assignment.work else { return false }
        return registered[assignment.label] == RegisteredClient(server: assignment.server, clientID: former.clientID)
    }

    private mutating func enqueueDeletes() {
        enqueue(deletes)
        deletes = []
    }

    private mutating func enqueue(_ steps: [Int]) {
        for index in steps { lanes[assignments[index].server]?.waiting.append(index) }
        ready = lanes.keys.sorted(by: >)
    }
}

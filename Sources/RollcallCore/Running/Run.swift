public import OAuthRegistration

/// All steps of a command at once: their order, the bound on calls in flight, group commit, stopping. Pure: an event in,
/// commands out. Two loops drive it, the real one (`RunLoop`) and the simulation, and neither decides anything.
///
/// What always holds: one batch of records is on its way to the disk at a time, and a step hears `durable` only after the sync
/// that covers its record; a server has no more steps under way than its bound; a step that teaches what a server does with
/// its fields is alone at it; deletes begin when everything else is settled.
public struct Run: Sendable {
    public enum Event: Sendable {
        case begin
        /// What came of the effect that step `index` asked for.
        case outcome(Int, Step.Outcome)
        /// The batch is durable.
        case synced
        /// The batch could not be made durable, and nothing can be any more.
        case syncFailed
        case stop
        case abandon
    }

    public enum Command: Sendable {
        case perform(Int, Step.Effect)
        case sync([JournalRecord])
        /// One settlement a step; the last command of a run.
        case done([Settlement])
    }

    public private(set) var steps: [Step]
    public private(set) var settlements: [Settlement?]
    private var servers: [String: ServerContext]
    private var ids: OperationNumbers
    private var queue: [Int]
    /// Steps under way, by server; and servers whose one step is alone.
    private var open: [String: Int] = [:]
    private var exclusive: Set<String> = []
    private var batch: [(step: Int, records: [JournalRecord])] = []
    private var syncing: [(step: Int, records: [JournalRecord])] = []
    private var isStopping = false
    private var isBroken = false
    private var hasEnded = false

    /// - Parameters:
    ///   - servers: by the key that the assignments name.
    ///   - id: eight random hex digits, the first part of every call's id.
    public init(_ assignments: [Assignment], servers: [String: ServerContext], id: String) {
        steps = assignments.map(Step.init)
        settlements = Array(repeating: nil, count: steps.count)
        self.servers = servers
        ids = OperationNumbers(run: id)
        queue = Array(steps.indices)
    }

    /// What is known of the servers now, with what this run's settled calls have taught.
    public var learned: [String: ServerEvidence] { servers.mapValues(\.traits.evidence) }

    public mutating func handle(_ event: Event, now: Timestamp) -> [Command] {
        var commands: [Command] = []
        switch event {
        case .begin: break
        case .outcome(let index, let outcome): advance(index, outcome, now, &commands)
        case .synced: synced(now, &commands)
        case .syncFailed: breakOff()
        case .stop: interrupt(.stop, now, &commands)
        case .abandon: interrupt(.abandon, now, &commands)
        }
        if !isBroken { startSteps(now, &commands) }
        sync(&commands)
        end(&commands)
        return commands
    }

    // MARK: Steps

    private mutating func advance(_ index: Int, _ outcome: Step.Outcome, _ now: Timestamp, _ commands: inout [Command]) {
        guard settlements[index] == nil else { return }
        let key = steps[index].assignment.server
        guard let server = servers[key] else { preconditionFailure("no server \(key) for a step") }
        var context = StepContext(server: server, now: now, ids: ids)
        let effect = steps[index].next(after: outcome, in: &context)
        ids = context.ids
        switch effect {
        case nil: break
        case .record(let records): batch.append((index, records))
        case .finish(let settlement): settle(index, settlement)
        case .send, .wait:
            if let effect { commands.append(.perform(index, effect)) }
        }
    }

    private mutating func settle(_ index: Int, _ settlement: Settlement) {
        settlements[index] = settlement
        let key = steps[index].assignment.server
        // A step may be settled by a stop before it was ever started.
        guard queue.firstIndex(of: index) == nil else { return }
        open[key, default: 0] -= 1
        exclusive.remove(key)
    }

    private mutating func startSteps(_ now: Timestamp, _ commands: inout [Command]) {
        guard !isStopping else { return }
        var waiting: [Int] = []
        let candidates = queue
        queue = []
        for (position, index) in candidates.enumerated() {
            // Steps started here may settle at once, and their server be free again.
            queue = waiting + candidates[(position + 1)...]
            if mayStart(index) { start(index, now, &commands) } else { waiting.append(index) }
        }
        queue = waiting
    }

    private func mayStart(_ index: Int) -> Bool {
        let step = steps[index]
        let key = step.assignment.server
        guard let server = servers[key], !exclusive.contains(key) else { return false }
        let underway = open[key, default: 0]
        if step.assignment.runsLast, !writesAreSettled { return false }
        return isTeaching(step, server) ? underway == 0 : underway < server.parallelism
    }

    private mutating func start(_ index: Int, _ now: Timestamp, _ commands: inout [Command]) {
        let step = steps[index]
        let key = step.assignment.server
        guard mayDelete(step) else { return settlements[index] = .notStarted }
        if let server = servers[key], isTeaching(step, server) { exclusive.insert(key) }
        open[key, default: 0] += 1
        advance(index, .begin, now, &commands)
    }

    private func isTeaching(_ step: Step, _ server: ServerContext) -> Bool {
        switch step.assignment.work {
        case .register: server.wantsReadBack(after: .register)
        case .update: server.wantsReadBack(after: .update)
        case .delete, .observe: false
        }
    }

    private var writesAreSettled: Bool {
        steps.indices.allSatisfy { steps[$0].assignment.runsLast || settlements[$0] != nil }
    }

    /// A former registration goes only when the new one is recorded.
    private func mayDelete(_ step: Step) -> Bool {
        guard case .delete = step.assignment.work else { return true }
        return steps.indices.allSatisfy { index in
            guard case .register = steps[index].assignment.work, steps[index].assignment.label == step.assignment.label else {
                return true
            }
            if case .done = settlements[index] { return true }
            return false
        }
    }

    // MARK: Group commit

    private mutating func sync(_ commands: inout [Command]) {
        guard syncing.isEmpty, !batch.isEmpty, !isBroken else { return }
        (syncing, batch) = (batch, [])
        commands.append(.sync(syncing.flatMap(\.records)))
    }

    private mutating func synced(_ now: Timestamp, _ commands: inout [Command]) {
        let covered = syncing
        syncing = []
        for (index, records) in covered {
            for case .settled(_, let server, let learned) in records { servers[server]?.traits.evidence.merge(learned) }
            advance(index, .durable, now, &commands)
        }
    }

    // MARK: Ends

    private mutating func interrupt(_ outcome: Step.Outcome, _ now: Timestamp, _ commands: inout [Command]) {
        isStopping = true
        for index in steps.indices where !queue.contains(index) { advance(index, outcome, now, &commands) }
        for index in queue { settlements[index] = .notStarted }
        queue = []
    }

    /// What was sent is in doubt, what was not is not begun: nothing can be written down any more.
    private mutating func breakOff() {
        isBroken = true
        isStopping = true
        (batch, syncing, queue) = ([], [], [])
        for index in steps.indices where settlements[index] == nil {
            settlements[index] = steps[index].settlementWithoutJournal
        }
    }

    private mutating func end(_ commands: inout [Command]) {
        guard !hasEnded, batch.isEmpty, syncing.isEmpty else { return }
        let all = settlements.compactMap(\.self)
        guard all.count == steps.count else { return }
        hasEnded = true
        commands.append(.done(all))
    }
}

extension Step {
    /// How the step stands if nothing more can be recorded.
    var settlementWithoutJournal: Settlement {
        switch phase {
        case .planned, .postponed, .settled: .notStarted
        case .intending: .failed(.notRecorded)
        case .closing(_, let settlement, _), .settling(let settlement): settlement
        case .sending(let call), .backingOff(let call), .answering(let call, _):
            .inDoubt(call.id, reason: "its answer could not be recorded")
        }
    }
}

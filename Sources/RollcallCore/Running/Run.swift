public import OAuthRegistration

/// All steps of a command at once: their order, the bound on calls in flight, group commit, stopping. Pure: an event in,
/// commands out. Two loops drive it, the real one (`RunLoop`) and the simulation, and neither decides anything.
///
/// What always holds: one batch of records is on its way to the disk at a time (`GroupCommit`), and a step hears `durable` only
/// after the sync that covers its record; which step begins when is `RunQueue`'s to say: a server has no more steps under way than
/// its bound, a step that teaches what a server does with its fields is alone at it, deletes begin when everything else is settled.
///
/// An event costs the same however many steps there are (stopping apart, which looks at each once), and a step is in memory, with
/// its requests and answers, only while it is under way: before that it is an assignment, after that a settlement.
public struct Run: Sendable {
    public enum Event: Sendable {
        case begin
        /// What came of the effect that step `index` asked for.
        case outcome(Int, Step.Outcome)
        /// What became of the batch.
        case recorded(Recording)
        case stop
        case abandon

        /// The batch is durable.
        public static var synced: Event { .recorded(.durable) }
    }

    public enum Command: Sendable {
        case perform(Int, Step.Effect)
        case sync([JournalRecord])
        /// A step has ended. Nothing is to be done about it: it is for whoever watches.
        case settled(Int, Settlement)
        /// One settlement a step; the last command of a run.
        case done([Settlement])
    }

    /// One a step; its index is the step's.
    public let assignments: [Assignment]
    /// By step; `nil` for one that has not settled.
    public private(set) var settlements: [Settlement?]
    /// The most calls that can be in flight at once, over all servers: as many answers must find room in the journal.
    public let callsInFlight: Int
    private var servers: [String: ServerContext]
    private var ids: OperationNumbers
    private var queue: RunQueue
    private var underWay: [Int: Step] = [:]
    private var commit = GroupCommit()
    private var failures = ServerFailures()
    private var furtherAttempts: Int
    private var unsettled: Int
    private var hasEnded = false

    /// - Parameters:
    ///   - servers: by the key that the assignments name; each of those must be among them.
    ///   - id: eight random hex digits, the first part of every call's id.
    public init(_ assignments: [Assignment], servers: [String: ServerContext], id: String) {
        self.assignments = assignments
        self.servers = servers
        ids = OperationNumbers(run: id)
        queue = RunQueue(assignments)
        settlements = Array(repeating: nil, count: assignments.count)
        unsettled = assignments.count
        furtherAttempts = Patience.furtherAttempts(of: assignments.count)
        callsInFlight = Self.callsInFlight(assignments, servers)
    }

    private static func callsInFlight(_ assignments: [Assignment], _ servers: [String: ServerContext]) -> Int {
        var steps: [String: Int] = [:]
        for assignment in assignments { steps[assignment.server, default: 0] += 1 }
        return steps.keys.sorted().reduce(0) { sum, key in
            guard let server = servers[key], server.parallelism > 0 else { preconditionFailure("no way to call server \(key)") }
            return sum + min(server.parallelism, steps[key, default: 0])
        }
    }

    /// What is known of the servers now, with what this run's settled calls have taught.
    public var learned: [String: ServerEvidence] { servers.mapValues(\.traits.evidence) }

    /// Servers that failed too many calls in a row, and how many steps were not begun because of that; by key.
    public var leftAlone: [String: Int] { failures.notBegun }

    public mutating func handle(_ event: Event, now: Timestamp) -> [Command] {
        var commands: [Command] = []
        switch event {
        case .begin: break
        case .outcome(let index, let outcome): advance(index, outcome, now, &commands)
        case .recorded(.durable): synced(now, &commands)
        case .recorded(.withoutIntents): synced(lacking: true, now, &commands)
        case .recorded(.failed(let kept)): unsynced(kept, now, &commands)
        case .stop: interrupt(.stop, now, &commands)
        case .abandon: interrupt(.abandon, now, &commands)
        }
        startSteps(now, &commands)
        if let records = commit.next() { commands.append(.sync(records)) }
        end(&commands)
        return commands
    }

    // MARK: Steps

    private mutating func startSteps(_ now: Timestamp, _ commands: inout [Command]) {
        while let turn = queue.next(at: servers) {
            switch turn {
            case .start(let index):
                underWay[index] = Step(assignments[index])
                advance(index, .begin, now, &commands)
            case .passOver(let index): settle(index, .notStarted, &commands)
            case .skip(let index):
                var report = Settlement.Report()
                report.notes = [.sameClient]
                // Without a call, and so without a word about the server.
                queue.settled(index, as: .done(report))
                keep(.done(report), of: index, &commands)
            }
        }
    }

    /// What comes for a step that is no longer under way comes too late.
    private mutating func advance(_ index: Int, _ outcome: Step.Outcome, _ now: Timestamp, _ commands: inout [Command]) {
        let key = assignments[index].server
        guard let server = servers[key] else { preconditionFailure("no server \(key) for a step") }
        var context = StepContext(server: server, now: now, ids: ids, mayTryAgain: furtherAttempts > 0)
        let effect = underWay[index]?.next(after: outcome, in: &context)
        ids = context.ids
        switch effect {
        case nil: break
        case .record(let records): commit.add(records, of: index)
        case .finish(let settlement): settle(index, settlement, &commands)
        case .send(let request): commands.append(.perform(index, .send(request)))
        case .wait(let pause):
            furtherAttempts -= 1
            commands.append(.perform(index, .wait(pause)))
        }
    }

    /// The end of a step that had its turn.
    private mutating func settle(_ index: Int, _ settlement: Settlement, _ commands: inout [Command]) {
        underWay[index] = nil
        queue.settled(index, as: settlement)
        keep(settlement, of: index, &commands)
        let byAdministrator = servers[assignments[index].server]?.isManagedByAdministrator ?? false
        if failures.note(settlement, of: assignments[index], byAdministrator: byAdministrator) {
            leaveAlone(assignments[index].server, &commands)
        }
    }

    private mutating func leaveAlone(_ server: String, _ commands: inout [Command]) {
        let steps = queue.leaveAlone(server)
        for index in steps { keep(.notStarted, of: index, &commands) }
        failures.leaveAlone(server, steps: steps.count)
    }

    private mutating func keep(_ settlement: Settlement, of index: Int, _ commands: inout [Command]) {
        settlements[index] = settlement
        unsettled -= 1
        commands.append(.settled(index, settlement))
    }

    /// - Parameter lacking: the intents of calls that were still to be sent; there will be no others.
    private mutating func synced(lacking: Bool = false, _ now: Timestamp, _ commands: inout [Command]) {
        let entries = commit.ended()
        if lacking { interrupt(.stop, now, &commands) }
        for entry in entries {
            if lacking, entry.records.withoutAnnouncements.isEmpty {
                advance(entry.step, .unrecorded(nil), now, &commands)
                continue
            }
            for case .settled(_, let server, let learned) in entry.records { servers[server]?.traits.evidence.merge(learned) }
            advance(entry.step, .durable, now, &commands)
        }
    }

    /// Nothing can be recorded any more. What is in flight is waited for, and each answer put where it can be; nothing new begins.
    private mutating func unsynced(
        _ kept: [OperationID: Recording.Place], _ now: Timestamp, _ commands: inout [Command]
    ) {
        let entries = commit.ended()
        interrupt(.stop, now, &commands)
        for entry in entries {
            let place = entry.records.lazy.compactMap { kept[$0.call] }.first
            advance(entry.step, .unrecorded(place), now, &commands)
        }
    }

    // MARK: Ends

    private mutating func interrupt(_ outcome: Step.Outcome, _ now: Timestamp, _ commands: inout [Command]) {
        for index in queue.stop() { keep(.notStarted, of: index, &commands) }
        for index in underWay.keys.sorted() { advance(index, outcome, now, &commands) }
    }

    private mutating func end(_ commands: inout [Command]) {
        guard unsettled == 0, !hasEnded else { return }
        hasEnded = true
        commands.append(.done(settlements.compactMap(\.self)))
    }
}

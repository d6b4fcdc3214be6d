import OAuthRegistration
import RollcallCore

/// A `Run` over the simulated wire and disk: whatever is ready may happen next, which is every interleaving that threads could
/// produce. It decides nothing that the product decides.
struct Calls {
    private let world: World
    private let keeper: SimulatedKeeper
    private let interruption: RoundFaults.OnProcess?
    private var run: Run
    private var ready: [Run.Command] = []
    private var carriedOut = 0
    /// Somebody has told the run to stop.
    private(set) var isInterrupted = false
    /// By step: what the answer issued that was handed to it last.
    private var issues: [SimulatedServer.Issue?]
    /// Steps by the calls that they have said they would make.
    private var steps: [OperationID: Int] = [:]
    /// Paths of the clients that are being read, updated or deleted.
    private var busy: [String] = []

    init(
        _ world: World, _ keeper: SimulatedKeeper, _ assignments: [Assignment], _ contexts: [String: ServerContext],
        _ interruption: RoundFaults.OnProcess?
    ) {
        self.world = world
        self.keeper = keeper
        self.interruption = interruption
        run = Run(assignments, servers: contexts, id: world.nextRunName())
        issues = Array(repeating: nil, count: assignments.count)
        for (index, assignment) in assignments.enumerated() {
            if case .settle(let lost) = assignment.work { steps[lost.intent.id] = index }
        }
    }

    var callsInFlight: Int { run.callsInFlight }

    mutating func toTheirEnd() throws(Round.Cut) -> [Settlement] {
        take(run.handle(.begin, now: World.now))
        while !ready.isEmpty {
            if world.isCutNow() { throw .power }
            try interrupt()
            let command = ready.remove(at: world.choices.order(ready.count))
            carriedOut += 1
            switch command {
            case .settled: break
            case .done(let settlements): return settlements
            case .sync(let records): try append(records)
            case .perform(let index, .send(let request)): try send(request, for: index)
            case .perform(let index, _): take(run.handle(.outcome(index, .waited), now: World.now))
            }
        }
        preconditionFailure("a run ends with a word")
    }

    private mutating func take(_ commands: [Run.Command]) {
        for command in commands {
            switch command {
            case .settled(let index, let settlement):
                world.tell("  \(run.assignments[index].label): \(settlement.inWords)")
                if settlement.tellsOfTrouble { world.truth.isTold(of: run.assignments[index].work.registration) }
            case .perform(_, .send(let request)):
                begin(request)
                ready.append(command)
            case .perform, .sync, .done: ready.append(command)
            }
        }
    }

    // MARK: Interruptions

    private mutating func interrupt() throws(Round.Cut) {
        guard let interruption, carriedOut == interruption.command else { return }
        world.tell("  \(interruption.kind)")
        switch interruption.kind {
        case .kill: throw .process
        case .powerCut: throw .power
        case .stop: take(run.handle(.stop, now: World.now))
        case .abandon: take(run.handle(.abandon, now: World.now))
        }
        isInterrupted = true
        carriedOut += 1
    }

    // MARK: The journal

    private mutating func append(_ records: [JournalRecord]) throws(Round.Cut) {
        for case .intended(let intent) in records { steps[intent.id] = step(of: intent) }
        world.tell("  journal: \(records.map(\.inWords).joined(separator: "; "))")
        let recording = keeper.append(records)
        if world.disk.isOff { throw .power }
        note(records, recording)
        take(run.handle(.recorded(recording), now: World.now))
    }

    /// What has been promised of the answers among the records.
    private func note(_ records: [JournalRecord], _ recording: Recording) {
        switch recording {
        case .durable: break
        case .withoutIntents: world.tell("  no room for further calls")
        case .failed(let kept):
            world.tell("  not recorded: \(keeper.failures.last.map { "\($0)" } ?? "")")
            return keep(records, kept)
        }
        for case .answered(let id, _, _) in records {
            guard let step = steps[id], let issue = issues[step] else { continue }
            world.truth.noted(issue, isNewest: world.isNewest(issue))
        }
    }

    private func keep(_ records: [JournalRecord], _ kept: [OperationID: Recording.Place]) {
        for record in records {
            guard case .file(let path)? = kept[record.id] else { continue }
            world.tell("  kept in \(path)")
            switch record {
            case .answered(let id, let answer, _): world.truth.keep(answer.body, of: id)
            case .inDoubt(let id, let received, _): world.truth.keep(received, of: id)
            case .intended, .refused, .settled: break
            }
        }
    }

    private func step(of intent: Intent) -> Int? {
        run.assignments.firstIndex { $0.label == intent.label && $0.work.registration == intent.registration }
    }

    // MARK: The wire

    /// The most calls for one client at once is one.
    private mutating func begin(_ request: HTTPRequest) {
        guard request.method != .post else { return }
        if busy.contains(request.address.text) { world.report(.callsOverlap, request.address.path) }
        busy.append(request.address.text)
    }

    private mutating func send(_ request: HTTPRequest, for index: Int) throws(Round.Cut) {
        if request.method != .post { busy.removeAll { $0 == request.address.text } }
        let wire = Wire(world: world, assignment: run.assignments[index])
        let (outcome, issue) = wire.send(request)
        issues[index] = issue
        let token = issue?.token.map { ", token \($0)" } ?? ""
        world.tell("  \(request.method.rawValue) \(run.assignments[index].label): \(outcome.inWords)\(token)")
        take(run.handle(.outcome(index, .http(outcome)), now: World.now))
    }
}

extension Settlement {
    /// Whether somebody hears by it that the client's token may not be good.
    fileprivate var tellsOfTrouble: Bool {
        switch self {
        case .inDoubt, .unrecorded, .observed(.unreadable, _), .failed(.refused), .failed(.unreadable): true
        case .done(let report): report.refusedToken != nil
        case .observed, .failed, .notStarted: false
        }
    }

    fileprivate var inWords: String {
        switch self {
        case .done(let report): report.refusedToken == nil ? "done" : "done, and its token is refused"
        case .observed(.present, _): "seen"
        case .observed(.unreadable(let reason), _): "unreadable, \(reason.inWords)"
        case .observed: "not seen"
        case .failed(.refused(let operation, let refusal)): "\(operation.rawValue) refused, \(refusal.inWords)"
        case .failed(.unreadable(let reason)): "unreadable, \(reason.inWords)"
        case .failed(let failure): "failed, \(failure)"
        case .inDoubt(_, let reason): "in doubt, \(reason)"
        case .unrecorded(_, .kept): "not recorded, and kept"
        case .unrecorded(_, .withdrawn): "not recorded, and deleted again"
        case .unrecorded(_, .orphaned(_, let reason)): "not recorded, and not deleted again: \(reason)"
        case .unrecorded(_, .lost): "not recorded, and lost"
        case .notStarted: "not started"
        }
    }
}

extension HTTPOutcome {
    fileprivate var inWords: String {
        switch self {
        case .answer(let answer): "\(answer.status)"
        case .notSent(let failure): "not sent, \(failure.text)"
        case .noAnswer(let received, let failure): "no answer, \(failure.text)\(received.isEmpty ? "" : ", half a body")"
        }
    }
}

extension JournalRecord {
    fileprivate var inWords: String {
        switch self {
        case .intended(let intent): "\(intent.id) will \(intent.operation.rawValue) \(intent.label)"
        case .answered(let id, let answer, _): "\(id) was answered \(answer.status)"
        case .refused(let id, _): "\(id) was refused"
        case .inDoubt(let id, _, _): "\(id) is in doubt"
        case .settled(let id, _, _): "\(id) is settled"
        }
    }
}

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
        let isSecond = assignments.first?.isObservation == false
        run = Run(assignments, servers: contexts, id: RunNames.of(world.round, isSecond: isSecond))
        issues = Array(repeating: nil, count: assignments.count)
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
            case .settled(let index, let settlement): world.tell("  \(run.assignments[index].label): \(settlement.inWords)")
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
        carriedOut += 1
    }

    // MARK: The journal

    private mutating func append(_ records: [JournalRecord]) throws(Round.Cut) {
        for case .intended(let intent) in records { steps[intent.id] = step(of: intent) }
        world.tell("  journal: \(records.map(\.inWords).joined(separator: "; "))")
        do { try keeper.append(records) } catch {
            if world.disk.isOff { throw .power }
            world.tell("  not recorded: \(error)")
            return take(run.handle(.syncFailed, now: World.now))
        }
        for case .answered(let id, _, _) in records {
            guard let step = steps[id], let issue = issues[step] else { continue }
            world.truth.noted(issue, isNewest: world.isNewest(issue))
        }
        if world.choices.chance(3) { keeper.checkpointWithinRun() }
        if world.disk.isOff { throw .power }
        take(run.handle(.synced, now: World.now))
    }

    private func step(of intent: Intent) -> Int? {
        run.assignments.firstIndex { $0.label == intent.label && $0.registration == intent.registration }
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

/// Names of runs: eight digits, as a run's id has.
private enum RunNames {
    static func of(_ round: Int, isSecond: Bool) -> String { names[min(round * 2 + (isSecond ? 1 : 0), names.count - 1)] }

    private static let names = (0..<64).map { String("0000000\($0)".suffix(8)) }
}

extension Assignment {
    var registration: RegistrationID {
        switch work {
        case .register(let registration, _): registration
        case .update(let client, _, _), .observe(let client): client.registration
        case .delete(let former): former.registration
        }
    }

    fileprivate var isObservation: Bool { if case .observe = work { true } else { false } }
}

extension Settlement {
    fileprivate var inWords: String {
        switch self {
        case .done: "done"
        case .observed(.present): "seen"
        case .observed(.unreadable(let reason)): "unreadable, \(reason.inWords)"
        case .observed: "not seen"
        case .failed(.refused(let operation, let refusal)): "\(operation.rawValue) refused, \(refusal.inWords)"
        case .failed(.unreadable(let reason)): "unreadable, \(reason.inWords)"
        case .failed(let failure): "failed, \(failure)"
        case .inDoubt(_, let reason): "in doubt, \(reason)"
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

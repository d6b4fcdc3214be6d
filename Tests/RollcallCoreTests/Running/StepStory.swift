import OAuthRegistration
import StrictJSON

@testable import RollcallCore

/// One step from its beginning to its end, with every record applied to a ledger: what it asked the server, how it ended, and what the
/// state says then.
struct StepStory {
    /// `GET t0`, `POST -`, `POST - key`: the method, the token, and whether there is a key.
    var requests: [String] = []
    var settlement: Settlement?
    var ledger: Ledger
    /// By request, in their order.
    var answers: [HTTPOutcome]
    /// Stops or gives up before the answer with this number, from 0, comes.
    var interruption: (before: Int, Step.Outcome)?
    /// How many times records become durable; after that, none do.
    var capacity: Int
    /// What was asked after the first that did not.
    var requestsWithoutJournal: [String] = []

    var state: StateDocument { ledger.closed() }

    init(
        _ assignment: Assignment, at server: ServerContext, in state: StateDocument, answers: [HTTPOutcome],
        run: String = "00000001", interruption: (before: Int, Step.Outcome)? = nil, recording capacity: Int = .max
    ) {
        ledger = Ledger(state)
        self.capacity = capacity
        self.answers = answers
        self.interruption = interruption
        play(Step(assignment), server, run)
    }

    private mutating func play(_ start: Step, _ server: ServerContext, _ run: String) {
        var step = start
        var context = StepContext(server: server, now: RunningSamples.now, ids: OperationNumbers(run: run))
        var outcome: Step.Outcome? = .begin
        for _ in 0..<100 {
            guard let next = outcome else { return }
            outcome = nil
            switch step.next(after: next, in: &context) {
            case nil: break
            case .record(let records): outcome = record(records)
            case .wait: outcome = .waited
            case .finish(let end): settlement = end
            case .send(let request): outcome = answer(request, &step, &context)
            }
        }
    }

    private mutating func record(_ records: [JournalRecord]) -> Step.Outcome {
        capacity -= 1
        guard capacity >= 0 else { return .unrecorded(nil) }
        records.forEach { ledger.apply($0) }
        return .durable
    }

    /// An interruption is heard while the request is under way.
    private mutating func answer(
        _ request: HTTPRequest, _ step: inout Step, _ context: inout StepContext
    ) -> Step.Outcome? {
        let token = request.bearer.map { $0.expose { String(decoding: $0, as: UTF8.self) } } ?? "-"
        requests.append("\(request.method.rawValue) \(token)\(request.idempotencyKey.map { " \($0)" } ?? "")")
        if capacity < 0 { requestsWithoutJournal.append(request.method.rawValue) }
        guard !answers.isEmpty else { return nil }
        let answer = answers.removeFirst()
        guard let (number, heard) = interruption, number == requests.count - 1 else { return .http(answer) }
        switch step.next(after: heard, in: &context) {
        case .record(let records): return record(records)
        case .finish(let end):
            settlement = end
            return nil
        case nil, .send, .wait: return .http(answer)
        }
    }

    /// `done`, `inDoubt 00000001-2`, `failed notCarriedOut`.
    var end: String {
        switch settlement {
        case nil: "nothing"
        case .done(let report) where report.refusedToken != nil: "done, token refused"
        case .done(let report): report.lostAnswer == nil ? "done" : "done, answer lost"
        case .observed(.unreadable, _): "unreadable"
        case .observed: "observed"
        case .inDoubt: "inDoubt"
        case .unrecorded: "unrecorded"
        case .notStarted: "notStarted"
        case .failed(.notCarriedOut): "not carried out"
        case .failed(.unreadable): "failed, unreadable"
        case .failed(.notSent): "failed, not sent"
        case .failed: "failed"
        }
    }

    /// The operations that are in doubt, ascending.
    var doubts: [String] { state.doubts.values.map(\.intent.operation.rawValue).sorted() }
}

extension HTTPOutcome {
    static func json(_ status: Int, _ body: JSONObject = [:]) -> HTTPOutcome {
        .answer(HTTPAnswer(status: status, contentType: "application/json", body: body.canonicalBytes))
    }

    /// The connection closed after this much of the answer.
    static func lost(_ received: String = "") -> HTTPOutcome {
        .noAnswer(received: Array(received.utf8), TransportFailure(.closed, "the connection closed"))
    }

    static let notSent = HTTPOutcome.notSent(TransportFailure(.refused, "connection refused"))
}

import OAuthRegistration
import Testing

@testable import RollcallCore

/// The table of retries: one outcome, as often as it is asked for, and how many requests that comes to.
@Suite struct PatienceTests {
    private typealias Samples = RunningSamples

    /// Requests until the step gives up: a read of a server that keeps its tokens, one of a server that may rotate them, a
    /// register, an update's write (after its read), a delete.
    private struct Row {
        var outcome: HTTPOutcome
        var requests: [Int]
    }

    private static func notSent(_ kind: TransportFailure.Kind) -> HTTPOutcome { .notSent(TransportFailure(kind, "")) }
    private static func noAnswer(_ kind: TransportFailure.Kind) -> HTTPOutcome {
        .noAnswer(received: [], TransportFailure(kind, ""))
    }
    private static func answer(_ status: Int, _ retryAfter: String? = nil) -> HTTPOutcome {
        .answer(HTTPAnswer(status: status, retryAfter: retryAfter))
    }

    private let rows: [Row] =
        [.unresolvable, .refused, .unreachable, .connectTimeout, .proxy, .closed].map {
            Row(outcome: notSent($0), requests: [4, 4, 3, 3, 4])
        }
        + [.tls, .certificate, .badRequest, .cancelled].map { Row(outcome: notSent($0), requests: [1, 1, 1, 1, 1]) }
        + [.closed, .deadline, .slow].map { Row(outcome: noAnswer($0), requests: [4, 1, 1, 1, 1]) }
        + [.truncated, .answerTooLarge, .headTooLarge, .encodedAnswer, .badHTTP].map {
            Row(outcome: noAnswer($0), requests: [2, 1, 1, 1, 1])
        }
        + [408, 425, 500, 502, 503, 504].map { Row(outcome: answer($0), requests: [4, 4, 1, 1, 1]) }
        + [nil, "0", "120", "soon", "-5", "Thu, 01 Jan 2026 00:01:00 GMT", "Thu, 01 Jan 2015 00:01:00 GMT"].map {
            Row(outcome: answer(429, $0), requests: [4, 4, 3, 3, 4])
        }
        + ["121", "1000000000", "Thu, 01 Jan 2026 00:02:01 GMT"].map { Row(outcome: answer(429, $0), requests: [1, 1, 1, 1, 1]) }
        + [400, 401, 403, 404, 405, 409, 422, 301, 501].map { Row(outcome: answer($0), requests: [1, 1, 1, 1, 1]) }
        + [Row(outcome: answer(599), requests: [1, 1, 1, 1, 1])]

    @Test func aCallIsTriedAgainAsOftenAsTheTableSays() {
        let rotating = Samples.server(parallelism: 1)
        var keeping = rotating
        keeping.traits.evidence.rotatesOnRead = false
        let steps = [Samples.observe("a"), Samples.observe("b"), Samples.register("c"), Samples.update("d"), Samples.delete("e")]
        let servers = [keeping, rotating, rotating, keeping, rotating]
        for row in rows {
            for (index, step) in steps.enumerated() {
                let requests = requests(step, at: servers[index], row.outcome)
                #expect(requests.own == row.requests[index], "\(row.outcome): \(step.work)")
                // Of a token that may be revoked if it is misused.
                #expect(requests.inquiries <= Inquiry.limit, "\(row.outcome): \(step.work)")
            }
        }
    }

    /// Those of the step's own kind, and the reads that ask what became of one.
    private func requests(
        _ step: Assignment, at server: ServerContext, _ outcome: HTTPOutcome
    ) -> (own: Int, inquiries: Int) {
        var run = Run([step], servers: ["x": server], id: "00000001")
        var (events, own, reads) = ([Run.Event.begin], 0, 0)
        while !events.isEmpty, own + reads < 100 {
            for command in run.handle(events.removeFirst(), now: Samples.now) {
                switch command {
                case .perform(let index, .send(let request)):
                    let isBeforeWrite = request.method == .get && step.writesAfterRead && own == 0
                    if request.method == step.method { own += 1 } else if !isBeforeWrite { reads += 1 }
                    // What an update reads first is answered well.
                    let read = HTTPOutcome.answer(HTTPAnswer(status: 200, body: Array(#"{"client_id":"c"}"#.utf8)))
                    events.append(.outcome(index, .http(isBeforeWrite ? read : outcome)))
                case .perform(let index, .wait(let pause)):
                    #expect(0 <= pause.atLeast && pause.atLeast <= pause.atMost && pause.atMost <= 132_000)
                    events.append(.outcome(index, .waited))
                case .sync: events.append(.synced)
                case .perform, .settled, .done: break
                }
            }
        }
        return (own, reads)
    }

    /// Whoever waits of its own accord waits by chance; whoever was asked to comes no sooner.
    @Test func aPauseHasRoomForChance() {
        #expect((1...9).map { Pause.backOff(after: $0).atMost } == [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
        #expect((1...9).allSatisfy { Pause.backOff(after: $0).atLeast == 0 })
        #expect(Pause.asked(seconds: 120) == Pause(atLeast: 120_000, atMost: 132_000))
    }
}

extension Assignment {
    fileprivate var method: HTTPRequest.Method {
        switch work {
        case .register: .post
        case .update: .put
        case .delete: .delete
        case .observe, .settle: .get
        }
    }

    fileprivate var writesAfterRead: Bool { method == .put }
}

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
                // What an update reads first is answered well.
                #expect(requests == row.requests[index] + (index == 3 ? 1 : 0), "\(row.outcome): \(step.work)")
            }
        }
    }

    private func requests(_ step: Assignment, at server: ServerContext, _ outcome: HTTPOutcome) -> Int {
        var run = Run([step], servers: ["x": server], id: "00000001")
        var (events, count, readsLeft) = ([Run.Event.begin], 0, 0)
        if case .update = step.work { readsLeft = 1 }
        while !events.isEmpty, count < 100 {
            for command in run.handle(events.removeFirst(), now: Samples.now) {
                switch command {
                case .perform(let index, .send(let request)):
                    count += 1
                    let isFirstRead = readsLeft > 0 && request.method == .get
                    if isFirstRead { readsLeft -= 1 }
                    let read = HTTPOutcome.answer(HTTPAnswer(status: 200, body: Array(#"{"client_id":"c"}"#.utf8)))
                    events.append(.outcome(index, .http(isFirstRead ? read : outcome)))
                case .perform(let index, .wait(let pause)):
                    #expect(0 <= pause.atLeast && pause.atLeast <= pause.atMost && pause.atMost <= 132_000)
                    events.append(.outcome(index, .waited))
                case .sync: events.append(.synced)
                case .perform, .settled, .done: break
                }
            }
        }
        return count
    }

    /// Whoever waits of its own accord waits by chance; whoever was asked to comes no sooner.
    @Test func aPauseHasRoomForChance() {
        #expect((1...9).map { Pause.backOff(after: $0).atMost } == [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
        #expect((1...9).allSatisfy { Pause.backOff(after: $0).atLeast == 0 })
        #expect(Pause.asked(seconds: 120) == Pause(atLeast: 120_000, atMost: 132_000))
    }
}

import OAuthRegistration
import StrictJSON
import Testing

@testable import RollcallCore

/// What a run commands at each event: group commit, waiting, the ways it ends. What may start when is `RunQueueTests`' to say,
/// and that nothing is lost on the way `SimulationTests`'.
@Suite struct RunTests {
    private typealias Samples = RunningSamples

    /// A run, and its last commands as text: `send 0`, `wait 0 0-500`, `sync 2` (records), `0 done`, `end done notStarted`.
    private struct Session {
        var run: Run

        init(_ steps: [Assignment], parallelism: Int = 2, known: Bool = true) {
            run = Run(
                steps,
                servers: [
                    "x": Samples.server(parallelism: parallelism, known: known), "y": Samples.server(parallelism: 1),
                ], id: "00000001")
        }

        mutating func hears(_ event: Run.Event) -> [String] { run.handle(event, now: Samples.now).map(text) }

        mutating func hears(_ status: Int, _ body: JSONObject = [:], for step: Int) -> [String] {
            let answer = HTTPAnswer(status: status, contentType: "application/json", body: body.canonicalBytes)
            return hears(.outcome(step, .http(.answer(answer))))
        }

        private func text(_ command: Run.Command) -> String {
            switch command {
            case .perform(let index, .send): "send \(index)"
            case .perform(let index, .wait(let pause)): "wait \(index) \(pause.atLeast)-\(pause.atMost)"
            case .perform(_, .record), .perform(_, .finish): "a run keeps these to itself"
            case .settled(let index, let settlement): "\(index) \(text(settlement))"
            case .sync(let records): "sync \(records.count)"
            case .done(let settlements): (["end"] + settlements.map(text)).joined(separator: " ")
            }
        }

        private func text(_ settlement: Settlement) -> String {
            switch settlement {
            case .done: "done"
            case .observed: "observed"
            case .failed(.notRecorded): "notRecorded"
            case .failed: "failed"
            case .inDoubt: "inDoubt"
            case .unrecorded(_, .kept(.file(let path))): "kept in \(path)"
            case .unrecorded(_, .kept(.journal)): "kept in the journal"
            case .unrecorded(_, .withdrawn(let clientID)): "withdrawn \(clientID)"
            case .unrecorded(_, .orphaned(let clientID, _)): "orphaned \(clientID)"
            case .unrecorded(_, .lost): "lost"
            case .notStarted: "notStarted"
            }
        }
    }

    /// The way from signals to a run: it is told of every one, also of those that came before it could be.
    @Test func onceIsToStopAndTwiceToGiveUp() async {
        let rows: [(times: Int, events: [String])] = [(0, []), (1, ["stop"]), (2, ["abandon"]), (3, ["abandon"])]
        for row in rows {
            let inbox = RunLoop.Inbox()
            inbox.interrupt(times: row.times)
            inbox.continuation.finish()
            var events: [String] = []
            for await event in inbox.stream { events.append("\(event)") }
            #expect(events == row.events, "\(row.times)")
        }
    }

    private let steps = ["a", "b", "c"].map { Samples.register($0) }
    private let issued: JSONObject = ["client_id": "c"]

    @Test func oneBatchIsOnItsWayAtATime() {
        var session = Session(steps)
        #expect(session.hears(.begin) == ["sync 2"])
        #expect(session.hears(.synced) == ["send 0", "send 1"])
        #expect(session.hears(201, issued, for: 0) == ["sync 1"])
        #expect(session.hears(201, issued, for: 1) == [], "the disk is busy")
        #expect(session.hears(.synced) == ["0 done", "sync 2"], "the second answer, and the third intent")
        #expect(session.hears(.synced) == ["1 done", "send 2"])
        #expect(session.hears(201, issued, for: 2) == ["sync 1"])
        #expect(session.hears(.synced) == ["2 done", "end done done done"])
        #expect(session.hears(201, issued, for: 2) == [], "too late")
        #expect(session.hears(.stop) == [], "a run ends once")
    }

    @Test func aStepThatWaitsHoldsItsPlace() {
        var session = Session(steps, parallelism: 1)
        #expect(session.hears(.begin) == ["sync 1"])
        #expect(session.hears(.synced) == ["send 0"])
        #expect(session.hears(429, for: 0) == ["sync 1"])
        #expect(session.hears(.synced) == ["wait 0 0-500"])
        #expect(session.hears(.outcome(0, .waited)) == ["sync 1"], "a call of its own")
        #expect(session.hears(.synced) == ["send 0"])
        #expect(session.hears(.outcome(0, .http(.notSent(TransportFailure(.refused, "refused"))))) == ["wait 0 0-500"])
        #expect(session.hears(.stop) == ["1 notStarted", "2 notStarted", "sync 1"])
        #expect(session.hears(.synced) == ["0 notStarted", "end notStarted notStarted notStarted"])
    }

    /// Each run has a call in flight, a step that failed, one whose intent is on its way to the disk, and one that waits for its turn.
    @Test func aRunThatIsCutShortSaysWhatBecameOfEachStep() {
        let notSent = Run.Event.outcome(0, .http(.notSent(TransportFailure(.refused, "connection refused"))))
        let endings: [(name: String, events: [(Run.Event, [String])])] = [
            (
                "stop",
                [
                    (.stop, ["3 notStarted"]), (notSent, []), (.synced, ["sync 2"]),
                    (.synced, ["0 failed", "2 notStarted", "end failed failed notStarted notStarted"]),
                ]
            ),
            (
                "abandon",
                [
                    (.abandon, ["3 notStarted"]), (.synced, ["sync 2"]), (notSent, []),
                    (.synced, ["0 inDoubt", "2 notStarted", "end inDoubt failed notStarted notStarted"]),
                ]
            ),
            (
                "no disk",
                [
                    (.recorded(.failed(kept: [:])), ["3 notStarted", "2 notRecorded"]), (notSent, ["sync 1"]),
                    (.recorded(.failed(kept: [:])), ["0 inDoubt", "end inDoubt failed notRecorded notStarted"]), (notSent, []),
                ]
            ),
            (
                "no room",
                [
                    (.recorded(.withoutIntents), ["3 notStarted", "2 notRecorded"]), (notSent, ["sync 1"]),
                    (.synced, ["0 failed", "end failed failed notRecorded notStarted"]), (notSent, []),
                ]
            ),
        ]
        for ending in endings {
            var session = Session(["a", "b", "c", "d"].map { Samples.register($0) })
            #expect(session.hears(.begin) == ["sync 2"])
            #expect(session.hears(.synced) == ["send 0", "send 1"])
            #expect(session.hears(400, for: 1) == ["sync 1"])
            #expect(session.hears(.synced) == ["1 failed", "sync 1"])
            for (number, (event, commands)) in ending.events.enumerated() {
                #expect(session.hears(event) == commands, "\(ending.name), event \(number)")
            }
        }
    }

    /// The answer is a doubt, for the read may have brought a token; `settled` would take it away.
    @Test func nothingSettlesAReadBackThatSaidNothing() {
        var session = Session([Samples.update("a")], known: false)
        let rotated: JSONObject = ["client_id": "c", "registration_access_token": "t2"]
        #expect(session.hears(.begin) == ["sync 1"])
        for answer in [rotated, rotated] {
            #expect(session.hears(.synced) == ["send 0"])
            #expect(session.hears(200, answer, for: 0) == ["sync 1"])
            #expect(session.hears(.synced) == ["sync 1"], "the next call's intent")
        }
        #expect(session.hears(.synced) == ["send 0"])
        #expect(session.hears(200, [:], for: 0) == ["sync 1"])
        #expect(session.hears(.synced) == ["sync 1"], "what the calls before it have taught")
        #expect(session.hears(.synced) == ["0 done", "end done"])
    }

    /// Five of a server's calls in a row that came to nothing, in whatever way; the steps at other servers go on.
    @Test func aServerThatFailsFiveCallsInARowIsLeftAlone() {
        let certificate = Step.Outcome.http(.notSent(TransportFailure(.certificate, "expired")))
        let silence = Step.Outcome.http(.noAnswer(received: [], TransportFailure(.closed, "closed")))
        let failing: [Step.Outcome] = [certificate, silence, answer(500), answer(401), silence]
        let labels = ["a", "b", "c", "d", "e", "f", "g"]
        let steps =
            labels.map { Samples.register($0) } + [
                Samples.delete("h"), Samples.register("i", at: "y"), Samples.delete("j", at: "y"),
            ]
        var session = Session(steps, parallelism: 1)
        #expect(session.hears(.begin) == ["sync 2"])
        #expect(session.hears(.synced) == ["send 0", "send 8"])
        for (index, outcome) in failing.enumerated() {
            #expect(session.hears(.outcome(index, outcome)) == ["sync 1"])
            let ends = session.hears(.synced)
            guard index == 4 else { #expect(ends.last == "sync 1", "\(index): \(ends)"); _ = session.hears(.synced); continue }
            #expect(ends == ["4 inDoubt", "5 notStarted", "6 notStarted", "7 notStarted"])
        }
        #expect(session.run.leftAlone == ["x": 3])
        #expect(session.hears(201, ["client_id": "another"], for: 8) == ["sync 1"])
        #expect(session.hears(.synced) == ["8 done", "sync 1"], "the delete at the other server")
        #expect(session.hears(.synced) == ["send 9"])
    }

    @Test func oneAnswerOfAServerIsEnoughToGoOn() {
        var session = Session((0..<8).map { Samples.register("a\($0)") }, parallelism: 1)
        _ = session.hears(.begin)
        for index in 0..<8 {
            #expect(session.hears(.synced) == ["send \(index)"])
            #expect(session.hears(.outcome(index, answer(index == 3 ? 400 : 500))) == ["sync 1"])
            _ = session.hears(.synced)
        }
        #expect(session.run.leftAlone == [:])
    }

    /// Calls of an earlier run, of which nobody learns anything because their tokens are dead: the server is not to blame.
    @Test func aServerThatCannotTellIsAskedAboutEveryCall() throws {
        var state = StateDocument(lineage: StateSamples.lineage)
        for number in 0..<7 {
            let (label, id) = ("a\(number)", OperationID("0000000a-\(number)"))
            let client = Samples.client(label, "x")
            state[ClientLabel(label)!] = client
            let intent = Intent(
                id: id, operation: .update, label: ClientLabel(label)!, registration: client.registration, server: "x",
                requested: ClientMetadata(), protect: false, tags: [:], sentAt: Samples.now)
            state.doubts[id] = Doubt(intent: intent, received: .plain(Secret([])), reason: "lost")
        }
        let calls = try state.doubts.values.map { Assignment(settling: try LostCall($0, in: state, opening: .off)) }
        var (session, asked) = (Session(calls, parallelism: 1), 0)
        var heard = session.hears(.begin)
        while let command = heard.last, !command.hasPrefix("end"), asked < 100 {
            let isSent = command.hasPrefix("send")
            asked += isSent ? 1 : 0
            heard = isSent ? session.hears(401, for: Int(command.dropFirst(5))!) : session.hears(.synced)
        }
        #expect(asked == 7 && session.run.leftAlone == [:])
    }

    /// A tenth of the steps, but twenty at least: who is asked to wait for all of them is refused in the end.
    @Test func aRunTriesAgainOnlySoOften() {
        var session = Session((0..<20).map { Samples.register("a\($0)") }, parallelism: 20)
        _ = session.hears(.begin)
        _ = session.hears(.synced)
        let refused = Step.Outcome.http(.notSent(TransportFailure(.refused, "refused")))
        var waits = 0
        for _ in 0..<3 {
            for index in 0..<20 {
                waits += session.hears(.outcome(index, refused)).count { $0.hasPrefix("wait") }
                _ = session.hears(.outcome(index, .waited))
            }
        }
        #expect(waits == 20)
    }

    private func answer(_ status: Int) -> Step.Outcome { .http(.answer(HTTPAnswer(status: status))) }

    /// An answer in flight when nothing can be recorded any more: kept elsewhere, or its registration deleted again, once.
    @Test func anAnswerThatCannotBeRecordedIsKeptOrUndone() {
        let uri = JSONValue.string(Samples.endpoint.text + "/c")
        let whole: JSONObject = ["client_id": "c", "registration_access_token": "t", "registration_client_uri": uri]
        let rotated: JSONObject = ["client_id": "c", "registration_access_token": "t2"]
        let id = OperationID("00000001-1")
        let lost = Run.Event.recorded(.failed(kept: [:]))
        func answer(_ status: Int) -> Run.Event { .outcome(0, .http(.answer(HTTPAnswer(status: status)))) }
        let silence = Run.Event.outcome(0, .http(.noAnswer(received: [], TransportFailure(.closed, "closed"))))
        let rows: [(name: String, work: Assignment, status: Int, body: JSONObject, events: [(Run.Event, [String])])] = [
            (
                "kept in a file", Samples.register("a"), 201, whole,
                [(.recorded(.failed(kept: [id: .file("recovery/1.json")])), ["0 kept in recovery/1.json", "end"])]
            ),
            (
                "held by the journal", Samples.register("a"), 201, whole,
                [(.recorded(.failed(kept: [id: .journal("state.journal")])), ["0 kept in the journal", "end"])]
            ),
            (
                "deleted again", Samples.register("a"), 201, whole,
                [(lost, ["send 0"]), (.stop, []), (answer(204), ["0 withdrawn c", "end"])]
            ),
            ("not deleted", Samples.register("a"), 201, whole, [(lost, ["send 0"]), (answer(401), ["0 orphaned c", "end"])]),
            ("delete unanswered", Samples.register("a"), 201, whole, [(lost, ["send 0"]), (silence, ["0 orphaned c", "end"])]),
            ("given up", Samples.register("a"), 201, whole, [(lost, ["send 0"]), (.abandon, ["0 orphaned c", "end"])]),
            ("without a token", Samples.register("a"), 201, ["client_id": "c"], [(lost, ["0 orphaned c", "end"])]),
            ("a refusal", Samples.register("a"), 400, [:], [(lost, ["0 inDoubt", "end"])]),
            ("a delete", Samples.delete("a"), 204, [:], [(lost, ["0 inDoubt", "end"])]),
            ("a read that brought a token", Samples.observe("a"), 200, rotated, [(lost, ["0 lost", "end"])]),
            ("a read that repeated the token", Samples.observe("a"), 200, whole, [(lost, ["0 observed", "end"])]),
            ("a read that brought none", Samples.observe("a"), 200, ["client_id": "c"], [(lost, ["0 observed", "end"])]),
        ]
        for row in rows {
            var session = Session([row.work])
            #expect(session.hears(.begin) == ["sync 1"], "\(row.name)")
            #expect(session.hears(.synced) == ["send 0"], "\(row.name)")
            #expect(session.hears(row.status, row.body, for: 0) == ["sync 1"], "\(row.name)")
            for (number, (event, commands)) in row.events.enumerated() {
                let heard = session.hears(event).map { $0.hasPrefix("end") ? "end" : $0 }
                #expect(heard == commands, "\(row.name), event \(number)")
            }
        }
    }

    @Test func theJournalNeedsRoomForAsManyAnswersAsThereCanBe() {
        let steps = steps + [Samples.delete("d", at: "y")]
        let servers = ["x": Samples.server(parallelism: 2), "y": Samples.server(parallelism: 4)]
        #expect(Run(steps, servers: servers, id: "00000001").callsInFlight == 3)
        #expect(Run([], servers: servers, id: "00000001").callsInFlight == 0)
    }
}

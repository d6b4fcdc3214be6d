import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// What a step finds out about a call whose answer was lost, by asking the server at once or in a later run. Each row is a whole
/// exchange: what the server was asked, what it said, how the step ended, what is in doubt then.
@Suite struct InquiryTests {
    private typealias Samples = RunningSamples

    private struct Row {
        var name: String
        var work: RegistrationOperation
        var answers: [HTTPOutcome]
        /// After the calls that lead to the lost one, and that one.
        var asked: [String] = []
        var end: String
        var doubts: [String] = []
        var token: String? = "t0"
        /// What state says of `client_name`, requested and granted.
        var recorded = "before before"
        var proven = false
        var server = Samples.server(parallelism: 1)
        var interruption: (before: Int, Step.Outcome)?
    }

    private static let web = ClientLabel("web")
    private static let address = Samples.endpoint.text + "/c"
    /// Reads are known not to rotate, so they need no intent and may be repeated.
    private static let steady: ServerContext = {
        var server = Samples.server(parallelism: 1)
        server.traits.evidence.rotatesOnRead = false
        return server
    }()
    private static let keyed: ServerContext = {
        var server = Samples.server(parallelism: 1)
        var profile = ServerProfile(name: "generic")
        profile.heedsIdempotencyKeys = .declared(true)
        server.traits.profile = profile
        return server
    }()

    private static func client(_ name: String, token: String? = nil) -> JSONObject {
        var body: JSONObject = ["client_id": "c", "client_name": .string(name)]
        body["registration_access_token"] = token.map { .string($0) }
        return body
    }

    private static let part = #"{"client_id":"c","client_secret":"s","registration_access_token":"t1","re"#
    private static let whole =
        #"{"client_id":"c","client_secret":"s","registration_access_token":"t1","registration_client_uri":""#
        + address + #"","z"#
    private static let before = HTTPOutcome.json(200, client("before"))

    private var updates: [Row] {
        let (lost, before) = (HTTPOutcome.lost(), Self.before)
        return [
            Row(
                name: "shown as desired", work: .update, answers: [before, lost, .json(200, Self.client("after"))],
                asked: ["GET t0"], end: "done, answer lost", recorded: "after after"),
            Row(
                name: "with another token", work: .update,
                answers: [before, lost, .json(200, Self.client("after", token: "t2"))],
                asked: ["GET t0"], end: "done, answer lost", token: "t2", recorded: "after after"),
            Row(
                name: "shown as before", work: .update, answers: [before, lost, before], asked: ["GET t0"], end: "not carried out"
            ),
            Row(
                name: "an answer that may mean either", work: .update,
                answers: [before, .json(500), .json(200, Self.client("after"))], asked: ["GET t0"], end: "done, answer lost",
                recorded: "after after"),
            Row(
                name: "a third value", work: .update, answers: [before, lost, .json(200, Self.client("other"))],
                asked: ["GET t0"], end: "inDoubt", doubts: ["update"]),
            Row(
                name: "the token is refused", work: .update, answers: [before, lost, .json(401)], asked: ["GET t0"],
                end: "inDoubt", doubts: ["update"]),
            Row(
                name: "another client is shown", work: .update, answers: [before, lost, .json(200, ["client_id": "d"])],
                asked: ["GET t0"], end: "inDoubt", doubts: ["update"]),
            Row(
                name: "the token of the part that came", work: .update,
                answers: [before, .lost(Self.part), .json(200, Self.client("after"))], asked: ["GET t1"],
                end: "done, answer lost", token: "t1", recorded: "after after"),
            Row(
                name: "that one is refused, and then the other is tried", work: .update,
                answers: [before, .lost(Self.part), .json(401), before], asked: ["GET t1", "GET t0"], end: "not carried out"),
            Row(
                name: "no answer again, where a read may rotate", work: .update, answers: [before, lost, lost],
                asked: ["GET t0"], end: "inDoubt", doubts: ["read", "update"]),
            Row(
                name: "two probes a token, where it may not", work: .update, answers: [before, lost, lost, lost],
                asked: ["GET t0", "GET t0"], end: "inDoubt", doubts: ["update"], server: Self.steady),
            Row(
                name: "the second probe tells", work: .update, answers: [before, lost, lost, .json(200, Self.client("after"))],
                asked: ["GET t0", "GET t0"], end: "done, answer lost", recorded: "after after", server: Self.steady),
            Row(
                name: "later, says the server", work: .update, answers: [before, lost, .json(429), .json(503)],
                asked: ["GET t0", "GET t0"], end: "inDoubt", doubts: ["update"]),
            Row(
                name: "the server cannot be reached", work: .update,
                answers: [before, lost] + Array(repeating: .notSent, count: 4),
                asked: Array(repeating: "GET t0", count: 4), end: "inDoubt", doubts: ["update"]),
            Row(
                name: "a stop lets it finish", work: .update, answers: [before, lost, .json(200, Self.client("after"))],
                asked: ["GET t0"], end: "done, answer lost", recorded: "after after", interruption: (1, .stop)),
            Row(
                name: "a second one does not", work: .update, answers: [before, lost], end: "inDoubt", doubts: ["update"],
                interruption: (1, .abandon)),
            Row(
                name: "nor while it is asked", work: .update, answers: [before, lost, before], asked: ["GET t0"], end: "inDoubt",
                doubts: ["read", "update"], interruption: (2, .abandon)),
        ]
    }

    private var deletes: [Row] {
        let lost = HTTPOutcome.lost()
        let refused = [401, 403, 404, 410].map { status in
            Row(
                name: "\(status), and the token was good before", work: .delete, answers: [lost, .json(status)],
                asked: ["GET t0"], end: "done, answer lost", token: nil, proven: true)
        }
        return refused + [
            Row(
                name: "401, and nobody knows whether it was", work: .delete, answers: [lost, .json(401)], asked: ["GET t0"],
                end: "inDoubt", doubts: ["delete"]),
            Row(
                name: "a read that may mean either may have killed the token", work: .delete,
                answers: [lost, .json(502), .json(401)], asked: ["GET t0", "GET t0"], end: "inDoubt", doubts: ["delete"],
                proven: true),
            Row(
                name: "where reads do not rotate, it has not", work: .delete, answers: [lost, .json(502), .json(401)],
                asked: ["GET t0", "GET t0"], end: "done, answer lost", token: nil, proven: true, server: Self.steady),
            Row(
                name: "405 says nothing", work: .delete, answers: [lost, .json(405)], asked: ["GET t0"], end: "inDoubt",
                doubts: ["delete"], proven: true),
            Row(
                name: "a lost read may have killed the token", work: .delete, answers: [lost, lost], asked: ["GET t0"],
                end: "inDoubt", doubts: ["delete", "read"], proven: true),
            Row(name: "still there", work: .delete, answers: [lost, Self.before], asked: ["GET t0"], end: "not carried out"),
        ]
    }

    private var registers: [Row] {
        [
            Row(name: "nothing came", work: .register, answers: [.lost()], end: "inDoubt", doubts: ["register"], token: nil),
            Row(
                name: "a token without an address", work: .register, answers: [.lost(Self.part)], end: "inDoubt",
                doubts: ["register"], token: nil),
            Row(
                name: "enough to ask with", work: .register, answers: [.lost(Self.whole), .json(200, Self.client("after"))],
                asked: ["GET t1"], end: "done, answer lost", token: "t1", recorded: "after after"),
            Row(
                name: "and a newer token", work: .register,
                answers: [.lost(Self.whole), .json(200, Self.client("after", token: "t2"))], asked: ["GET t1"],
                end: "done, answer lost", token: "t2", recorded: "after after"),
            Row(
                name: "another client is shown", work: .register, answers: [.lost(Self.whole), .json(200, ["client_id": "d"])],
                asked: ["GET t1"], end: "inDoubt", doubts: ["register"], token: nil),
            Row(
                name: "the token is refused", work: .register, answers: [.lost(Self.whole), .json(401)], asked: ["GET t1"],
                end: "inDoubt", doubts: ["register"], token: nil),
        ]
    }

    private var repetitions: [Row] {
        let key = "POST - 00000001-1"
        let issued = Self.client("after", token: "t1")
        return [
            Row(
                name: "sent again with its key", work: .register, answers: [.lost(), .json(201, issued)], asked: [key],
                end: "done, answer lost", token: "t1", recorded: "after after", server: Self.keyed),
            Row(
                name: "twice at most", work: .register, answers: [.lost(), .json(500), .lost()], asked: [key, key],
                end: "inDoubt", doubts: ["register"], token: nil, server: Self.keyed),
            Row(
                name: "a refusal then is no proof", work: .register, answers: [.lost(), .json(401)], asked: [key],
                end: "inDoubt", doubts: ["register"], token: nil, server: Self.keyed),
            Row(
                name: "what the second brought is asked with", work: .register,
                answers: [.lost(), .lost(Self.whole), .json(200, Self.client("after"))], asked: [key, "GET t1"],
                end: "done, answer lost", token: "t1", recorded: "after after", server: Self.keyed),
            Row(
                name: "the token that it names again was refused before", work: .register,
                answers: [.lost(Self.whole), .json(401), .json(201, issued)], asked: ["GET t1", key], end: "done, token refused",
                token: "t1", recorded: "after after", server: Self.keyed),
            Row(
                name: "a stop lets it finish", work: .register, answers: [.lost(), .json(201, issued)], asked: [key],
                end: "done, answer lost", token: "t1", recorded: "after after", server: Self.keyed, interruption: (0, .stop)),
        ]
    }

    @Test func aRunAsksAtOnceWhatBecameOfALostCall() {
        for row in updates + deletes + registers + repetitions {
            let story = StepStory(
                Self.assignment(row), at: row.server, in: Self.state(with: row.work == .register ? nil : Self.recorded),
                answers: row.answers, interruption: row.interruption)
            let own = row.work == .update ? 2 : 1
            check(story, row, asked: Array(story.requests.dropFirst(own)))
        }
    }

    /// The same in a later run, from what state has of the call. There is nothing known of the token then, and nobody knows what was
    /// shown before the update.
    @Test func aLaterRunFindsOutTheSame() throws {
        for row in updates + deletes + registers + repetitions where row.interruption == nil && !row.proven {
            let own = row.work == .update ? 2 : 1
            let first = StepStory(
                Self.assignment(row), at: row.server, in: Self.state(with: row.work == .register ? nil : Self.recorded),
                answers: Array(row.answers.prefix(own)), interruption: (own - 1, .abandon))
            var state = first.state
            let id = OperationID("00000001-\(own)")
            // What came of the answer is known where the run went on until it was recorded.
            if case .noAnswer(let received, _)? = row.answers.prefix(own).last {
                state.doubts[id]?.received = .plain(Secret(received))
            }
            guard let doubt = state.doubts[id] else { Issue.record("\(row.name): no doubt"); continue }
            let assignment = Assignment(
                label: Self.web, server: "x", work: .settle(try LostCall(doubt, in: state, opening: .off)))
            let story = StepStory(
                assignment, at: row.server, in: state, answers: Array(row.answers.dropFirst(own)), run: "00000002")
            check(story, row, asked: story.requests)
        }
    }

    /// Wherever in all that the disk fails: the step ends, asks for nothing more than to take a registration back, and what it says is
    /// what state says.
    @Test func aDiskThatFailsLeavesNoDoubtUnsaid() {
        var cuts = 0
        for row in updates + deletes + registers + repetitions {
            for capacity in 0..<8 {
                let story = StepStory(
                    Self.assignment(row), at: row.server, in: Self.state(with: row.work == .register ? nil : Self.recorded),
                    answers: row.answers + [.json(204)], interruption: row.interruption, recording: capacity)
                let name = Comment(rawValue: "\(row.work), \(row.name), \(capacity) records: \(story.end)")
                #expect(story.settlement != nil, name)
                #expect(story.requestsWithoutJournal.allSatisfy { $0 == "DELETE" }, name)
                #expect(story.requestsWithoutJournal.count <= 1, name)
                let isSaid = ["inDoubt", "unrecorded"].contains(story.end)
                #expect(isSaid == story.doubts.contains(row.work.rawValue), name)
                if story.capacity < 0 { cuts += 1 }
            }
        }
        #expect(cuts > 100)
    }

    private func check(_ story: StepStory, _ row: Row, asked: [String]) {
        let name = Comment(rawValue: "\(row.work), \(row.name)")
        #expect(asked == row.asked, name)
        #expect(story.end == row.end, name)
        #expect(story.doubts == row.doubts, name)
        let client = story.state[Self.web]
        #expect(client?.credentials.registrationAccessToken == row.token.map { .plain(Secret($0)) }, name)
        if let client { #expect("\(Self.name(client.requested)) \(Self.name(client.granted))" == row.recorded, name) }
        #expect(story.state.orphans.isEmpty, name)
    }

    private static func name(_ metadata: ClientMetadata) -> String { metadata["client_name"]?.text ?? "-" }

    // MARK: The server's words

    /// What came with an answer that was lost is withheld from what the server says later: in the same step, and in a later one.
    @Test func whatCameOfALostAnswerIsNeverQuoted() {
        let words: JSONObject = ["error": "no", "error_description": "secret-1 of secret-0"]
        let part = HTTPOutcome.lost(#"{"client_id":"c","client_secret":"secret-1","x"#)
        var state = Self.state(with: Self.recorded)
        let step = { (work: RegistrationOperation, answers: [HTTPOutcome]) in
            var assignment = Self.assignment(Row(name: "", work: work, answers: [], end: ""))
            assignment.credentials.clientSecret = Secret("secret-0")
            assignment.heard = state.heard(opening: .off)[Self.recorded.registration] ?? []
            return StepStory(assignment, at: Samples.server(parallelism: 1), in: state, answers: answers)
        }
        let lost = step(.update, [Self.before, part, .json(401, words)])
        state = lost.state
        let later = step(.read, [.json(401, words)])
        for story in [lost, later] {
            let said = "\(String(describing: story.settlement)) \(story.state.doubts.values.map(\.reason))"
            #expect(said.contains("(secret) of (secret)") && !said.contains("secret-"), "\(said)")
        }
    }

    // MARK: A read in doubt

    /// A read in doubt ends with the next answer about its registration, whatever asked for it.
    @Test func aReadInDoubtIsSettledByTheNextAnswer() throws {
        var doubted = Self.state(with: Self.recorded)
        let id = OperationID("0000000a-1")
        let read = Intent(
            id: id, operation: .read, label: Self.web, registration: Self.recorded.registration, server: "x",
            requested: ClientMetadata(), protect: false, tags: [:], sentAt: Samples.now)
        doubted.doubts[id] = Doubt(intent: read, received: .plain(Secret([])), reason: "lost")
        let observe = Assignment.Work.observe(Self.recorded)
        let settle = Assignment.Work.settle(try LostCall(doubted.doubts[id]!, in: doubted, opening: .off))
        let rows: [(name: String, work: Assignment.Work, answers: [HTTPOutcome], end: String, doubts: [String])] = [
            ("accepted", observe, [Self.before], "observed", []),
            ("refused", observe, [.json(401)], "unreadable", []),
            ("out of order", observe, Array(repeating: .json(500), count: 4), "unreadable", ["read"]),
            ("lost again", observe, [.lost()], "unreadable", ["read"]),
            ("asked for, accepted", settle, [Self.before], "done", []),
            ("asked for, refused", settle, [.json(401)], "failed, unreadable", []),
            ("asked for, out of order", settle, [.json(500), .json(500)], "inDoubt", ["read"]),
        ]
        for row in rows {
            for server in [Samples.server(parallelism: 1), Self.steady] {
                var assignment = Assignment(label: Self.web, server: "x", work: row.work)
                assignment.hasReadInDoubt = true
                let story = StepStory(assignment, at: server, in: doubted, answers: row.answers)
                #expect(story.end == row.end && story.doubts == row.doubts, "\(row.name)")
            }
        }
    }

    /// What is done stays done, whatever becomes of the read that was to learn from it.
    @Test func aStopDuringAReadBackTakesNothingAway() {
        let server = Samples.server(parallelism: 1, known: false)
        let issued = HTTPOutcome.json(
            201, ["client_id": "c", "registration_access_token": "t0", "registration_client_uri": .string(Self.address)])
        for (answer, interruption) in [
            (HTTPOutcome.lost(), Step.Outcome.stop), (.lost(), .abandon), (.notSent, .stop), (.json(429), .stop),
        ] {
            let story = StepStory(
                Samples.register("web"), at: server, in: Self.state(with: nil), answers: [issued, answer],
                interruption: (1, interruption))
            #expect(story.end == "done", "\(answer) \(interruption)")
        }
    }

    // MARK: What there is

    private static let recorded: RecordedClient = {
        guard case .observe(var client) = Samples.observe("web").work else { preconditionFailure("it observes") }
        client.credentials.registrationAccessToken = .plain(Secret("t0"))
        client.requested = ClientMetadata(["client_name": "before"])
        client.granted = client.requested
        return client
    }()

    private static func assignment(_ row: Row) -> Assignment {
        let target = Change.Target(
            metadata: ClientMetadata(["client_name": "after"]), tags: [:], protect: false, ignore: [])
        let work: Assignment.Work =
            switch row.work {
            case .register: .register(recorded.registration, target)
            case .update: .update(recorded, target, fields: [FieldChange("client_name", .edited)])
            case .delete: .delete(FormerRegistration(recorded))
            case .read: .observe(recorded)
            }
        var assignment = Assignment(label: web, server: "x", work: work)
        assignment.tokenWasAccepted = row.proven
        return assignment
    }

    private static func state(with client: RecordedClient?) -> StateDocument {
        var state = StateDocument(lineage: StateSamples.lineage)
        state[web] = client
        return state
    }
}

import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// What was learned of a server, put to the test by what it answers next: evidence is believed as far as it reaches, and given up
/// where an answer shows otherwise.
@Suite struct StepEvidenceTests {
    private typealias Samples = RunningSamples

    private struct Row {
        var name: String
        /// What is known of the server before.
        var known = ServerEvidence()
        var assignment: Assignment
        var answers: [HTTPOutcome]
        var asked: [String]
        var end = "done"
        /// What is known of it then.
        var learned: (ServerEvidence) -> Bool
    }

    private static let web = ClientLabel("web")

    private static func client(_ recorded: JSONObject, granted: JSONObject? = nil) -> RecordedClient {
        guard case .observe(var client) = Samples.observe("web").work else { preconditionFailure("it observes") }
        client.requested = ClientMetadata(recorded)
        client.granted = ClientMetadata(granted ?? recorded)
        return client
    }

    private static func observe(_ recorded: JSONObject) -> Assignment {
        Assignment(label: web, server: "x", work: .observe(client(recorded)))
    }

    private static func update(
        to desired: JSONObject, of recorded: JSONObject, _ fields: [FieldChange]
    ) -> Assignment {
        let target = Change.Target(metadata: ClientMetadata(desired), tags: [:], protect: false, ignore: [])
        return Assignment(label: web, server: "x", work: .update(client(recorded), target, fields: fields))
    }

    private static func shown(_ more: JSONObject, status: Int = 200) -> HTTPOutcome {
        var body: JSONObject = ["client_id": "c"]
        for member in more.members { body[member.name] = member.value }
        return .json(status, body)
    }

    private static func evidence(_ change: (inout ServerEvidence) -> Void) -> ServerEvidence {
        var evidence = ServerEvidence()
        evidence.rotatesOnRead = false
        (evidence.registrationWasReadBack, evidence.updateWasReadBack) = (true, true)
        change(&evidence)
        return evidence
    }

    private static func check(_ rows: [Row]) {
        for row in rows {
            var state = StateDocument(lineage: StateSamples.lineage)
            switch row.assignment.work {
            case .update(let client, _, _), .observe(let client): state[web] = client
            case .register, .delete, .settle: break
            }
            state.servers["x"] = Scene.record("https://id.example.com")
            state.servers["x"]?.learned = row.known
            var server = Samples.server(parallelism: 1)
            server.traits = ServerTraits(profile: .generic, evidence: row.known)
            let story = StepStory(row.assignment, at: server, in: state, answers: row.answers)
            #expect(story.requests == row.asked, "\(row.name)")
            #expect(story.end == row.end, "\(row.name)")
            let learned = story.state.servers["x"]!.learned
            #expect(row.learned(learned), "\(row.name): \(learned)")
        }
    }

    // MARK: Clearing

    /// Only a judgement of what was sent says that a field cannot be cleared; else its removal is still to be done.
    @Test func aRemovalStaysOpenUntilTheServerHasJudgedIt() {
        let bare: JSONObject = ["client_uri": "https://a.example.com"]
        let removed = FieldChange("client_uri", .edited, granted: "https://a.example.com", observed: "https://a.example.com")
        let clearing = Self.update(to: [:], of: bare, [removed])
        let refusals: [(name: String, outcomes: [HTTPOutcome], isImpossible: Bool)] =
            [(400, true), (422, true), (401, false), (403, false), (404, false), (409, false), (413, false)].map {
                ("\($0)", [.json($0)], $1)
            } + [
                ("not sent", Array(repeating: .notSent, count: 3), false),
                ("lost, and not done", [.lost(), Self.shown(bare)], false),
            ]
        for (name, outcomes, isImpossible) in refusals {
            var state = StateDocument(lineage: StateSamples.lineage)
            if case .update(let client, _, _) = clearing.work { state[Self.web] = client }
            state.servers["x"] = Scene.record("https://id.example.com")
            let story = StepStory(
                clearing, at: Samples.server(parallelism: 1), in: state,
                answers: [Self.shown(bare), Self.shown(bare)] + outcomes)
            let learned = story.state.servers["x"]!.learned.clearing
            #expect(learned == (isImpossible ? ["client_uri": .impossible] : [:]), "\(name)")
            #expect(story.end == (isImpossible ? "done" : "failed"), "\(name)")
            #expect(story.state[Self.web]?.requested.members == (isImpossible ? [:] : bare), "\(name)")
            #expect(story.state.doubts.isEmpty, "\(name)")
        }
    }

    @Test func aStopLeavesTheRemovalToTheNextPlan() throws {
        let bare: JSONObject = ["client_uri": "https://a.example.com"]
        let removed = FieldChange("client_uri", .edited, granted: "https://a.example.com", observed: "https://a.example.com")
        let clearing = Self.update(to: [:], of: bare, [removed])
        var state = StateDocument(lineage: StateSamples.lineage)
        if case .update(let client, _, _) = clearing.work { state[Self.web] = client }
        let story = StepStory(
            clearing, at: Samples.server(parallelism: 1), in: state, answers: [Self.shown(bare), Self.shown(bare)],
            interruption: (before: 1, .stop))
        #expect(story.requests == ["GET t", "PUT t"] && story.end == "failed")
        #expect(story.state[Self.web]?.requested.members == bare)
    }

    // MARK: Deletes

    /// A refused delete fails a client that is to go; a registration that it has replaced is left behind.
    @Test func aServerWithoutDeleteIsKnownByItsAnswer() {
        let lacking = Self.evidence { $0.deletes = false }
        let rows: [(status: Int, known: ServerEvidence, deletes: Bool?, end: String, ofFormer: String)] = [
            (405, Self.evidence { _ in }, false, "failed", "done"), (501, Self.evidence { _ in }, false, "failed", "done"),
            (401, Self.evidence { _ in }, nil, "failed", "done"), (404, Self.evidence { _ in }, nil, "failed", "done"),
            (410, lacking, false, "failed", "done"), (400, lacking, false, "failed", "failed"),
            (409, lacking, false, "failed", "failed"), (204, lacking, true, "done", "done"),
            (204, Self.evidence { _ in }, nil, "done", "done"),
        ]
        for row in rows {
            for isOfFormer in [false, true] {
                var delete = Samples.delete("web")
                delete.isOfFormer = isOfFormer
                // Whether it is gone, a read tells.
                let asks = isOfFormer && [401, 404, 410].contains(row.status)
                Self.check([
                    Row(
                        name: "\(row.status), \(isOfFormer ? "of a former one" : "of the client")", known: row.known,
                        assignment: delete, answers: [.json(row.status)] + (asks ? [.json(401)] : []),
                        asked: ["DELETE t"] + (asks ? ["GET t"] : []),
                        end: isOfFormer ? row.ofFormer : row.end, learned: { $0.deletes == row.deletes })
                ])
            }
        }
    }

    /// Something in front of the server may answer in its place: a read that shows the registration brings it back.
    @Test func aRegistrationThatIsShownAfterARefusedDeleteIsNotLeftBehind() {
        let rows:
            [(name: String, answers: [HTTPOutcome], interruption: (before: Int, Step.Outcome)?, end: String, isKept: Bool)] =
                [401, 403, 404, 410].flatMap { status -> [(String, [HTTPOutcome], (before: Int, Step.Outcome)?, String, Bool)] in
                    [
                        ("\(status), and shown", [.json(status), Self.shown(Self.name)], nil, "failed", true),
                        ("\(status), and refused", [.json(status), .json(401)], nil, "done", false),
                        ("\(status), and no read", [.json(status), .json(405)], nil, "done", false),
                        (
                            "\(status), and out of order", [.json(status)] + Array(repeating: .json(503), count: 6), nil, "done",
                            false
                        ),
                        ("\(status), and lost", [.json(status)] + Array(repeating: .lost(), count: 6), nil, "done", false),
                        ("\(status), and stopped", [.json(status)], (before: 0, .stop), "done", false),
                    ]
                }
        for row in rows {
            var client = Self.client(Self.name)
            var former = FormerRegistration(client)
            former.registration = RegistrationID("00000000-0000-4000-8000-00000000000f")!
            client.former = [former]
            var state = StateDocument(lineage: StateSamples.lineage)
            state[Self.web] = client
            state.servers["x"] = Scene.record("https://id.example.com")
            var delete = Assignment(label: Self.web, server: "x", work: .delete(former))
            delete.isOfFormer = true
            let story = StepStory(
                delete, at: Samples.server(parallelism: 1), in: state, answers: row.answers, interruption: row.interruption)
            #expect(story.end == row.end, "\(row.name)")
            #expect(story.state[Self.web]?.former.count == (row.isKept ? 1 : 0), "\(row.name)")
            #expect(story.state.orphans.count == (row.isKept ? 0 : 1), "\(row.name)")
            #expect(story.doubts == (row.name.hasSuffix("lost") ? ["read"] : []), "\(row.name)")
        }
    }

    // MARK: Reads that never work

    /// A read straight after a registration is refused, or shows no client; one later works, or an update shows that none does.
    @Test func aServerThatShowsNoClientIsKnownByAnUpdateThatItAccepts() {
        let suspected = Self.evidence { $0.firstReadRefused = true }
        let known = Self.evidence { ($0.firstReadRefused, $0.reads) = (true, false) }
        let login = HTTPOutcome.answer(HTTPAnswer(status: 200, body: Array("<html>login</html>".utf8)))
        let rename = FieldChange("client_name", .edited, desired: "b", requested: "a", granted: "a")
        let renaming = Self.update(to: ["client_name": "b"], of: Self.name, [rename])
        let renamed = Self.shown(["client_name": "b"])
        for refused in [HTTPOutcome.json(400), .json(401), .json(403), .json(404), .json(410), login] {
            var silent = ServerEvidence()
            silent.rotatesOnRead = false
            Self.check([
                Row(
                    name: "the first read", known: silent, assignment: Samples.register("web"),
                    answers: [.json(201, Self.issued), refused], asked: ["POST -", "GET t"],
                    learned: { $0.firstReadRefused == true && $0.reads == nil && $0.registrationWasReadBack }),
                Row(
                    name: "the read before an update, where nothing is known", known: Self.evidence { _ in },
                    assignment: renaming, answers: [refused], asked: ["GET t"], end: "failed, unreadable",
                    learned: { $0.reads == nil }),
                Row(
                    name: "the read before an update that is accepted", known: suspected, assignment: renaming,
                    answers: [refused, renamed], asked: ["GET t", "PUT t"], learned: { $0.reads == false }),
                Row(
                    name: "the read before an update that is refused", known: suspected, assignment: renaming,
                    answers: [refused, .json(401)], asked: ["GET t", "PUT t"], end: "failed", learned: { $0.reads == nil }),
                Row(
                    name: "a read that somebody asks for", known: known, assignment: Self.observe(Self.name),
                    answers: [refused], asked: ["GET t"], end: "unreadable", learned: { $0.reads == false }),
            ])
        }
        Self.check([
            Row(
                name: "no read before the next update", known: known, assignment: renaming, answers: [renamed], asked: ["PUT t"],
                learned: { $0.reads == false }),
            Row(
                name: "a later read works", known: suspected, assignment: Self.observe(Self.name),
                answers: [Self.shown(Self.name)], asked: ["GET t"], end: "observed",
                learned: { $0.firstReadRefused == false && $0.reads == nil }),
            Row(
                name: "one works after all", known: known, assignment: Self.observe(Self.name),
                answers: [Self.shown(Self.name)], asked: ["GET t"], end: "observed",
                learned: { $0.firstReadRefused == false && $0.reads == true }),
            Row(
                name: "a server that is out of order", known: suspected, assignment: renaming,
                answers: Array(repeating: .json(503), count: 6), asked: Array(repeating: "GET t", count: 4),
                end: "failed, unreadable",
                learned: { $0.reads == nil }),
        ])
    }

    // MARK: What it shows and does not take back

    // No member whose name holds the token, "t": that would be withheld.
    @Test func aMemberThatTheServerRefusesAlthoughItShowsItIsLeftOut() {
        let rename = FieldChange("client_name", .edited, desired: "b", requested: "a", granted: "a")
        let update = Self.update(to: ["client_name": "b"], of: Self.name, [rename])
        let declared = Self.update(
            to: ["client_name": "b", "made_on": 5], of: ["client_name": "a", "made_on": 5], [rename])
        let before = Self.shown(["client_name": "a", "made_on": 5])
        func refusal(_ text: JSONString, status: Int = 400) -> HTTPOutcome {
            .json(status, ["error": "invalid_client_metadata", "error_description": .string(text)])
        }
        let named = refusal("Unrecognized field \"made_on\" (class X)")
        let after = Self.shown(["client_name": "b", "made_on": 5])
        let known = Self.evidence { $0.refusesUnknownEcho = true }
        let once = ["GET t", "PUT t"]
        Self.check([
            Row(
                name: "named", known: Self.evidence { _ in }, assignment: update, answers: [before, named, after],
                asked: once + ["PUT t"],
                learned: { $0.refusesUnknownEcho == true }),
            Row(
                name: "known", known: known, assignment: update, answers: [before, after], asked: once, learned: { $0 == known }),
            Row(
                name: "refused all the same", assignment: update, answers: [before, named, named], asked: once + ["PUT t"],
                end: "failed", learned: { $0.refusesUnknownEcho == nil }),
            Row(
                name: "declared", assignment: declared, answers: [before, named], asked: once, end: "failed",
                learned: { $0.refusesUnknownEcho == nil }),
            Row(
                name: "another is named", assignment: update, answers: [before, refusal("made_on_all is unknown")], asked: once,
                end: "failed", learned: { $0.refusesUnknownEcho == nil }),
            Row(
                name: "no judgement", assignment: update, answers: [before, refusal("made_on", status: 403)], asked: once,
                end: "failed", learned: { $0.refusesUnknownEcho == nil }),
        ])
    }

    // MARK: What a read brings

    /// Where reads rotate nothing they have no intent; what they bring that is new is journaled all the same.
    @Test func aNewExpiryIsRecordedAndAnOldOneIsNoNews() {
        let rows: [(recorded: Int64?, shown: JSONValue?, then: Int64?)] = [
            (0, 1_900_000_000, 1_900_000_000), (0, "1900000000", 1_900_000_000), (nil, 0, 0), (5, 5, 5), (5, nil, 5),
            (5, "soon", 5),
        ]
        for row in rows {
            var state = StateDocument(lineage: StateSamples.lineage)
            var client = Self.client(Self.name)
            client.clientSecretExpiresAt = row.recorded
            state[Self.web] = client
            state.servers["x"] = Scene.record("https://id.example.com")
            var server = Samples.server(parallelism: 1)
            server.traits.evidence.rotatesOnRead = false
            var body = Self.name
            body["client_secret_expires_at"] = row.shown
            let story = StepStory(
                Assignment(label: Self.web, server: "x", work: .observe(client)), at: server, in: state,
                answers: [Self.shown(body)], recording: row.recorded == row.then ? 0 : .max)
            #expect(story.end == "observed", "\(row)")
            #expect(story.state[Self.web]?.clientSecretExpiresAt == row.then, "\(row)")
        }
    }

    // MARK: The secret

    @Test func theOtherWayAboutTheSecretCanBeLearnedAnew() {
        let rename = FieldChange("client_name", .edited, desired: "b", requested: "a", granted: "a")
        var update = Self.update(to: ["client_name": "b"], of: Self.name, [rename])
        update.credentials.clientSecret = Secret("s")
        let refusal = HTTPOutcome.json(400, ["error": "invalid_client_metadata", "error_description": "client_secret, please"])
        let (before, after) = (Self.shown(Self.name), Self.shown(["client_name": "b"]))
        let ways: [(known: ServerProfile.SecretInUpdate, learned: ServerProfile.SecretInUpdate)] = [
            (.refused, .required), (.required, .refused),
        ]
        for way in ways {
            Self.check([
                Row(
                    name: "\(way.known)", known: Self.evidence { $0.secretInUpdate = way.known }, assignment: update,
                    answers: [before, refusal, after], asked: ["GET t", "PUT t", "PUT t"],
                    learned: { $0.secretInUpdate == way.learned }),
                Row(
                    name: "\(way.known), and neither way", known: Self.evidence { $0.secretInUpdate = way.known },
                    assignment: update, answers: [before, refusal, refusal], asked: ["GET t", "PUT t", "PUT t"], end: "failed",
                    learned: { $0.secretInUpdate == way.known }),
            ])
        }
    }

    /// What the words of a refusal name, and a 401 where the token has just been good: one other way, and not a third.
    @Test func theOtherWayAboutTheSecretIsTriedOnceWhateverTheStatusIs() {
        let rename = FieldChange("client_name", .edited, desired: "b", requested: "a", granted: "a")
        var update = Self.update(to: ["client_name": "b"], of: Self.name, [rename])
        update.credentials.clientSecret = Secret("s")
        let spoken: JSONObject = ["error": "invalid_request", "error_description": "client_secret must not be sent"]
        let silent: JSONObject = ["error": "invalid_client"]
        let rows: [(status: Int, body: JSONObject, reads: Bool?, isTried: Bool)] = [
            (400, spoken, nil, true), (401, spoken, nil, true), (403, spoken, nil, true), (422, spoken, nil, true),
            (401, silent, nil, true), (401, spoken, false, true), (401, silent, false, false), (400, silent, nil, false),
            (403, silent, nil, false), (422, silent, nil, false), (409, spoken, nil, false),
        ]
        for row in rows {
            let read = row.reads == false ? [] : [Self.shown(Self.name)]
            let (gets, refusal) = (read.map { _ in "GET t" }, HTTPOutcome.json(row.status, row.body))
            Self.check([
                Row(
                    name: "\(row)", known: Self.evidence { $0.reads = row.reads }, assignment: update,
                    answers: read + [refusal, Self.shown(["client_name": "b"])],
                    asked: gets + (row.isTried ? ["PUT t", "PUT t"] : ["PUT t"]), end: row.isTried ? "done" : "failed",
                    learned: { $0.secretInUpdate == (row.isTried ? .refused : nil) }),
                Row(
                    name: "\(row), refused either way", known: Self.evidence { $0.reads = row.reads }, assignment: update,
                    answers: read + [refusal, refusal], asked: gets + (row.isTried ? ["PUT t", "PUT t"] : ["PUT t"]),
                    end: "failed",
                    learned: { $0.secretInUpdate == nil }),
            ])
        }
    }

    // MARK: A success without a word

    /// 204 to an update: what a read shows then is the answer, so that what stayed is cleared the other way, and that is learned.
    @Test func anUpdateThatIsAcceptedWithoutAWordIsReadBack() {
        let full: JSONObject = ["client_name": "a", "contacts": ["a@example.com"]]
        let clear = FieldChange("contacts", .edited, requested: ["a@example.com"], granted: ["a@example.com"])
        let update = Self.update(to: Self.name, of: full, [clear])
        let nothing = HTTPOutcome.answer(HTTPAnswer(status: 204))
        Self.check([
            Row(
                name: "replaces", known: Self.evidence { _ in }, assignment: update,
                answers: [Self.shown(full), nothing, Self.shown(Self.name)], asked: ["GET t", "PUT t", "GET t"],
                end: "done, answer lost", learned: { $0.clearing.isEmpty }),
            Row(
                name: "merges", known: Self.evidence { _ in }, assignment: update,
                answers: [Self.shown(full), nothing, Self.shown(full), nothing, Self.shown(Self.name)],
                asked: ["GET t", "PUT t", "GET t", "PUT t", "GET t"], end: "done, answer lost",
                learned: { $0.clearing == ["contacts": .emptyValue] }),
            Row(
                name: "keeps", known: Self.evidence { _ in }, assignment: update,
                answers: [Self.shown(full), nothing, Self.shown(full), nothing, Self.shown(full)],
                asked: ["GET t", "PUT t", "GET t", "PUT t", "GET t"], end: "done, answer lost",
                learned: { $0.clearing == ["contacts": .impossible] }),
            Row(
                name: "and will not be read", known: Self.evidence { _ in }, assignment: update,
                answers: [Self.shown(full), nothing, .json(403)], asked: ["GET t", "PUT t", "GET t"], end: "inDoubt",
                learned: { $0.clearing.isEmpty }),
            // With words in it, it may be about anything: only what the fields show is believed.
            Row(
                name: "an answer that is none", known: Self.evidence { _ in }, assignment: update,
                answers: [Self.shown(full), .json(200, ["x": 1]), Self.shown(full)], asked: ["GET t", "PUT t", "GET t"],
                end: "not carried out", learned: { $0.clearing.isEmpty }),
        ])
    }

    // MARK: What ends without an answer

    /// The second way about the secret was accepted. Whatever becomes of the read back, that is known; and what is in doubt stays so.
    @Test func whatWasLearnedSurvivesAReadBackThatSaysNothing() {
        let rename = FieldChange("client_name", .edited, desired: "b", requested: "a", granted: "a")
        let ends: [(name: String, outcome: HTTPOutcome, isDoubt: Bool, interruption: Step.Outcome?)] = [
            ("no answer", .lost(), true, nil), ("not sent", .notSent, false, nil),
            ("an answer that is none", .json(200, ["x": 1]), true, nil), ("out of order", .json(503), false, nil),
            ("given up", .lost(), true, .abandon), ("stopped", .lost(), true, .stop),
        ]
        for readsRotate in [false, true] {
            for end in ends {
                var update = Self.update(to: ["client_name": "b"], of: Self.name, [rename])
                update.credentials.clientSecret = Secret("s")
                var state = StateDocument(lineage: StateSamples.lineage)
                if case .update(let client, _, _) = update.work { state[Self.web] = client }
                state.servers["x"] = Scene.record("https://id.example.com")
                var server = Samples.server(parallelism: 1, known: false)
                server.traits.evidence.rotatesOnRead = readsRotate
                let refusal: JSONObject = ["error": "invalid_request", "error_description": "no secret here"]
                let story = StepStory(
                    update, at: server, in: state,
                    answers: [Self.shown(Self.name), .json(400, refusal), Self.shown(["client_name": "b"])]
                        + Array(repeating: end.outcome, count: 6),
                    interruption: end.interruption.map { (before: 3, $0) })
                #expect(story.state.servers["x"]!.learned.secretInUpdate == .refused, "\(end.name), \(readsRotate)")
                #expect(story.end == "done", "\(end.name), \(readsRotate)")
                #expect(story.doubts == (readsRotate && end.isDoubt ? ["read"] : []), "\(end.name), \(readsRotate)")
            }
        }
    }

    // MARK: Fates

    private static let name: JSONObject = ["client_name": "a"]
    private static let both: JSONObject = ["client_name": "a", "scope": "openid"]
    private static let issued: JSONObject = [
        "client_id": "c", "registration_access_token": "t", "registration_client_uri": "https://id.example.com/register/c",
    ]

    private static func fate(_ fate: FieldQuirk.Fate, shownBefore: Bool = false) -> ServerEvidence {
        evidence {
            $0.fields = ["scope": fate]
            if shownBefore { $0.shownAfterAll = ["scope"] }
        }
    }

    @Test func aFieldThatAReadShowsIsNoLongerTakenForHidden() {
        let rename = FieldChange("client_name", .edited, desired: "b", requested: "a", granted: "a")
        let renaming = Self.update(to: ["client_name": "b", "scope": "openid"], of: Self.both, [rename])
        let renamed = Self.shown(["client_name": "b", "scope": "openid"])
        Self.check([
            Row(
                name: "hidden, and shown as wanted", known: Self.fate(.hidden), assignment: Self.observe(Self.both),
                answers: [Self.shown(Self.both)], asked: ["GET t"], end: "observed", learned: \.fields.isEmpty),
            Row(
                name: "hidden, and shown as somebody else has set it", known: Self.fate(.hidden),
                assignment: Self.observe(Self.both), answers: [Self.shown(["client_name": "a", "scope": "hand"])],
                asked: ["GET t"], end: "observed", learned: \.fields.isEmpty),
            Row(
                name: "hidden, and not shown", known: Self.fate(.hidden), assignment: Self.observe(Self.both),
                answers: [Self.shown(Self.name)], asked: ["GET t"], end: "observed", learned: { $0 == Self.fate(.hidden) }),
            Row(
                name: "hidden, and shown empty", known: Self.fate(.hidden), assignment: Self.observe(Self.both),
                answers: [Self.shown(["client_name": "a", "scope": ""])], asked: ["GET t"], end: "observed",
                learned: { $0 == Self.fate(.hidden) }),
            Row(
                name: "rewritten, and shown as wanted", known: Self.fate(.rewritten), assignment: Self.observe(Self.both),
                answers: [Self.shown(Self.both)], asked: ["GET t"], end: "observed", learned: \.fields.isEmpty),
            Row(
                name: "rewritten, and shown otherwise", known: Self.fate(.rewritten), assignment: Self.observe(Self.both),
                answers: [Self.shown(["client_name": "a", "scope": "hand"])], asked: ["GET t"], end: "observed",
                learned: { $0 == Self.fate(.rewritten) }),
            Row(
                name: "learned a second time, it stays", known: Self.fate(.rewritten, shownBefore: true),
                assignment: Self.observe(Self.both), answers: [Self.shown(Self.both)], asked: ["GET t"], end: "observed",
                learned: { $0 == Self.fate(.rewritten, shownBefore: true) }),
            Row(
                name: "the read before an update finds a change that nobody knew of, and nothing is wiped",
                known: Self.fate(.hidden), assignment: renaming,
                answers: [Self.shown(["client_name": "a", "scope": "hand"]), renamed], asked: ["GET t"], end: "failed",
                learned: \.fields.isEmpty),
            Row(
                name: "the answer to an update says nothing of what reads show", known: Self.fate(.hidden), assignment: renaming,
                answers: [Self.shown(Self.name), renamed], asked: ["GET t", "PUT t"], learned: { $0 == Self.fate(.hidden) }),
        ])
    }

    /// The client is read, updated and read back where it was, and the other address is told of.
    @Test func anAddressElsewhereIsToldAndNotUsed() {
        var state = StateDocument(lineage: StateSamples.lineage)
        let stray: JSONObject = ["client_name": "b", "registration_client_uri": "http://internal:8080/c"]
        let rename = FieldChange("client_name", .edited, desired: "b", requested: "a", granted: "a")
        let update = Self.update(to: ["client_name": "b"], of: Self.name, [rename])
        guard case .update(let client, _, _) = update.work else { return }
        state[Self.web] = client
        state.servers["x"] = Scene.record("https://id.example.com")
        let server = Samples.server(parallelism: 1, known: false)
        let story = StepStory(
            update, at: server, in: state, answers: [Self.shown(Self.name), Self.shown(stray), Self.shown(stray)])
        #expect(story.requests == ["GET t", "PUT t", "GET t"] && story.end == "done")
        #expect(story.state[Self.web]?.registrationClientURI == client.registrationClientURI)
        guard case .done(let report)? = story.settlement, case .otherOrigin(let origin)? = report.strayAddress else {
            Issue.record("nothing is told: \(story.end)")
            return
        }
        let diagnostic = RegistrationClientAddress.Reason.otherOrigin(origin).strayDiagnostic(at: "x", of: ["web"])
        #expect(diagnostic.detail.contains("http://internal:8080"))
        #expect(diagnostic.hint?.contains("registration_client_uri: same_origin") == true)
    }

    @Test func aReadBackThatIsBehindTeachesNothing() {
        let register = Samples.register("web")
        let sent = register.desired.names
        #expect(!sent.isEmpty)
        var echo = Self.issued
        for member in register.desired.members.members { echo[member.name] = member.value }
        Self.check([
            Row(
                name: "nothing of what the answer showed", assignment: register, answers: [.json(201, echo), Self.shown([:])],
                asked: ["POST -", "GET t"], learned: { $0.fields.isEmpty && !$0.registrationWasReadBack }),
            Row(
                name: "nothing, as the answer", assignment: register, answers: [.json(201, Self.issued), Self.shown([:])],
                asked: ["POST -", "GET t"], learned: { $0.fields.count == sent.count && $0.registrationWasReadBack }),
        ])
    }
}

extension Assignment {
    fileprivate var desired: ClientMetadata {
        guard case .register(_, let target) = work else { return ClientMetadata() }
        return target.metadata
    }
}

import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// What a step learns of its server on the way.
@Suite struct StepLearningTests {
    private typealias Samples = RunningSamples

    private static let web = ClientLabel("web")
    private static let address = JSONString(Samples.endpoint.text + "/c")
    private static let issued: JSONObject = [
        "client_id": "c", "registration_access_token": "t", "registration_client_uri": .string(address),
    ]

    private struct Row {
        var name: String
        var assignment: Assignment
        var server = Samples.server(parallelism: 1)
        var answers: [HTTPOutcome]
        var asked: [String]
        var learned: (ServerEvidence) -> Bool
    }

    private static func update(
        to desired: JSONObject, of recorded: JSONObject, _ fields: [FieldChange]
    ) -> Assignment {
        guard case .observe(var client) = Samples.observe("web").work else { preconditionFailure("it observes") }
        client.requested = ClientMetadata(recorded)
        client.granted = ClientMetadata(recorded)
        let target = Change.Target(metadata: ClientMetadata(desired), tags: [:], protect: false, ignore: [])
        return Assignment(label: web, server: "x", work: .update(client, target, fields: fields))
    }

    private static func shown(_ more: JSONObject) -> HTTPOutcome {
        var body: JSONObject = ["client_id": "c"]
        for member in more.members { body[member.name] = member.value }
        return .json(200, body)
    }

    private static func server(
        _ profile: ServerProfile = .generic, known: Bool = true, manages: Bool? = nil, readBack: Set<JSONString> = []
    ) -> ServerContext {
        var server = Samples.server(parallelism: 1, known: known)
        server.traits.profile = profile
        server.traits.evidence.manages = manages
        server.traits.evidence.readBack = readBack
        return server
    }

    private static let mustBeProvided = HTTPOutcome.json(
        400, ["error": "invalid_request", "error_description": "no logo_uri"])

    private var rows: [Row] {
        let slash: JSONObject = ["client_uri": "https://a.example.com/"]
        let bare: JSONObject = ["client_uri": "https://a.example.com"]
        let drifted = FieldChange(
            "client_uri", .drifted, desired: "https://a.example.com", granted: "https://a.example.com",
            observed: "https://a.example.com/")
        let back = Self.update(to: bare, of: bare, [drifted])
        let removed = FieldChange("client_uri", .edited, granted: "https://a.example.com", observed: "https://a.example.com")
        let clearing = Self.update(to: [:], of: bare, [removed])
        let flag = FieldChange("require_auth_time", .edited, granted: true, observed: true)
        let lowering = Self.update(to: [:], of: ["require_auth_time": true], [flag])
        let here: JSONObject = ["redirect_uris": ["https://a.example.com"]]
        let elsewhere: JSONObject = ["redirect_uris": ["https://evil.example.com"]]
        let redirected = Self.update(
            to: here, of: here,
            [
                FieldChange(
                    "redirect_uris", .drifted, desired: here["redirect_uris"], granted: here["redirect_uris"],
                    observed: elsewhere["redirect_uris"])
            ])
        let logo: JSONObject = ["logo_uri": "https://a.example.com/l"]
        let unlogoed = Self.update(
            to: [:], of: logo, [FieldChange("logo_uri", .edited, granted: logo["logo_uri"], observed: logo["logo_uri"])])
        let upper: JSONObject = ["redirect_uris": ["HTTPS://A.example.com:443/"]]
        let respelled = Self.update(
            to: here, of: here,
            [
                FieldChange(
                    "redirect_uris", .drifted, desired: here["redirect_uris"], granted: here["redirect_uris"],
                    observed: upper["redirect_uris"])
            ])
        let plain = Self.update(to: ["client_name": "b"], of: ["client_name": "a"], [FieldChange("client_name", .edited)])
        let register = Samples.register("web")
        var rows = [
            Row(
                name: "every update back is read back", assignment: back,
                answers: [Self.shown(slash), Self.shown(bare), Self.shown(slash)], asked: ["GET t", "PUT t", "GET t"],
                learned: { $0.fields == ["client_uri": .respelled] }),
            Row(
                name: "also where the profile tells of fields", assignment: back, server: Self.server(.keycloak),
                answers: [Self.shown(slash), Self.shown(bare), Self.shown(slash)], asked: ["GET t", "PUT t", "GET t"],
                learned: { $0.fields == ["client_uri": .respelled] }),
            Row(
                name: "no other update is", assignment: plain,
                answers: [Self.shown(["client_name": "a"]), Self.shown(["client_name": "b"])], asked: ["GET t", "PUT t"],
                learned: \.isEmpty),
            Row(
                name: "unless it has a field of which no write was read back", assignment: plain,
                server: Self.server(readBack: ["client_uri"]),
                answers: [Self.shown(["client_name": "a"]), Self.shown(["client_name": "b"]), Self.shown(["client_name": "c"])],
                asked: ["GET t", "PUT t", "GET t"],
                learned: { $0.readBack == ["client_name"] && $0.fields == ["client_name": .rewritten] }),
            Row(
                name: "a shown field that is refused by name is left out", assignment: plain,
                answers: [
                    Self.shown(["logo_uri": "https://a.example.com/l", "client_name": "a"]),
                    .json(400, ["error": "invalid_client_metadata", "error_description": "logo_uri"]),
                    Self.shown(["logo_uri": "https://a.example.com/l", "client_name": "b"]),
                ], asked: ["GET t", "PUT t", "PUT t"], learned: { $0.fields == ["logo_uri": .wronglyShown] }),
            Row(
                name: "or where one was", assignment: plain, server: Self.server(readBack: ["client_name"]),
                answers: [Self.shown(["client_name": "a"]), Self.shown(["client_name": "b"])], asked: ["GET t", "PUT t"],
                learned: \.isEmpty),
            Row(
                name: "a late read back of where clients are sent to teaches nothing", assignment: redirected,
                answers: [Self.shown(elsewhere), Self.shown(here), Self.shown(elsewhere)], asked: ["GET t", "PUT t", "GET t"],
                learned: \.fields.isEmpty),
            Row(
                name: "one that the answer agrees with does", assignment: redirected,
                answers: [Self.shown(elsewhere), Self.shown(elsewhere), Self.shown(elsewhere)],
                asked: ["GET t", "PUT t", "GET t"],
                learned: { $0.fields == ["redirect_uris": .rewritten] }),
            Row(
                name: "one in other words than the answer's is the server's spelling", assignment: respelled,
                answers: [Self.shown(upper), Self.shown(here), Self.shown(upper)], asked: ["GET t", "PUT t", "GET t"],
                learned: { $0.fields == ["redirect_uris": .respelled] }),
            Row(
                name: "what must not be left out is sent empty", assignment: unlogoed,
                answers: [Self.shown(logo), Self.mustBeProvided, Self.shown([:])], asked: ["GET t", "PUT t", "PUT t"],
                learned: { $0.clearing == ["logo_uri": .emptyValue] }),
            Row(
                name: "and stays, if it is kept all the same", assignment: unlogoed,
                answers: [Self.shown(logo), Self.mustBeProvided, Self.shown(logo)], asked: ["GET t", "PUT t", "PUT t"],
                learned: { $0.clearing == ["logo_uri": .impossible] }),
            Row(
                name: "what was left out is sent empty once", assignment: clearing,
                answers: [Self.shown(bare), Self.shown(bare), Self.shown([:])], asked: ["GET t", "PUT t", "PUT t"],
                learned: { $0.clearing == ["client_uri": .emptyValue] }),
            Row(
                name: "what was sent empty is not sent so again", assignment: clearing, server: Self.server(.keycloak),
                answers: [Self.shown(bare), Self.shown(bare)], asked: ["GET t", "PUT t"],
                learned: { $0.clearing == ["client_uri": .impossible] }),
            Row(
                name: "a field that has no empty value is sent once", assignment: lowering,
                answers: [Self.shown(["require_auth_time": true]), Self.shown(["require_auth_time": true])],
                asked: ["GET t", "PUT t"], learned: { $0.clearing == ["require_auth_time": .impossible] }),
            Row(
                name: "a server that gives address and token manages after all", assignment: register,
                server: Self.server(manages: false), answers: [.json(201, Self.issued)], asked: ["POST -"],
                learned: { $0.manages == true }),
            Row(
                name: "one that gives neither does not", assignment: register, server: Self.server(known: false),
                answers: [.json(201, ["client_id": "c"])], asked: ["POST -"], learned: { $0.manages == false }),
        ]
        for member in ["registration_access_token", "registration_client_uri"] as [JSONString] {
            var partly = Self.issued
            partly[member] = nil
            rows.append(
                Row(
                    name: "one that forgets \(member) says nothing of others", assignment: register,
                    server: Self.server(known: false), answers: [.json(201, partly)], asked: ["POST -"],
                    learned: { $0.manages == nil && !$0.registrationWasReadBack }))
        }
        for (status, isDone) in [(401, true), (403, true), (404, true), (405, true), (501, true), (500, false), (502, false)] {
            let reads = isDone ? 1 : 4
            rows.append(
                Row(
                    name: "a read back answered \(status)", assignment: register, server: Self.server(known: false),
                    answers: [.json(201, Self.issued)] + Array(repeating: .json(status), count: reads),
                    asked: ["POST -"] + Array(repeating: "GET t", count: reads),
                    learned: { $0.registrationWasReadBack == isDone }))
        }
        return rows
    }

    @Test func aStepLearnsFromItsAnswers() {
        for row in rows {
            var state = StateDocument(lineage: StateSamples.lineage)
            if case .update(let client, _, _) = row.assignment.work { state[Self.web] = client }
            state.servers["x"] = Scene.record("https://id.example.com")
            let story = StepStory(row.assignment, at: row.server, in: state, answers: row.answers)
            #expect(story.requests == row.asked, "\(row.name)")
            #expect(story.end == "done", "\(row.name)")
            #expect(row.learned(story.state.servers["x"]!.learned), "\(row.name): \(story.state.servers["x"]!.learned)")
        }
    }

    /// A read from where nobody has heard of the update yet shows the token and the secret that it has replaced.
    @Test func aReplacedCredentialIsNotTakenBack() {
        let back = Self.update(
            to: ["client_uri": "https://a.example.com"], of: ["client_uri": "https://a.example.com"],
            [FieldChange("client_uri", .drifted, desired: "https://a.example.com", observed: "https://b.example.com")])
        func answer(_ token: JSONString, _ secret: JSONString) -> HTTPOutcome {
            Self.shown(["client_secret": .string(secret), "registration_access_token": .string(token)])
        }
        var state = StateDocument(lineage: StateSamples.lineage)
        if case .update(let client, _, _) = back.work { state[Self.web] = client }
        state.servers["x"] = Scene.record("https://id.example.com")
        let story = StepStory(
            back, at: Self.server(), in: state, answers: [answer("t", "s"), answer("t2", "s2"), answer("t", "s")])
        #expect(story.requests == ["GET t", "PUT t", "GET t2"])
        let credentials = story.state[Self.web]?.credentials
        #expect(credentials?.registrationAccessToken == .plain(Secret("t2")) && credentials?.clientSecret == .plain(Secret("s2")))
        guard case .done(let report) = story.settlement else { return #expect(Bool(false), "\(story.end)") }
        #expect(report.notes == [.stale("client_secret"), .stale("registration_access_token")])
        #expect(story.state.servers["x"]?.learned.fields == [:])
    }

    /// The token was replaced without a word: that is said, and is not "done" for whoever asks.
    @Test func anUpdateThatLeavesAClientUnreadableIsNotAllDone() {
        let plain = Self.update(to: ["client_name": "b"], of: ["client_name": "a"], [FieldChange("client_name", .edited)])
        var state = StateDocument(lineage: StateSamples.lineage)
        if case .update(let client, _, _) = plain.work { state[Self.web] = client }
        state.servers["x"] = Scene.record("https://id.example.com")
        for (status, isSaid) in [(401, true), (404, true), (405, false), (200, false)] {
            let story = StepStory(
                plain, at: Self.server(known: false), in: state,
                answers: [
                    Self.shown(["client_name": "a"]), Self.shown(["client_name": "b"]),
                    .json(status, ["client_id": "c", "client_name": "b"]),
                ])
            guard case .done(let report) = story.settlement else { #expect(Bool(false), "\(story.end)"); continue }
            #expect((report.refusedReadBack != nil) == isSaid, "\(status)")
        }
    }

    /// Two reads at once, one that rotated and one that did not: the proof stays, whichever is heard last.
    @Test func oneRotationIsProof() {
        var (rotated, steady) = (ServerEvidence(), ServerEvidence())
        (rotated.rotatesOnRead, steady.rotatesOnRead) = (true, false)
        for (first, second) in [(rotated, steady), (steady, rotated)] {
            var evidence = first
            evidence.merge(second)
            #expect(evidence.rotatesOnRead == true)
        }
        steady.merge(ServerEvidence())
        #expect(steady.rotatesOnRead == false)
    }
}

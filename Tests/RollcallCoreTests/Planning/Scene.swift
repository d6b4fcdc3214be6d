import OAuthRegistration
public import RollcallCore
import RollcallTestKit
import StrictJSON
import Testing

/// A small project and its state, to be changed by a test, and the plan that they make. As it begins, `web` is declared and
/// recorded at `demo`, and there is nothing to do.
struct Scene {
    var project = Project(servers: ["demo": server("https://id.example.com"), "other": server("https://other.example.com")])
    var clients = [web]
    var state: StateDocument?
    var observations: [ClientLabel: ObservedClient] = [:]
    var endpoints: [String: HTTPAddress] = [:]
    var options = PlanOptions()

    init() {
        var state = StateDocument(lineage: StateSamples.lineage)
        state.serial = 3
        state.servers = ["demo": Self.record("https://id.example.com"), "other": Self.record("https://other.example.com")]
        state["web"] = Self.recorded(1)
        self.state = state
    }

    var input: PlanInput {
        let sheet = ClientSheet(file: "clients/all.yaml", clients: clients)
        return PlanInput(
            manifest: Manifest(project: project, sheets: [sheet]), state: state, observations: observations, endpoints: endpoints,
            options: options, digest: quickDigest)
    }

    /// The same whether the state has just been read, and its clients are bytes, or has been edited since.
    func plan() -> (plan: Plan, diagnostics: Diagnostics) {
        var diagnostics = Diagnostics()
        let plan = Planner.plan(input, diagnostics: &diagnostics)
        var read = self
        read.state = state.map { try! StateCodec.read(StateCodec.write($0, digest: quickDigest), digest: quickDigest) }
        var others = Diagnostics()
        #expect(Planner.plan(read.input, diagnostics: &others) == plan && others == diagnostics)
        return (plan, diagnostics)
    }

    /// The plan in a few words, and after it the codes of what is wrong: `web update fields_differ demo (scope edited)`.
    var story: [String] {
        let (plan, diagnostics) = plan()
        return plan.changes.map(Self.words) + diagnostics.all.map { "\($0.code.name) \($0.client?.text ?? "")" }
    }

    private static func words(_ change: Change) -> String {
        let fields = change.fields.map { " (\($0.name) \($0.cause.rawValue))" }.joined()
        let from = change.movedFrom.map { " from \($0)" } ?? ""
        return "\(change.label) \(change.action.rawValue) \(change.reason.rawValue) \(change.server)\(from)\(fields)"
    }

    // MARK: What there is

    static let callback: JSONValue = ["https://client.example.com/callback"]
    static let metadata: JSONObject = ["client_name": "Web", "redirect_uris": callback]
    static var web: DesiredClient { declared("web") }

    static func declared(_ label: ClientLabel, at server: String = "demo", _ metadata: JSONObject = metadata) -> DesiredClient {
        DesiredClient(
            label: label, server: server, metadata: ClientMetadata(metadata),
            location: SourceLocation(file: "clients/all.yaml", line: 1, column: 1))
    }

    static func recorded(_ number: Int, at server: String = "demo", _ metadata: JSONObject = metadata) -> RecordedClient {
        let host = server == "demo" ? "id.example.com" : "other.example.com"
        return RecordedClient(
            registration: StateSamples.registration(number), server: server, protect: false, tags: [:],
            clientID: JSONString("id-\(number)"), registrationClientURI: JSONString("https://\(host)/register/id-\(number)"),
            credentials: Credentials(registrationAccessToken: Secret("token")), requested: ClientMetadata(metadata),
            granted: ClientMetadata(metadata), registeredAt: Timestamp("2026-01-01T00:00:00Z"),
            updatedAt: Timestamp("2026-01-01T00:00:00Z"))
    }

    static func server(_ origin: String, profile: String = "generic") -> Project.Server {
        Project.Server(
            namedBy: .issuer(address(origin), spelled: address(origin).text), profile: profile,
            location: SourceLocation(file: "rollcall.yaml", line: 3, column: 3))
    }

    static func record(_ origin: String) -> ServerRecord {
        ServerRecord(
            namedBy: ["issuer": .string(address(origin).text)], profile: "generic", registrationClientURI: .asGiven,
            origin: origin, registrationEndpoint: origin + "/register")
    }

    static func address(_ text: String) -> HTTPAddress { try! HTTPAddress(text) }
}

extension ClientLabel: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = StateSamples.label(text) }
}

import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// Steps at a server whose clients are managed with an administrator's access token: one that is given, or one that is obtained.
@Suite struct AdministratorTests {
    private typealias Samples = RunningSamples

    private struct Row {
        var name: String
        var assignment: Assignment
        var answers: [HTTPOutcome]
        var asked: [String]
        var end: String
        var doubts: [String] = []
        /// The client's own, as state has it then.
        var token: String? = "t"
        var bearer = Bearer.obtained
    }

    private static func server(_ bearer: Bearer) -> ServerContext {
        var server = Samples.server(parallelism: 1)
        server.accessToken = bearer
        server.isManagedByAdministrator = true
        return server
    }

    private static func client(_ name: String = "a", token: String? = nil, uri: Bool = false) -> JSONObject {
        var body: JSONObject = ["client_id": "c", "client_name": .string(name)]
        body["registration_access_token"] = token.map { .string($0) }
        if uri { body["registration_client_uri"] = .string(Samples.endpoint.text + "/c") }
        return body
    }

    private static let expired = HTTPOutcome.json(401, ["error": "invalid_token"])
    private static let gone = HTTPOutcome.json(404, ["error": "invalid_request"])
    private static let shown = HTTPOutcome.json(200, client("b"))
    private static let given = Bearer.token(Secret("admin"))

    /// A register's state has no client before it.
    private var rows: [Row] {
        let (update, register) = (Samples.update("web"), Samples.register("web"))
        let (observe, delete) = (Samples.observe("web"), Samples.delete("web"))
        var former = delete
        former.isOfFormer = true
        let updated = HTTPOutcome.json(200, Self.client())
        return [
            Row(name: "an update", assignment: update, answers: [Self.shown, updated], asked: ["GET -", "PUT -"], end: "done"),
            Row(
                name: "an update with a bearer that is given", assignment: update, answers: [Self.shown, updated],
                asked: ["GET admin", "PUT admin"], end: "done", bearer: Self.given),
            Row(
                name: "a token that comes is kept", assignment: update,
                answers: [Self.shown, .json(200, Self.client(token: "t2"))], asked: ["GET -", "PUT -"], end: "done", token: "t2"),
            Row(
                name: "a refused access token is replaced once", assignment: update,
                answers: [Self.expired, Self.shown, updated],
                asked: ["GET -", "GET -", "PUT -"], end: "done"),
            Row(
                name: "and not twice", assignment: update, answers: [Self.shown, Self.expired, Self.expired],
                asked: ["GET -", "PUT -", "PUT -"], end: "failed"),
            Row(
                name: "one that is given is not replaced", assignment: update, answers: [Self.expired], asked: ["GET admin"],
                end: "failed, unreadable", bearer: Self.given),
            Row(
                name: "a register", assignment: register, answers: [.json(201, Self.client(token: "t3", uri: true))],
                asked: ["POST -"], end: "done", token: "t3"),
            Row(
                name: "a register whose access token has expired is another call", assignment: register,
                answers: [Self.expired, .json(201, Self.client())], asked: ["POST -", "POST -"], end: "done", token: nil),
            Row(
                name: "a register that is refused twice", assignment: register, answers: [Self.expired, Self.expired],
                asked: ["POST -", "POST -"], end: "failed", token: nil),
            Row(
                name: "a register whose answer is lost", assignment: register, answers: [Self.expired, .lost()],
                asked: ["POST -", "POST -"], end: "inDoubt", doubts: ["register"], token: nil),
            Row(
                name: "a lost update that was carried out", assignment: update, answers: [Self.shown, .lost(), updated],
                asked: ["GET -", "PUT -", "GET -"], end: "done, answer lost"),
            Row(
                name: "a lost update is not settled by a refused bearer", assignment: update,
                answers: [Self.shown, .lost(), Self.expired, Self.expired], asked: ["GET -", "PUT -", "GET -", "GET -"],
                end: "inDoubt", doubts: ["update"]),
            Row(
                name: "a lost delete of a client that is gone", assignment: delete, answers: [.lost(), Self.gone],
                asked: ["DELETE -", "GET -"], end: "done, answer lost"),
            Row(
                name: "a lost delete is not settled by a refused bearer", assignment: delete,
                answers: [.lost(), .json(403)], asked: ["DELETE -", "GET -"], end: "inDoubt", doubts: ["delete"]),
            Row(
                name: "a delete of a client that is gone", assignment: delete, answers: [Self.gone], asked: ["DELETE -"],
                end: "done"),
            Row(
                name: "a delete that something on the way has no route for", assignment: delete,
                answers: [.json(404, ["message": "no Route matched with those values"])], asked: ["DELETE -"], end: "failed"),
            Row(
                name: "a delete that is refused", assignment: delete, answers: [.json(403)], asked: ["DELETE -"], end: "failed"),
            Row(
                name: "one of a former registration is not left behind for that", assignment: former, answers: [.json(403)],
                asked: ["DELETE -"], end: "failed"),
            Row(name: "a read", assignment: observe, answers: [Self.shown], asked: ["GET -"], end: "observed"),
            Row(name: "a client that is gone", assignment: observe, answers: [Self.gone], asked: ["GET -"], end: "unreadable"),
            Row(
                name: "a read without an answer leaves no token behind", assignment: observe,
                answers: [.lost(#"{"client_id":"c","registration_access_token":"x"#)], asked: ["GET -"], end: "unreadable",
                doubts: ["read"]),
        ]
    }

    @Test func anAdministratorsCallsGoAsTheTableSays() {
        for row in rows {
            let isRegister = if case .register = row.assignment.work { true } else { false }
            let state = Self.state(with: isRegister ? nil : Samples.client("web", "x"))
            let story = StepStory(row.assignment, at: Self.server(row.bearer), in: state, answers: row.answers)
            #expect(story.requests == row.asked, "\(row.name)")
            #expect(story.end == row.end, "\(row.name)")
            #expect(story.doubts == row.doubts, "\(row.name)")
            if row.end.hasPrefix("done"), case .delete = row.assignment.work {
                #expect(story.state[ClientLabel("web")] == nil && story.state.orphans.isEmpty, "\(row.name)")
                continue
            }
            let token = story.state[ClientLabel("web")]?.credentials.registrationAccessToken
            #expect(token == row.token.map { StoredSecret.plain(Secret($0)) }, "\(row.name)")
        }
    }

    /// RFC 7592, appendix B.
    @Test func aClientWithoutAnAddressIsManagedBelowTheEndpoint() throws {
        let rows: [(endpoint: String, clientID: JSONString, address: String?)] = [
            ("https://id.example.com/register", "c", "https://id.example.com/register/c"),
            ("https://id.example.com/register/", "a b?é", "https://id.example.com/register/a%20b%3F%C3%A9"),
            ("https://id.example.com/", "~x_y-z.", "https://id.example.com/~x_y-z."),
            ("https://id.example.com/register?realm=a", "c", "https://id.example.com/register/c"),
            ("https://id.example.com/register", "a/b", nil), ("https://id.example.com/register", "..", nil),
            ("https://id.example.com/register", "", nil),
        ]
        for row in rows {
            #expect(try HTTPAddress(row.endpoint).configurationAddress(of: row.clientID)?.text == row.address)
        }
        var server = Self.server(.obtained)
        let client = KnownRegistration(clientID: "c", registrationClientURI: nil, credentials: OpenCredentials())
        #expect(server.managementAddress(of: client)?.text == Samples.endpoint.text + "/c")
        server.isManagedByAdministrator = false
        #expect(server.managementAddress(of: client) == nil && server.managingBearer(nil) == nil)
    }

    /// The bearer that was put in on the way is in no message, though the server repeats it.
    @Test func aBearerThatTheServerRepeatsIsWithheld() {
        var answer = HTTPAnswer(status: 403, body: Array(#"{"error":"no","error_description":"not with canary"}"#.utf8))
        answer.sentWith = Secret("canary")
        let story = StepStory(
            Samples.register("web"), at: Self.server(.obtained), in: Self.state(with: nil), answers: [.answer(answer)])
        guard case .failed(.refused(_, let refusal)) = story.settlement else { Issue.record("\(story.end)"); return }
        #expect(refusal.errorDescription == "not with (secret)")
    }

    @Test func whatIsSaidOfARefusalKnowsTheCredential() {
        let refused = Settlement.Failure.refused(.register, Refusal(status: 401, error: "invalid_token", shape: .oauth))
        let gone = Settlement.Failure.refused(.update, Refusal(status: 404, shape: .empty))
        let spent = Settlement.Failure.refused(.register, Refusal(status: 400, error: "access_denied", shape: .oauth))
        var once = CallAuthority(registration: .initialAccessToken)
        once.hasRegistered = true
        let base = Diagnostic(.callRefused, "Refused.", hint: "none")
        let rows: [(Settlement.Failure, CallAuthority, detail: String, hint: String)] = [
            (refused, CallAuthority(registration: .nothing), "Refused.", "without a token"),
            (
                refused, CallAuthority(registration: .initialAccessToken, remarks: ["It expired."]), "Refused. It expired.",
                "initial_access_token"
            ),
            (refused, CallAuthority(registration: .accessToken), "Refused.", "access_token of"),
            (refused, CallAuthority(registration: .clientCredentials), "Refused.", "client_credentials"),
            (gone, CallAuthority(registration: .accessToken, isAdministrator: true), "Refused.", "rollcall apply --replace web"),
            (gone, CallAuthority(registration: .accessToken), "Refused.", "none"),
            (spent, CallAuthority(registration: .initialAccessToken), "Refused.", "check the token"),
            (spent, once, "Refused.", "good for one only"),
        ]
        for (failure, authority, detail, hint) in rows {
            let diagnostic = base.knowing(authority, of: failure, ClientLabel("web"))
            #expect(diagnostic.detail == detail && diagnostic.hint?.contains(hint) == true)
        }
    }

    private static func state(with client: RecordedClient?) -> StateDocument {
        var state = StateDocument(lineage: StateSamples.lineage)
        state.servers["x"] = ServerRecord(
            namedBy: ["registration_endpoint": .string(Samples.endpoint.text)], profile: "generic",
            registrationClientURI: .asGiven,
            origin: Samples.endpoint.origin.text, registrationEndpoint: Samples.endpoint.text)
        state[ClientLabel("web")] = client
        return state
    }
}

import OAuthRegistration
import StrictJSON

@testable import RollcallDevServer

/// Requests to a server that is a value: no socket, a clock that stands, and identifiers that are the same in every run.
struct Conversation {
    var server: AuthorizationServer
    private var mint = Mint(generator: SplitMix(state: 1))

    struct Answer {
        let response: ServerResponse
        var status: Int { response.status }
        var text: String { String(decoding: response.body, as: UTF8.self) }
        /// Empty if the body is no JSON object.
        var members: JSONObject { (try? JSONReader.read(response.body))?.object ?? [:] }
        var error: String? { members["error"]?.text }
        var description: String? { members["error_description"]?.text }

        func field(_ name: String) -> String? { response.fields.first { $0.name == name }?.value }
    }

    init(_ options: DevServer.Options = DevServer.Options(personality: .rfc)) {
        server = AuthorizationServer(options: options, site: Site(options: options, port: 8080), registry: Registry())
        if case .token(let token, _) = options.initialAccess { server.registry.initialAccessToken = token }
        if case .minted = options.initialAccess { server.registry.initialAccessToken = Secret(Self.initialAccessToken) }
    }

    static let initialAccessToken = "a.b.c"

    mutating func send(_ request: ServerRequest) -> Answer {
        Answer(response: server.respond(to: request, now: 1_700_000_000, mint: &mint))
    }

    mutating func send(_ method: String, _ path: String, _ token: String? = nil, _ body: String = "") -> Answer {
        var request = ServerRequest(method: method, path: path, contentType: "application/json", body: Array(body.utf8))
        request.authorization = token.map { .bearer(Secret($0)) } ?? .none
        return send(request)
    }

    mutating func register(_ body: String, token: String? = nil) -> Answer {
        send("POST", server.site.registrationPath, token ?? server.registry.initialAccessToken?.exposedText.text, body)
    }

    /// At the address of the client that `answer` is about, with the token in it.
    mutating func manage(_ method: String, _ answer: Answer, _ body: String = "") -> Answer {
        send(method, path(of: answer), answer.members["registration_access_token"]?.text, body)
    }

    func path(of answer: Answer) -> String { server.site.registrationPath + "/" + (answer.members["client_id"]?.text ?? "") }
}

/// Steele, Lea and Flood 2014: small, and the same everywhere.
struct SplitMix: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}

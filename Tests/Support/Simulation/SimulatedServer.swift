import OAuthRegistration
import StrictJSON

/// A registration server as a table: RFC 7591 and 7592, with a manner of its own. What it commits stays committed, whether or not
/// its answer arrives. Tokens and secrets are numbered as they are issued, so that anybody can tell which is newer.
struct SimulatedServer: Hashable {
    struct Client: Hashable {
        var id: String
        var metadata: ClientMetadata
        /// The newest first; the second one only where there is a grace.
        var tokens: [Int]
        var secret: Int

        var token: String { "token\(tokens[0])" }
    }

    /// What an answer held of what must not be lost.
    struct Issue: Hashable {
        var clientID: String
        var token: Int?
        var secret: Int
    }

    private struct Replay: Hashable {
        let answer: HTTPAnswer
        let issue: Issue?
    }

    /// In the order of their registration.
    private(set) var clients: [Client] = []
    var manner = ServerManner()
    /// Of the last answer, if it issued something or repeated what is issued.
    private(set) var issue: Issue?
    /// The last update held what RFC 7592, section 2.2 forbids.
    private(set) var heldForbiddenMember = false
    let registrationEndpoint: HTTPAddress
    private let prefix: String
    /// The last answer had been given before, to the same `Idempotency-Key`.
    private(set) var isReplay = false
    private var replays: [String: Replay] = [:]
    private var registrations = 0
    private var issued = 0
    private var accessTokens = 0

    static let endpoint = try! HTTPAddress("https://id.example.com/register")

    init(at endpoint: HTTPAddress = Self.endpoint, prefix: String = "client", manner: ServerManner = ServerManner()) {
        registrationEndpoint = endpoint
        self.prefix = prefix
        self.manner = manner
    }

    subscript(id: String) -> Client? {
        get { clients.first { $0.id == id } }
        set {
            guard let index = clients.firstIndex(where: { $0.id == id }) else { return }
            if let newValue { clients[index] = newValue } else { clients.remove(at: index) }
        }
    }

    mutating func handle(_ request: HTTPRequest) -> HTTPAnswer {
        (issue, isReplay) = (nil, false)
        if request.wantsAccessToken, hasExpired() { return HTTPAnswer(status: 401) }
        guard request.method != .post else { return registerOnce(request) }
        guard manner.manages else { return HTTPAnswer(status: 405) }
        // RFC 7592, section 2: an unknown client and a dead token are answered alike.
        let index = index(of: request)
        if request.wantsAccessToken, index == nil { return HTTPAnswer(status: 404) }
        guard let index, request.wantsAccessToken || use(request.bearer, of: index) else { return HTTPAnswer(status: 401) }
        // An administrator's call leaves the client's own token alone.
        let rotatesOnRead = manner.rotatesOnRead && !request.wantsAccessToken
        switch request.method {
        case .delete:
            clients.remove(at: index)
            return HTTPAnswer(status: 204)
        case .get:
            if rotatesOnRead { rotate(index) }
            return answer(200, index)
        case .put: return update(index, request)
        case .post: preconditionFailure("handled above")
        }
    }

    /// Somebody resets the token, at the server.
    mutating func resetToken(of id: String) {
        guard let index = clients.firstIndex(where: { $0.id == id }) else { return }
        issued += 1
        clients[index].tokens = [issued]
    }

    /// What the client is now, as whoever runs the server would hand it out.
    func information(of id: String) -> (body: [UInt8], issue: Issue)? {
        var copy = self
        guard let index = clients.firstIndex(where: { $0.id == id }) else { return nil }
        let body = copy.answer(200, index).body
        return copy.issue.map { (body, $0) }
    }

    // MARK: Calls

    private mutating func registerOnce(_ request: HTTPRequest) -> HTTPAnswer {
        guard manner.heedsKeys, let key = request.idempotencyKey else { return register(request) }
        if let replay = replays[key] {
            (issue, isReplay) = (replay.issue, true)
            return replay.answer
        }
        let answer = register(request)
        replays[key] = Replay(answer: answer, issue: issue)
        return answer
    }

    private mutating func register(_ request: HTTPRequest) -> HTTPAnswer {
        registrations += 1
        issued += 1
        clients.append(
            Client(id: "\(prefix)\(registrations)", metadata: stored(members(of: request)), tokens: [issued], secret: issued))
        return answer(201, clients.count - 1)
    }

    private mutating func update(_ index: Int, _ request: HTTPRequest) -> HTTPAnswer {
        var members = members(of: request)
        heldForbiddenMember = ClientMetadata.membersForbiddenInUpdate.contains { members[$0] != nil }
        switch (manner.secret, members["client_secret"]) {
        case (.refused, .some): return refusal(403, "client_secret must not be sent")
        case (.required, nil): return refusal(400, "client_secret is required")
        case (.any, _), (.refused, nil), (.required, .some): break
        }
        members["client_id"] = nil
        members["client_secret"] = nil
        if manner.keepsOmitted {
            for member in clients[index].metadata.members.members where members[member.name] == nil {
                members[member.name] = member.value
            }
        }
        clients[index].metadata = stored(members)
        if manner.rotatesOnUpdate, !request.wantsAccessToken { rotate(index) }
        if manner.renewsSecret {
            issued += 1
            clients[index].secret = issued
        }
        return answer(200, index)
    }

    private func refusal(_ status: Int, _ words: String) -> HTTPAnswer {
        let body: JSONObject = ["error": "invalid_request", "error_description": .string(words)]
        return HTTPAnswer(status: status, contentType: "application/json", body: body.canonicalBytes)
    }

    // MARK: Tokens

    /// Each seventh access token is one that has just expired.
    private mutating func hasExpired() -> Bool {
        accessTokens += 1
        return accessTokens % 7 == 0
    }

    private func index(of request: HTTPRequest) -> Int? {
        let path = request.address.path.utf8
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        let id = path[path.index(after: slash)...]
        return clients.firstIndex { $0.id.utf8.elementsEqual(id) }
    }

    private mutating func use(_ bearer: OAuthRegistration.Secret?, of index: Int) -> Bool {
        guard let number = bearer?.number, clients[index].tokens.contains(number) else { return false }
        // A successor's first use ends the grace.
        if number == clients[index].tokens[0] { clients[index].tokens = [number] }
        return true
    }

    private mutating func rotate(_ index: Int) {
        issued += 1
        clients[index].tokens = [issued] + (manner.hasGrace ? clients[index].tokens.prefix(1) : [])
    }

    // MARK: Bodies

    private func members(of request: HTTPRequest) -> JSONObject { (try? JSONReader.read(request.body ?? []))?.object ?? [:] }

    private func stored(_ members: JSONObject) -> ClientMetadata {
        var members = members
        if manner.scope == .widened, let scope = members["scope"]?.text, !scope.hasSuffix("more") {
            members["scope"] = .string(scope + " more")
        }
        return ClientMetadata(members)
    }

    private mutating func answer(_ status: Int, _ index: Int) -> HTTPAnswer {
        let client = clients[index]
        var members = client.metadata.members
        switch (manner.scope, members["scope"]) {
        case (.hidden, .some): members["scope"] = nil
        case (.retyped, .some(let scope)): members["scope"] = [scope]
        case (.kept, _), (.widened, _), (_, nil): break
        }
        members["client_id"] = .string(client.id)
        members["client_secret"] = .string("secret\(client.secret)")
        members["client_secret_expires_at"] = 0
        if manner.manages {
            members["registration_access_token"] = .string(client.token)
            members["registration_client_uri"] = .string(registrationEndpoint.text + "/" + client.id)
        }
        issue = Issue(clientID: client.id, token: manner.manages ? client.tokens[0] : nil, secret: client.secret)
        return HTTPAnswer(status: status, contentType: "application/json", body: members.canonicalBytes)
    }
}

extension OAuthRegistration.Secret {
    /// Which of the simulated servers' tokens or secrets it is.
    var number: Int? {
        expose { bytes in
            var number: Int?
            for byte in bytes where byte >= 0x30 && byte <= 0x39 { number = (number ?? 0) * 10 + Int(byte - 0x30) }
            return number
        }
    }
}

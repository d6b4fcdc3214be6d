import OAuthRegistration
import StrictJSON

/// The token endpoint: RFC 6749, section 4.4. It issues tokens to the service account alone; of any other client it says whether it knows it.
extension AuthorizationServer {
    mutating func issueToken(
        to request: ServerRequest, _ now: Int64, _ mint: inout Mint
    ) throws(RequestRefusal) -> ServerResponse {
        guard request.isForm else { throw RequestRefusal(400, "invalid_request", "the body must be a form") }
        let form = Form(request.body)
        guard form["grant_type"] == "client_credentials" else {
            throw RequestRefusal(400, "unsupported_grant_type", "there is client_credentials here, and nothing else")
        }
        let given = credentials(in: request, form)
        if isClient(given) { throw RequestRefusal(400, "unauthorized_client", "this client obtains no token for itself here") }
        guard isServiceAccount(given) else {
            throw RequestRefusal(
                401, "invalid_client", "Invalid client or Invalid client credentials", [.init("WWW-Authenticate", "Basic")])
        }
        let lifetime = Int64(options.accessTokenLifetime)
        let token = options.personality.token(.access, issuer: site.issuer, now: now, until: now + lifetime, mint: &mint)
        accessTokens = accessTokens.filter { $0.value > now }
        accessTokens[token] = now + lifetime
        return .json(
            200,
            ["access_token": .string(token.exposedText), "token_type": "Bearer", "expires_in": .number(JSONNumber(lifetime))])
    }

    /// Whether the request has an access token that is good now.
    func isByServiceAccount(_ request: ServerRequest, _ now: Int64) -> Bool {
        guard case .bearer(let token) = request.authorization, let end = accessTokens[token] else { return false }
        return now < end
    }

    private func isServiceAccount(_ given: (id: String?, secret: String?)) -> Bool {
        guard let account = options.serviceAccount, let secret = registry.initialAccessToken else { return false }
        return given.id == account && given.secret.map { Secret($0) } == secret
    }

    private func isClient(_ given: (id: String?, secret: String?)) -> Bool {
        guard let id = given.id, let secret = given.secret, let client = registry.clients[JSONString(id)] else { return false }
        return client.secret == Secret(secret)
    }

    /// RFC 6749, section 2.3.1, both forms.
    private func credentials(in request: ServerRequest, _ form: Form) -> (id: String?, secret: String?) {
        switch request.authorization {
        case .basic(let text):
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map {
                Form.decoded(Array($0.utf8))
            }
            return (parts.first, parts.dropFirst().first)
        case .none: return (form["client_id"], form["client_secret"])
        case .bearer, .other: return (nil, nil)
        }
    }
}

/// `application/x-www-form-urlencoded`; the last of equal names counts.
struct Form: Sendable, Hashable {
    private var fields: [String: String] = [:]

    init(_ body: [UInt8]) {
        for field in body.split(separator: UInt8(ascii: "&")) {
            let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            fields[Self.decoded(Array(parts[0]))] = parts.count == 2 ? Self.decoded(Array(parts[1])) : ""
        }
    }

    subscript(name: String) -> String? { fields[name] }

    static func decoded(_ text: [UInt8]) -> String {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let first = rest.popFirst() {
            switch first {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                guard rest.count >= 2, let byte = UInt8(digits, radix: 16) else { fallthrough }
                bytes.append(byte)
                rest = rest.dropFirst(2)
            default: bytes.append(first)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

public import OAuthRegistration
import StrictJSON

/// Why there is no access token.
public struct AccessTokenFailure: Error, Hashable, Sendable {
    public var endpoint: HTTPAddress
    public var reason: Reason
    /// How what was refused was signed, where it was.
    var signature: Signature?

    struct Signature: Hashable, Sendable {
        /// RFC 7518, section 3.1.
        var algorithm: String
        /// What the server declares to take instead, if it does.
        var taken: [JSONString]?
    }

    public enum Reason: Hashable, Sendable {
        case noAnswer(TransportFailure)
        case answered(TokenAnswer.Fault)
        /// The client's key could not sign.
        case unsigned
    }

    init(_ endpoint: HTTPAddress, _ reason: Reason) {
        self.endpoint = endpoint
        self.reason = reason
    }

    init(_ endpoint: HTTPAddress, _ fault: TokenAnswer.Fault, signature: Signature?) {
        self.init(endpoint, .answered(fault))
        self.signature = signature
    }

    /// A refusal of the way in which the client has proved itself. An assertion that is for another audience is `invalid_client` (RFC 7523,
    /// section 3.2), and `invalid_grant` or `invalid_request` at some servers.
    var isOfTheProof: Bool {
        guard case .answered(.refused(let refusal)) = reason, [400, 401].contains(refusal.status) else { return false }
        switch refusal.error {
        case "invalid_client": return true
        case "invalid_grant", "invalid_request": return signature != nil
        default: return false
        }
    }

    /// A clause for a sentence.
    var inWords: String {
        switch reason {
        case .noAnswer(let failure): failure.text
        case .unsigned: "nothing was sent, because the client's key could not sign"
        case .answered(.refused(let refusal)): "it answered with \(refusal.inWords)"
        case .answered(.noToken(let shape)): "it answered with success and without an access token (\(shape.rawValue))"
        case .answered(.notVisible):
            "its token holds something else than visible ASCII characters, such as a space or a line break, and no header field can carry that "
                + "(RFC 6750, section 2.1)"
        case .answered(.otherType(let type)):
            "its token is of the type \"\(type.excerpt(100))\", and only a bearer token can be used (RFC 6750)"
        }
    }

    public func diagnostic(at key: String, _ location: SourceLocation?) -> Diagnostic {
        Diagnostic(
            .accessTokenNotObtained,
            "The token endpoint \(endpoint.text) of the server \"\(key)\" gave no access token: \(inWords). Nothing was begun.",
            hint: hint, at: location)
    }

    private var hint: String {
        switch reason {
        case .noAnswer: "see whether the address is right, and whether it can be reached from here"
        case .unsigned: "check private_key under client_credentials"
        case .answered(.refused(let refusal)):
            switch refusal.error {
            case _ where isOfTheProof && signature != nil: signature.map(hint(after:)) ?? ""
            case "invalid_client": "check client_id and secret or key under client_credentials"
            case "invalid_scope": "check scope under client_credentials"
            case "unauthorized_client": "have the server's operator allow the client the grant client_credentials"
            default: "ask who runs the server, and quote what it said"
            }
        case .answered(.notVisible): "have the server's operator see to what its token endpoint issues"
        case .answered(.noToken), .answered(.otherType): "check that the address is a token endpoint (RFC 6749, section 3.2)"
        }
    }
}

extension AccessTokenFailure {
    /// An assertion was refused, for every audience that it may have.
    private func hint(after signature: Signature) -> String {
        guard let taken = signature.taken, !taken.contains(JSONString(signature.algorithm)) else {
            return
                "check that the server knows client_id, and the public key that belongs to private_key (it signed with \(signature.algorithm))"
        }
        return
            "give private_key a key for one of \(taken.map { $0.excerpt(20) }.joined(separator: ", ")), which the server declares to take: "
            + "this one signs with \(signature.algorithm)"
    }
}

extension TokenAnswer.Fault {
    func withholding(_ secrets: [Secret]) -> Self {
        switch self {
        case .refused(let refusal): .refused(refusal.withholding(secrets))
        case .otherType(let type):
            .otherType(Refusal(status: 200, error: type, shape: .oauth).withholding(secrets).error ?? type)
        case .noToken, .notVisible: self
        }
    }
}

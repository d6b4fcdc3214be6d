import OAuthRegistration

/// What the core needs of a request.
struct ServerRequest: Sendable, Hashable {
    var method: String
    /// As it came, without the query.
    var path: String
    var authorization: Authorization = .none
    var contentType: String?
    var idempotencyKey: String?
    var body: [UInt8] = []

    /// RFC 9110, section 8.3: the media type, without parameters and case.
    var isJSON: Bool { mediaType == "application/json" }
    var isForm: Bool { mediaType == "application/x-www-form-urlencoded" }

    private var mediaType: String? { contentType?.split(separator: ";").first?.lowercased().filter { $0 != " " } }
}

/// The `Authorization` header field.
enum Authorization: Sendable, Hashable {
    case none
    /// RFC 6750, section 2.1.
    case bearer(Secret)
    /// Identifier and secret (RFC 6749, section 2.3.1), as they were sent.
    case basic(String)
    /// Another scheme, or not as RFC 6750 has it.
    case other

    init(field: String?) {
        guard let words = field?.split(separator: " ", omittingEmptySubsequences: true) else {
            self = .none
            return
        }
        switch words.count == 2 ? words[0].lowercased() : "" {
        case "bearer": self = .bearer(Secret(String(words[1])))
        case "basic":
            self = Base64URLText.decode(words[1].utf8).map { .basic(String(decoding: $0, as: UTF8.self)) } ?? .other
        default: self = .other
        }
    }
}

/// Why a token does not open what it was sent to.
enum AuthorizationFault: Sendable, Hashable {
    /// No `Authorization: Bearer`.
    case missing
    /// Not a token of this server, or of a client that is gone, or one that was replaced.
    case unknown(Secret)
    /// The initial access token, at a client configuration endpoint.
    case initialAccessToken
    /// An initial access token that has no registration left.
    case usedUp
    /// The service account's, for a client that is not there.
    case unknownClient
}

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
    var isJSON: Bool {
        let mediaType = contentType?.split(separator: ";").first?.lowercased().filter { $0 != " " }
        return mediaType == "application/json"
    }
}

/// The `Authorization` header field.
enum Authorization: Sendable, Hashable {
    case none
    /// RFC 6750, section 2.1.
    case bearer(Secret)
    /// Another scheme, or not as RFC 6750 has it.
    case other

    init(field: String?) {
        guard let words = field?.split(separator: " ", omittingEmptySubsequences: true) else {
            self = .none
            return
        }
        let isBearer = words.count == 2 && words[0].lowercased() == "bearer"
        self = isBearer ? .bearer(Secret(String(words[1]))) : .other
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
}

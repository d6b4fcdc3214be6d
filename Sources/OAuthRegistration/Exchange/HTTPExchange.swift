/// One request to a registration endpoint, a client configuration endpoint or a discovery document (RFC 7591, 7592, 8414).
public struct HTTPRequest: Sendable, Hashable {
    public enum Method: String, Sendable, Hashable { case get = "GET", post = "POST", put = "PUT", delete = "DELETE" }

    public var method: Method
    public var address: HTTPAddress
    /// Sent as `Authorization: Bearer` (RFC 6750, section 2.1).
    public var bearer: Secret?
    /// Whoever sends it puts the newest access token of rollcall's own client in the place of `bearer`.
    public var wantsAccessToken = false
    /// Identifier and secret as RFC 6749, section 2.3.1 has them, with a colon between; sent as `Authorization: Basic` (RFC 7617).
    public var basic: Secret?
    /// JSON, unless it is a form.
    public var body: [UInt8]?
    /// The body is `application/x-www-form-urlencoded`: a token request.
    public var isForm = false
    /// Sent as `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a server that knows it processes a request with the same
    /// key once.
    public var idempotencyKey: String?
    /// Most bytes of an answer's body that are read: 256 KiB for registration, 1 MiB for discovery.
    public var answerLimit: Int

    public static let registrationAnswerLimit = 256 * 1024
    public static let discoveryAnswerLimit = 1024 * 1024

    public init(
        _ method: Method, _ address: HTTPAddress, bearer: Secret? = nil, body: [UInt8]? = nil,
        idempotencyKey: String? = nil, answerLimit: Int = HTTPRequest.registrationAnswerLimit
    ) {
        self.method = method
        self.address = address
        self.bearer = bearer
        self.body = body
        self.idempotencyKey = idempotencyKey
        self.answerLimit = answerLimit
    }

    /// What of it nobody may see: the token, the client's own proof, and what the address's query says.
    public var secrets: [Secret] {
        [bearer, basic].compactMap(\.self) + Secret.values(ofQuery: address.query ?? "")
    }
}

/// A complete answer, as it came. Its body may hold credentials: it goes to the journal first, and is never shown.
public struct HTTPAnswer: Sendable, Hashable {
    public var status: Int
    public var contentType: String?
    /// The field's text (RFC 9110, section 10.2.3).
    public var retryAfter: String?
    /// Where a redirect leads (RFC 9110, section 10.2.2). To be told, never to be followed; it is not journaled.
    public var location: String?
    public var body: [UInt8]
    /// The access token that the request was sent with, where its sender has put that in. Some servers repeat it in their answers; it
    /// is not journaled.
    public var sentWith: Secret?

    /// Fields longer than these say nothing that rollcall understands, and are left out: the journal has room for a body, not for
    /// 64 KiB of fields. A date is 29 bytes (RFC 9110, section 5.6.7), and no media type in use is near 127 (RFC 6838, section 4.2).
    private static let longestRetryAfter = 64
    private static let longestContentType = 256

    public init(
        status: Int, contentType: String? = nil, retryAfter: String? = nil, location: String? = nil, body: [UInt8] = []
    ) {
        self.status = status
        self.contentType = contentType.flatMap { $0.utf8.count <= Self.longestContentType ? $0 : nil }
        self.retryAfter = retryAfter.flatMap { $0.utf8.count <= Self.longestRetryAfter ? $0 : nil }
        self.location = location
        self.body = body
    }
}

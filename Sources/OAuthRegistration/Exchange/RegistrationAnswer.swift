public import StrictJSON

/// The four calls of RFC 7591 and 7592.
public enum RegistrationOperation: String, Hashable, Sendable, CaseIterable {
    /// POST to the registration endpoint (RFC 7591, section 3.1).
    case register
    /// GET, PUT and DELETE at the client configuration endpoint (RFC 7592, sections 2.1 to 2.3).
    case read, update, delete

    public var method: HTTPRequest.Method {
        switch self {
        case .register: .post
        case .read: .get
        case .update: .put
        case .delete: .delete
        }
    }
}

/// What a complete answer to a registration call means.
public enum RegistrationAnswer: Hashable, Sendable {
    /// The client as it is now (register, read, update).
    case client(ClientInformation, [AnswerNote])
    /// Gone (delete).
    case deleted([AnswerNote])
    /// The server says no; it changed nothing.
    case refused(Refusal)
    /// The call may or may not have been processed: a 5xx, a 2xx that is not a client information response.
    case uncertain(Refusal)
}

/// Something odd in an answer that was accepted all the same.
public enum AnswerNote: Hashable, Sendable {
    /// RFC 7591, section 3.2.1 has 201 for a registration.
    case status(Int)
    /// The last of these won.
    case repeatedMember(JSONString)
    /// Of another type than the specification's; left out of what was read.
    case wrongType(JSONString)
    /// RFC 7591, section 3.2.1: required when a secret is issued.
    case secretWithoutExpiry
    /// OIDC Registration 1.0, section 3.2: both or neither.
    case tokenWithoutURI, uriWithoutToken
}

/// An answer that is no success, in the server's words.
public struct Refusal: Hashable, Sendable {
    public var status: Int
    /// `error` and `error_description` (RFC 7591, section 3.2.2; RFC 6750, section 3.1): the server's text, to be quoted and escaped.
    public var error: JSONString?
    public var errorDescription: JSONString?
    public var shape: Shape
    /// Seconds that the server asks to wait (RFC 9110, section 10.2.3), if it says so in seconds.
    public var retryAfter: Int?

    /// What the body looks like; it tells a server from what stands in front of it.
    public enum Shape: String, Hashable, Sendable {
        /// A JSON object with `error`.
        case oauth
        /// Another JSON value: often a gateway's (Kong: `{"message":"no Route matched with those values"}`).
        case json
        case truncatedJSON = "truncated JSON"
        case html = "HTML"
        case text
        case empty
    }

    public init(
        status: Int, error: JSONString? = nil, errorDescription: JSONString? = nil, shape: Shape, retryAfter: Int? = nil
    ) {
        self.status = status
        self.error = error
        self.errorDescription = errorDescription
        self.shape = shape
        self.retryAfter = retryAfter
    }
}

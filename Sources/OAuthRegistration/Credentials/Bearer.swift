/// What authorises a request (RFC 6750).
public enum Bearer: Hashable, Sendable {
    case token(Secret)
    /// The access token that is obtained for rollcall's own client. It changes while a run goes on, so whoever sends the request puts
    /// in the newest.
    case obtained

    /// `nil` where it is known to who sends the request only.
    public var token: Secret? {
        switch self {
        case .token(let token): token
        case .obtained: nil
        }
    }
}

extension HTTPRequest {
    /// The same request, with this to authorise it.
    public func authorized(by bearer: Bearer?) -> HTTPRequest {
        var request = self
        request.bearer = bearer?.token
        request.wantsAccessToken = bearer == .obtained
        return request
    }
}

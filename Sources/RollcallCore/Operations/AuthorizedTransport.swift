public import OAuthRegistration

/// Puts the newest access token into the requests that want it.
public struct AuthorizedTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let tokens: AccessTokens

    public init(_ transport: any HTTPTransport, tokens: AccessTokens) {
        self.transport = transport
        self.tokens = tokens
    }

    public func send(_ request: HTTPRequest) async -> HTTPOutcome {
        guard request.wantsAccessToken else { return await transport.send(request) }
        let token: Secret
        switch await tokens.token() {
        case .success(let newest): token = newest
        case .failure(let failure):
            return .notSent(
                TransportFailure(
                    .credential, "there is no access token to send it with: \(failure.endpoint.text): \(failure.inWords)"))
        }
        var authorized = request
        authorized.bearer = token
        let outcome = await transport.send(authorized)
        guard case .answer(var answer) = outcome else { return outcome }
        if answer.status == 401 { await tokens.refuse(token) }
        answer.sentWith = token
        return .answer(answer)
    }
}

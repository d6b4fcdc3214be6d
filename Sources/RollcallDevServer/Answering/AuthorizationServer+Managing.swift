import OAuthRegistration
import StrictJSON

/// RFC 7592, section 2: the client configuration endpoint.
extension AuthorizationServer {
    /// RFC 7592, section 2.1. A read is a write where it rotates the token.
    mutating func read(
        _ clientID: JSONString, _ request: ServerRequest, _ now: Int64, _ mint: inout Mint
    ) throws(RequestRefusal) -> ServerResponse {
        var client = try authorized(clientID, request, .read, now)
        let isOwn = !isByServiceAccount(request, now)
        if isOwn, options.rotatesOn.contains(.read) { client.registrationAccessToken = registrationAccessToken(now, &mint) }
        if options.issuesSecretOn.contains(.read), client.secret != nil { client.secret = mint.token() }
        if options.rotatesOn.union(options.issuesSecretOn).contains(.read) { registry.replace(client) }
        return .json(200, information(of: client, after: .read, showingToken: isOwn))
    }

    /// RFC 7592, section 2.2. Refused, it changes nothing and rotates nothing.
    mutating func update(
        _ clientID: JSONString, _ request: ServerRequest, _ now: Int64, _ mint: inout Mint
    ) throws(RequestRefusal) -> ServerResponse {
        var client = try authorized(clientID, request, .update, now)
        let isOwn = !isByServiceAccount(request, now)
        client.metadata = try options.personality.updated(client, with: try object(in: request), options: options)
        // A client that became public has no secret, one that became confidential gets one.
        client.secret = ClientAuthentication.needsSecret(client.metadata) ? reissued(client.secret, &mint) : nil
        if isOwn, options.rotatesOn.contains(.update) { client.registrationAccessToken = registrationAccessToken(now, &mint) }
        registry.replace(client)
        return .json(200, information(of: client, after: .update, showingToken: isOwn))
    }

    /// The former secret, unless an update issues another one; a first one where there was none.
    private func reissued(_ secret: Secret?, _ mint: inout Mint) -> Secret {
        guard let secret, !options.issuesSecretOn.contains(.update) else { return mint.token() }
        return secret
    }

    /// RFC 7592, section 2.3: identifier, secret and token are gone at once.
    mutating func delete(
        _ clientID: JSONString, _ request: ServerRequest, _ now: Int64
    ) throws(RequestRefusal) -> ServerResponse {
        _ = try authorized(clientID, request, .delete, now)
        registry.remove(clientID)
        return .deleted
    }

    /// A client that is not there is answered as a wrong token is: 401, never 404 (RFC 7592, section 2.1). Whoever may manage every
    /// client is told that it is not there.
    private func authorized(
        _ clientID: JSONString, _ request: ServerRequest, _ operation: RegistrationOperation, _ now: Int64
    ) throws(RequestRefusal) -> RegisteredClient {
        if isByServiceAccount(request, now) {
            guard let client = registry.clients[clientID] else {
                throw options.personality.refusal(of: .unknownClient, for: operation)
            }
            return client
        }
        guard case .bearer(let token) = request.authorization else {
            throw options.personality.refusal(of: .missing, for: operation)
        }
        if token == registry.initialAccessToken { throw options.personality.refusal(of: .initialAccessToken, for: operation) }
        guard let client = registry.clients[clientID], client.registrationAccessToken == token else {
            throw options.personality.refusal(of: .unknown(token), for: operation)
        }
        return client
    }
}

/// RFC 7591, section 2, `token_endpoint_auth_method`.
enum ClientAuthentication {
    private static let withSecret: Set<JSONString> = ["client_secret_basic", "client_secret_post", "client_secret_jwt"]

    /// Absent is `client_secret_basic`.
    static func needsSecret(_ metadata: JSONObject) -> Bool {
        withSecret.contains(metadata["token_endpoint_auth_method"]?.string ?? "client_secret_basic")
    }
}

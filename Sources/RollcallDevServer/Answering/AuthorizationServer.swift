import OAuthRegistration
import StrictJSON

/// The whole server as a value: a request in, a response out, and the registry as it is afterwards. No socket, no clock,
/// no file; `ServerHost` gives it those.
struct AuthorizationServer: Sendable {
    let options: DevServer.Options
    var site: Site
    var registry: Registry
    /// What the token endpoint has issued, and until when. Not kept with the clients: a token is good for a minute.
    var accessTokens: [Secret: Int64] = [:]

    init(options: DevServer.Options, site: Site, registry: Registry) {
        self.options = options
        self.site = site
        self.registry = registry
    }

    /// - Parameters:
    ///   - now: Seconds since 1970.
    ///   - mint: Where what is issued comes from.
    mutating func respond(to request: ServerRequest, now: Int64, mint: inout Mint) -> ServerResponse {
        do throws(RequestRefusal) { return try answer(request, now, &mint) } catch { return error.response }
    }

    /// Which call of RFC 7591 or 7592 a request is, if it is one.
    func operation(of request: ServerRequest) -> RegistrationOperation? {
        Endpoint(path: request.path, site: site)?.operation(request.method)
    }

    private mutating func answer(
        _ request: ServerRequest, _ now: Int64, _ mint: inout Mint
    ) throws(RequestRefusal) -> ServerResponse {
        guard let endpoint = Endpoint(path: request.path, site: site) else { throw .notFound }
        let methods = endpoint.methods(managing: options.manages)
        guard methods.contains(request.method) else { throw .methodNotAllowed(methods) }
        switch (endpoint, endpoint.operation(request.method)) {
        case (.discovery(let document), _): return document.response(site)
        case (.token, _): return try issueToken(to: request, now, &mint)
        case (.registration, _): return try register(request, now, &mint)
        case (.clientConfiguration(let clientID), .read): return try read(clientID, request, now, &mint)
        case (.clientConfiguration(let clientID), .update): return try update(clientID, request, now, &mint)
        case (.clientConfiguration(let clientID), .delete): return try delete(clientID, request, now)
        case (.clientConfiguration, .register), (.clientConfiguration, nil): throw .methodNotAllowed(methods)
        }
    }

    /// The client information response (RFC 7591, section 3.2.1; RFC 7592, section 3).
    func information(
        of client: RegisteredClient, after operation: RegistrationOperation, showingToken: Bool = true
    ) -> JSONObject {
        var members = options.personality.shown(client.metadata)
        for (name, value) in options.rewritten { members[name] = value }
        for name in options.hidden { members[name] = nil }
        members["client_id"] = .string(client.clientID)
        if operation == .register || options.personality.alwaysShowsIssueTime {
            members["client_id_issued_at"] = .number(JSONNumber(client.issuedAt))
        }
        if let secret = client.secret, operation == .register || options.showsSecretAgain {
            members["client_secret"] = .string(secret.exposedText)
            let lifetime = options.secretLifetime ?? options.personality.registrationLifetime.map(Int64.init)
            members["client_secret_expires_at"] = .number(JSONNumber(lifetime.map { client.issuedAt + $0 } ?? 0))
        }
        if let token = client.registrationAccessToken {
            if showingToken { members["registration_access_token"] = .string(token.exposedText) }
            members["registration_client_uri"] = .string(site.registrationClientURI(of: client.clientID.text))
        }
        return members
    }

    /// The body of a registration or an update: one JSON object, no member twice.
    func object(in request: ServerRequest) throws(RequestRefusal) -> JSONObject {
        guard request.isJSON else { throw .notJSON }
        let value: JSONValue
        do throws(JSONFault) { value = try JSONReader.read(request.body) } catch {
            throw .metadata("the body is not JSON: \(error.reason.rawValue) at byte \(error.offset)")
        }
        guard let object = value.object else { throw .metadata("the body is a JSON \(value.kind), not an object") }
        return object
    }
}

extension Secret {
    /// For the wire and for the file of an embedded server.
    var exposedText: JSONString { expose { JSONString(String(decoding: $0, as: UTF8.self)) } }
}

import OAuthRegistration
import StrictJSON

/// RFC 7591, section 3: the client registration endpoint.
extension AuthorizationServer {
    mutating func register(
        _ request: ServerRequest, _ now: Int64, _ mint: inout Mint
    ) throws(RequestRefusal) -> ServerResponse {
        try authorizeRegistration(request, now)
        let body = try object(in: request)
        if let answered = try replay(request, body) { return answered }
        try checkRegistrationsLeft()
        let metadata = try options.personality.registered(body, options: options)
        let client = newClient(metadata, now, &mint)
        let answer = information(of: client, after: .register)
        registry.register(client)
        if options.heedsIdempotencyKeys, let key = request.idempotencyKey {
            registry.remember(Registry.Replay(request: body, answer: answer), under: JSONString(key))
        }
        return created(answer)
    }

    private func authorizeRegistration(_ request: ServerRequest, _ now: Int64) throws(RequestRefusal) {
        if isByServiceAccount(request, now) { return }
        guard let expected = registry.initialAccessToken else { return }
        switch request.authorization {
        case .bearer(expected): return
        case .bearer(let token): throw options.personality.refusal(of: .unknown(token), for: .register)
        case .none, .basic, .other: throw options.personality.refusal(of: .missing, for: .register)
        }
    }

    /// After the replay: repeating the registration that took the last one needs none.
    private func checkRegistrationsLeft() throws(RequestRefusal) {
        guard case .token(_, registrations: let limit?) = options.initialAccess, registry.registrations >= limit else { return }
        throw options.personality.refusal(of: .usedUp, for: .register)
    }

    /// The answer given before to the same key and the same body. Another body is 422, as
    /// draft-ietf-httpapi-idempotency-key-header, section 2.7 has it; its 409 is for a request still being processed, and
    /// here one request is processed at a time. Refusals are not kept: they changed nothing, so they are judged anew.
    private func replay(_ request: ServerRequest, _ body: JSONObject) throws(RequestRefusal) -> ServerResponse? {
        guard options.heedsIdempotencyKeys, let key = request.idempotencyKey, let replay = registry.replays[JSONString(key)]
        else { return nil }
        guard replay.request == body else {
            throw RequestRefusal(422, "invalid_request", "this Idempotency-Key came with another body before")
        }
        return created(replay.answer)
    }

    private func newClient(_ metadata: JSONObject, _ now: Int64, _ mint: inout Mint) -> RegisteredClient {
        var client = RegisteredClient(clientID: JSONString(mint.uuid()), issuedAt: now, metadata: metadata)
        client.secret = ClientAuthentication.needsSecret(metadata) ? mint.token() : nil
        if !options.manages.isEmpty { client.registrationAccessToken = registrationAccessToken(now, &mint) }
        return client
    }

    func registrationAccessToken(_ now: Int64, _ mint: inout Mint) -> Secret {
        options.personality.token(.registrationAccess, issuer: site.issuer, now: now, mint: &mint)
    }

    private func created(_ answer: JSONObject) -> ServerResponse {
        let location = answer["registration_client_uri"]?.text.map { [ServerResponse.Field("Location", $0)] }
        return .json(201, answer, location ?? [])
    }
}

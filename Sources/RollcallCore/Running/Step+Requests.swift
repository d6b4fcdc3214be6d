import OAuthRegistration
import StrictJSON

/// What a step asks of the server.
extension Step {
    /// `nil` without an address or a token to manage the client with.
    func request(for purpose: Call.Purpose, _ id: OperationID, at server: ServerContext) -> HTTPRequest? {
        if purpose.operation == .register {
            let key = server.traits.profile.heedsIdempotencyKeys?.value == true ? id.original.text : nil
            return intended(purpose).map {
                RegistrationRequest.register(
                    endpoint: server.registrationEndpoint, metadata: $0.requested, bearer: nil, idempotencyKey: key
                ).authorized(by: server.registeringBearer)
            }
        }
        if purpose == .inquire { return inquiry?.request(at: server) }
        guard let known, let bearer = server.managingBearer(known.credentials.registrationAccessToken),
            let address = server.managementAddress(of: known)
        else { return nil }
        return request(for: purpose, of: known, address, at: server)?.authorized(by: bearer)
    }

    /// Without what authorises it.
    private func request(
        for purpose: Call.Purpose, of known: KnownRegistration, _ address: HTTPAddress, at server: ServerContext
    ) -> HTTPRequest? {
        switch purpose {
        case .register, .registerAgain, .inquire: return nil
        case .observe, .readBeforeUpdate, .readBack, .readAfterDelete:
            return RegistrationRequest.read(address: address, bearer: nil)
        case .delete: return RegistrationRequest.delete(address: address, bearer: nil)
        case .update(let attempt):
            return RegistrationRequest.update(address: address, bearer: nil, body: body(attempt, of: known, at: server))
        }
    }

    private func body(_ attempt: Call.UpdateAttempt, of known: KnownRegistration, at server: ServerContext) -> [UInt8] {
        guard case .update(let client, let target, _) = assignment.work else {
            preconditionFailure("only an update is composed")
        }
        var traits = traits(of: server)
        if attempt.omitsUnknown { traits.evidence.refusesUnknownEcho = true }
        for name in attempt.omitted { traits.evidence.fields[name] = .wronglyShown }
        return UpdateBody.compose(
            shown: shown ?? client.granted, granted: granted ?? client.granted, requested: client.requested, target: target,
            clientID: known.clientID, clientSecret: known.credentials.clientSecret, includeSecret: attempt.includesSecret,
            cleared: attempt.cleared, demanded: attempt.demanded, traits: traits)
    }

    /// What the journal says before the call; what state records if the server accepts it.
    func intent(of call: Call, in context: StepContext) -> Intent {
        let target = intended(call.purpose)
        var intent = Intent(
            id: call.id, operation: call.purpose.operation, label: assignment.label, registration: assignment.work.registration,
            server: assignment.server, requested: target?.requested ?? ClientMetadata(), protect: target?.protect ?? false,
            tags: target?.tags ?? [:], sentAt: context.now)
        if case .update(let attempt) = call.purpose { intent.clearing = attempt.cleared }
        intent.isByAdministrator = call.purpose == .delete && context.server.isManagedByAdministrator
        return intent
    }

    private func intended(
        _ purpose: Call.Purpose
    ) -> (requested: ClientMetadata, protect: Bool, tags: JSONObject)? {
        switch assignment.work {
        case .register(_, let target), .update(_, let target, _): (target.metadata, target.protect, target.tags)
        case .settle(let lost) where purpose == .registerAgain:
            (lost.intent.requested, lost.intent.protect, lost.intent.tags)
        case .delete, .observe, .settle: nil
        }
    }
}

import OAuthRegistration
import StrictJSON

/// What a step asks of the server.
extension Step {
    /// `nil` without an address or a token to manage the client with.
    func request(for purpose: Call.Purpose, at server: ServerContext) -> HTTPRequest? {
        if case .register(_, let target) = assignment.work, purpose == .register {
            return RegistrationRequest.register(
                endpoint: server.registrationEndpoint, metadata: target.metadata, bearer: server.initialAccessToken)
        }
        guard let known, let token = known.credentials.registrationAccessToken,
            let address = server.managementAddress(given: known.registrationClientURI)
        else { return nil }
        switch purpose {
        case .register: return nil
        case .observe, .readBeforeUpdate, .readBack: return RegistrationRequest.read(address: address, bearer: token)
        case .delete: return RegistrationRequest.delete(address: address, bearer: token)
        case .update(let attempt):
            return RegistrationRequest.update(address: address, bearer: token, body: body(attempt, of: known, at: server))
        }
    }

    private func body(_ attempt: Call.UpdateAttempt, of known: KnownRegistration, at server: ServerContext) -> [UInt8] {
        guard case .update(let client, let target, _) = assignment.work else {
            preconditionFailure("only an update is composed")
        }
        return UpdateBody.compose(
            shown: shown ?? client.granted, granted: granted ?? client.granted, requested: client.requested, target: target,
            clientID: known.clientID, clientSecret: known.credentials.clientSecret, includeSecret: attempt.includesSecret,
            cleared: attempt.cleared, traits: server.traits)
    }

    /// What the journal says before the call; what state records if the server accepts it.
    func intent(of call: Call, at now: Timestamp) -> Intent {
        var intent = Intent(
            id: call.id, operation: call.purpose.operation, label: assignment.label, registration: registration,
            server: assignment.server, requested: ClientMetadata(), protect: false, tags: [:], sentAt: now)
        switch assignment.work {
        case .register(_, let target), .update(_, let target, _):
            intent.requested = target.metadata
            intent.protect = target.protect
            intent.tags = target.tags
        case .delete, .observe: break
        }
        return intent
    }

    private var registration: RegistrationID {
        switch assignment.work {
        case .register(let registration, _): registration
        case .update(let client, _, _), .observe(let client): client.registration
        case .delete(let former): former.registration
        }
    }
}

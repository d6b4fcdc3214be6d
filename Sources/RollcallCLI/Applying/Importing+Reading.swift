import OAuthRegistration
import RollcallCore
import RollcallIO
import StrictJSON

/// The read that an import begins with: of which address, with whose token, and what an earlier attempt has brought of it.
extension Importing {
    /// One that is to be read.
    struct Registration {
        var id: RegistrationID
        /// Its address, as somebody has given it.
        var given: JSONString?
        var address: HTTPAddress
        /// Its own; `nil` where an administrator's is used.
        var token: Secret?
        /// What an earlier attempt has brought: tried where the given one is dead, and not before, for it may have been issued since.
        var earlierToken: Secret?
        /// Whom the answer must be about.
        var clientID: JSONString?

        var isByAdministrator: Bool { token == nil }
    }

    /// One that an administrator reads. An earlier attempt may have brought it.
    func registration(of id: JSONString, at text: String?, _ context: ServerContext) async throws -> Registration {
        let given = text.map { JSONString($0) }
        let usual = context.registrationEndpoint.configurationAddress(of: id)
        guard let address = given.map({ context.managementAddress(given: $0) }) ?? usual else {
            throw CommandFailure(given == nil ? unaddressed(id) : elsewhere(context))
        }
        let state = await keeper.state
        if let other = state.label(of: id, at: server), other != label { throw CommandFailure(recorded(as: other)) }
        var registration = Registration(id: .random(), given: given, address: address, clientID: id)
        if let orphan = state.orphans.first(where: { $0.server == server && $0.clientID == id }) {
            registration.id = orphan.registration
        } else if let doubt = earlierAttempt(in: state) {
            registration.id = doubt.intent.registration
        }
        return registration
    }

    /// An earlier attempt may have brought it.
    func registration(at text: String?, _ token: Secret, _ context: ServerContext) async throws -> Registration {
        let (state, seal) = (await keeper.state, await keeper.seal)
        guard let given = text.map({ JSONString($0) }) ?? state[label]?.registrationClientURI else {
            throw CommandFailure(nowhere)
        }
        guard let address = context.managementAddress(given: given) else { throw CommandFailure(elsewhere(context)) }
        if let other = state.label(at: address, of: server, context), other != label { throw CommandFailure(recorded(as: other)) }
        var registration = Registration(id: .random(), given: given, address: address, token: token)
        if let orphan = state.orphans.first(where: {
            $0.server == server && context.managementAddress(given: $0.registrationClientURI) == address
        }) {
            registration.id = orphan.registration
            let opened = try? seal.open(orphan.credentials, of: orphan.registration, lineage: state.lineage)
            registration.earlierToken = opened?.registrationAccessToken
        } else if let doubt = earlierAttempt(in: state) {
            registration.id = doubt.intent.registration
            let part = try? seal.received(of: doubt, lineage: state.lineage)
            registration.earlierToken = part.flatMap { PartialAnswer($0).registrationAccessToken }
        }
        return registration
    }

    /// A read for an import that is in doubt: about a registration that nobody has recorded.
    private func earlierAttempt(in state: StateDocument) -> Doubt? {
        state.doubts(about: label).last {
            $0.intent.server == server && state.registration($0.intent.registration, label: label) == nil
        }
    }

    /// - Returns: what was shown, and the client's own token that it was shown to.
    func read(
        _ registration: Registration, at context: ServerContext, _ transports: [String: any HTTPTransport]
    ) async throws -> (information: ClientInformation, accepted: Secret?) {
        try await place.storing { try await keeper.reserve(callsInFlight: 1) }
        let intent = Intent(
            id: OperationID(run: RunID.random(), number: 1), operation: .read, label: label, registration: registration.id,
            server: server, requested: ClientMetadata(), protect: false, tags: [:], sentAt: WallClock.now())
        let request = RegistrationRequest.read(address: registration.address, bearer: nil)
            .authorized(by: registration.token.map(Bearer.token) ?? context.accessToken)
        let answer: HTTPAnswer
        switch await RunLoop.over(keeper, transports).readUnrecorded(request, as: intent) {
        case .answered(let whole): answer = whole
        case .notSent(let failure):
            throw CommandFailure(unread("nothing was sent: \(failure.text).", isByAdministrator: registration.isByAdministrator))
        case .inDoubt(let failure):
            throw CommandFailure(
                unread("no complete answer came: \(failure.text).", isByAdministrator: registration.isByAdministrator),
                status: .undone)
        case .unrecorded:
            throw CommandFailure(
                Diagnostics(await keeper.failures.map { $0.diagnostic(path: place.path) }), status: .undone)
        }
        switch RegistrationAnswer(to: .read, of: answer, profile: context.traits.profile) {
        case .client(var information, _):
            await learn(information, from: registration, intent)
            information.registrationAccessToken = information.registrationAccessToken ?? registration.token
            information.registrationClientURI = context.preferred(information.registrationClientURI, over: registration.given)
            return (information, registration.token)
        case .refused(let refusal), .uncertain(let refusal):
            if let earlier = registration.earlierToken, earlier != registration.token,
                RefusedRead(refusal, at: context.traits) == .goneOrTokenDead
            {
                var again = registration
                (again.token, again.earlierToken) = (earlier, nil)
                return try await read(again, at: context, transports)
            }
            let words = Self.words(refusal, at: context.traits.profile, toAdministrator: registration.isByAdministrator)
            throw CommandFailure(unread("the server \(words)", isByAdministrator: registration.isByAdministrator))
        case .deleted: preconditionFailure("a read deletes nothing")
        }
    }

    private func learn(_ information: ClientInformation, from registration: Registration, _ intent: Intent) async {
        guard let token = information.registrationAccessToken, registration.token != nil else { return }
        var learned = ServerEvidence()
        learned.rotatesOnRead = token != registration.token
        _ = await keeper.append([.settled(intent.id, server: server, learned: learned)])
    }
}

extension RegistrationID {
    static func random() -> RegistrationID {
        var generator = SystemRandomNumberGenerator()
        return RegistrationID(using: &generator)
    }
}

extension StateDocument {
    /// The label whose client is managed at this address.
    fileprivate func label(at address: HTTPAddress, of server: String, _ context: ServerContext) -> ClientLabel? {
        recordedClients.first {
            $0.client.server == server && context.managementAddress(given: $0.client.registrationClientURI) == address
        }?.label
    }
}

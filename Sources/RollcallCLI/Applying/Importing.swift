import OAuthRegistration
import RollcallCore
import RollcallIO
import RollcallManifest
import StrictJSON

/// Takes an existing registration into state, under the state's lock: from an answer that somebody has, or by a read with its token or, where
/// an administrator manages the clients, with that one's. Under a label that has the client already, its new credentials alone are taken in.
struct Importing {
    let label: ClientLabel
    /// The project's key.
    let server: String
    let file: ImportedManifest.Source
    let place: StatePlace
    let keeper: StateKeeper
    let console: Console

    /// What there is to begin with.
    enum Given {
        /// A client information response (RFC 7591, section 3.2.1).
        case answer([UInt8])
        /// The client's address, if that is not the recorded one, and its registration access token (RFC 7592, section 2.1).
        case address(String?, Secret)
        /// The client's identifier, at a server whose clients an administrator manages; and its address, if that is not the usual one.
        case clientID(JSONString, address: String?)
    }

    private var project: Project { file.project.project }

    /// What was imported, and how it is declared.
    struct Imported: Sendable {
        var information: ClientInformation
        var manifest: ImportedManifest
        var isManageable: Bool
    }

    enum Ending: Sendable {
        case imported(Imported)
        case renewed(Renewed)
    }

    func run(_ given: Given) async throws -> Ending {
        let access = ServerAccess(connections: Connections(project, console), place: place)
        let endpoints = await access.endpoints(unknownTo: await keeper.state)
        let state = try await place.followRenames(of: project, endpoints: endpoints, acceptedOrigins: [], keeper)
        try checkLabel(state, given)
        return try await access.withServers([server], in: state, discover: [server]) { located, diagnostics in
            var preflight = Preflight(project: project, state: state)
            for (key, found) in located { preflight.add(key, found, registers: false, acceptedOrigins: []) }
            let said = Diagnostics(diagnostics.all + preflight.diagnostics.all)
            if said.hasErrors { throw CommandFailure(said) }
            return try await run(given, preflight, over: access.connections, said)
        }
    }

    private func run(
        _ given: Given, _ preflight: Preflight, over connections: Connections, _ said: Diagnostics
    ) async throws -> Ending {
        var said = said
        let means = try await means(given, preflight, over: connections, &said)
        console.report(said)
        guard let context = preflight.contexts(tokens: means.tokens, parallelism: nil)[server] else {
            preconditionFailure("a server that was found has a context")
        }
        let registration: Registration
        switch given {
        case .answer(let body): return try await record(read(body), .random(), isNews: false, at: context)
        case .address(let text, let token): registration = try await self.registration(at: text, token, context)
        case .clientID(let id, let text): registration = try await self.registration(of: id, at: text, context)
        }
        let information = try await read(registration, at: context, means.ways)
        let state = await keeper.state
        if let asked = registration.clientID, asked != information.clientID,
            state.label(of: information.clientID, at: server) == nil
        {
            throw CommandFailure(unread("it answered about another client.", isByAdministrator: registration.isByAdministrator))
        }
        return try await record(information, registration.id, isNews: true, at: context)
    }

    /// What the client is read with. Its record names its server, so that one is recorded first, with what its secrets are bound to.
    private func means(
        _ given: Given, _ preflight: Preflight, over connections: Connections, _ said: inout Diagnostics
    ) async throws -> (ways: [String: any HTTPTransport], tokens: [String: Secret]) {
        guard case .clientID = given else {
            let privateKeys = await ReferencedSecrets(project: project).read(preflight.privateKeys, as: .pem, &said)
            let ways = connections.open([server], privateKeys: privateKeys, &said)
            if said.hasErrors { throw CommandFailure(said) }
            try await record(preflight.state)
            return (ways, [:])
        }
        let means = await CallMeans(preflight, project, to: [server], over: connections, &said)
        if said.hasErrors { throw CommandFailure(said) }
        try await record(preflight.state)
        let ways = await means.ways(&said)
        if said.hasErrors { throw CommandFailure(said) }
        return (ways, means.tokens)
    }

    private func record(_ found: StateDocument) async throws {
        let state = await keeper.state
        guard state.servers[server] != found.servers[server] || state.references != found.references else { return }
        try await place.storing { try await keeper.checkpoint(found) }
    }

    /// It is free, or has the client that is to be taken in; what cannot be seen beforehand is checked when the client is known.
    private func checkLabel(_ state: StateDocument, _ given: Given) throws(CommandFailure) {
        let doubt = state.doubts(about: label).first { $0.intent.operation != .read }
        if doubt == nil, state[label].map({ $0.server == server && $0.clientID == given.clientID ?? $0.clientID }) ?? true {
            return
        }
        throw CommandFailure(labelTaken(by: doubt))
    }

    private func read(_ answer: [UInt8]) throws(CommandFailure) -> ClientInformation {
        var notes: [AnswerNote] = []
        guard answer.count <= HTTPRequest.registrationAnswerLimit,
            // Of a read: what is masked in it is no credential.
            let information = ClientInformation(of: .read, reading: answer, notes: &notes)
        else {
            throw CommandFailure(
                Diagnostic(
                    .notImported, "The answer is no JSON object with a client_id, or too large to be one that a server gave.",
                    hint:
                        "give what the server answered to the registration (RFC 7591, section 3.2.1), or name the client's address:\n"
                        + "  rollcall import \(label) --server \(server) --uri URI --token-env NAME", client: label))
        }
        return information
    }

    // MARK: By a read

    /// One that is to be read.
    private struct Registration {
        var id: RegistrationID
        /// Its address, as somebody has given it.
        var given: JSONString?
        var address: HTTPAddress
        /// Its own; `nil` where an administrator's is used.
        var token: Secret?
        /// Whom the answer must be about.
        var clientID: JSONString?

        var isByAdministrator: Bool { token == nil }
    }

    /// One that an administrator reads. An earlier attempt may have brought it.
    private func registration(of id: JSONString, at text: String?, _ context: ServerContext) async throws -> Registration {
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

    /// What an earlier attempt has brought of it is newer than what is given now.
    private func registration(at text: String?, _ token: Secret, _ context: ServerContext) async throws -> Registration {
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
            registration.token = opened?.registrationAccessToken ?? token
        } else if let doubt = earlierAttempt(in: state) {
            registration.id = doubt.intent.registration
            let part = try? seal.received(of: doubt, lineage: state.lineage)
            registration.token = part.flatMap { PartialAnswer($0).registrationAccessToken } ?? token
        }
        return registration
    }

    /// A read for an import that is in doubt: about a registration that nobody has recorded.
    private func earlierAttempt(in state: StateDocument) -> Doubt? {
        state.doubts(about: label).last {
            $0.intent.server == server && state.registration($0.intent.registration, label: label) == nil
        }
    }

    private func read(
        _ registration: Registration, at context: ServerContext, _ transports: [String: any HTTPTransport]
    ) async throws -> ClientInformation {
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
            return information
        case .refused(let refusal), .uncertain(let refusal):
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

    // MARK: Into the state

    /// - Parameter isNews: the server has said it just now.
    private func record(
        _ information: ClientInformation, _ registration: RegistrationID, isNews: Bool, at context: ServerContext
    ) async throws -> Ending {
        let (state, seal) = (await keeper.state, await keeper.seal)
        if let client = state[label], client.clientID == information.clientID {
            return .renewed(try await renew(client, with: information, from: registration, isNews: isNews, at: context))
        }
        if let other = state.label(of: information.clientID, at: server) {
            // What a read has brought is the client's own; what somebody has in a file may be older than what is recorded.
            if isNews {
                try await place.storing {
                    try await keeper.checkpoint(state.handing(information, from: registration, to: other, sealing: seal))
                }
            }
            throw CommandFailure(other == label ? labelTaken() : recorded(as: other))
        }
        if state[label] != nil { throw CommandFailure(labelTaken(wasRead: isNews)) }
        let manifest = ImportedManifest(of: information.metadata, as: label, at: server, context.traits, file)
        let intent = Intent(
            id: OperationID(run: RunID.random(), number: 1), operation: .register, label: label, registration: registration,
            server: server, requested: manifest.desired.metadata, protect: manifest.desired.protect, tags: manifest.desired.tags,
            sentAt: WallClock.now())
        let imported = state.importing(information, as: intent, at: WallClock.now(), sealing: seal)
        try await place.storing { try await keeper.checkpoint(imported) }
        tellOfRecording(information, in: imported, since: state, at: context)
        let hasOwnWay = information.registrationAccessToken != nil && information.registrationClientURI != nil
        return .imported(
            Imported(
                information: information, manifest: manifest, isManageable: hasOwnWay || context.isManagedByAdministrator))
    }
}

extension Importing.Given {
    /// Whom it names, before anything is read.
    fileprivate var clientID: JSONString? {
        switch self {
        case .clientID(let id, address: _): id
        case .answer, .address: nil
        }
    }
}

extension RegistrationID {
    fileprivate static func random() -> RegistrationID {
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

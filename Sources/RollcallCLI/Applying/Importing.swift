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
        case .answer(let body): return try await record(read(body), .random(), isNews: false, accepted: nil, at: context)
        case .address(let text, let token): registration = try await self.registration(at: text, token, context)
        case .clientID(let id, let text): registration = try await self.registration(of: id, at: text, context)
        }
        let (information, accepted) = try await read(registration, at: context, means.ways)
        let state = await keeper.state
        if let asked = registration.clientID, asked != information.clientID,
            state.label(of: information.clientID, at: server) == nil
        {
            throw CommandFailure(unread("it answered about another client.", isByAdministrator: registration.isByAdministrator))
        }
        return try await record(information, registration.id, isNews: true, accepted: accepted, at: context)
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

    // MARK: Into the state

    /// - Parameters:
    ///   - isNews: the server has said it just now.
    ///   - accepted: the client's own token that it was said to.
    private func record(
        _ information: ClientInformation, _ registration: RegistrationID, isNews: Bool, accepted: Secret?,
        at context: ServerContext
    ) async throws -> Ending {
        let (state, seal) = (await keeper.state, await keeper.seal)
        if let client = state[label], client.clientID == information.clientID {
            return .renewed(
                try await renew(client, with: information, from: registration, isNews: isNews, accepted: accepted, at: context))
        }
        if let other = state.label(of: information.clientID, at: server) {
            // What a read has brought is the client's own; what somebody has in a file may be older than what is recorded.
            if isNews {
                try await place.storing {
                    try await keeper.checkpoint(
                        state.handing(information, from: registration, to: other, accepted: accepted, sealing: seal))
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

public import OAuthRegistration
import StrictJSON

/// What must hold before the first call: every server is found and is where its credentials may go, and every reference is read for
/// no other origin than the one it was first used with. Pure; state as it is to be recorded before the first call comes out.
public struct Preflight: Sendable {
    /// With the servers and references of this run recorded.
    public private(set) var state: StateDocument
    /// The initial access tokens, or access tokens, to be read, by the server's key.
    public private(set) var references: [String: Reference] = [:]
    /// Servers at which an access token is to be obtained, by their keys.
    public private(set) var grants: [String: AccessTokenGrant] = [:]
    /// The keys to client certificates to be read, by the server's key.
    public private(set) var privateKeys: [String: Reference] = [:]
    public private(set) var diagnostics = Diagnostics()
    private let project: Project
    private var located: [String: LocatedServer] = [:]

    /// - Parameters:
    ///   - state: with its servers under the project's keys (`StateDocument.renaming`).
    ///   - acceptedOrigins: new origins that somebody has agreed to.
    public init(project: Project, state: StateDocument) {
        self.project = project
        self.state = state
    }

    /// Takes a server up. `registers`: clients are to be registered there, so what it wants for that is read.
    public mutating func add(_ key: String, _ server: LocatedServer, registers: Bool, acceptedOrigins: [Origin]) {
        let accepted = acceptedOrigins.map(\.text)
        let record = state.servers[key]
        if let record, record.origin != server.origin, !accepted.contains(server.origin), state.holdsRegistrations(at: key) {
            diagnostics.report(
                .serverMoved(key, from: record.origin, to: server.origin, at: project.servers[key]?.location))
            return
        }
        located[key] = server
        if let declared = project.servers[key] {
            // What another server has shown says nothing of this one.
            let isSame = record?.origin == server.origin || accepted.contains(server.origin)
            state.servers[key] = ServerRecord(declared, server, before: isSame ? record : nil, of: project)
            if registers || declared.manageWith == .accessToken { addCredential(of: declared, key, server, accepted) }
            if let reference = declared.tls?.privateKey, isBound(reference, of: key, to: server.origin, accepted) {
                privateKeys[key] = reference
            }
        }
    }

    /// Takes up what a server says of itself that nothing is to be sent to yet: no reference is bound to it.
    public mutating func describe(_ key: String, _ server: LocatedServer) {
        guard let declared = project.servers[key], state.servers[key] == nil else { return }
        state.servers[key] = ServerRecord(declared, server, before: nil, of: project)
    }

    /// What was there before, with what the servers have said of themselves meanwhile, but for what this run would have bound: to be
    /// recorded where the run is refused for it.
    public func described(over before: StateDocument) -> StateDocument {
        var described = before
        for key in located.keys where project.servers[key]?.namedBy.isByDocument == true {
            if let found = state.servers[key] { described.describe(key, as: found) }
        }
        return described
    }

    private mutating func addCredential(
        of declared: Project.Server, _ key: String, _ server: LocatedServer, _ accepted: [String]
    ) {
        if let reference = declared.accessToken ?? declared.initialAccessToken,
            isBound(reference, of: key, to: server.origin, accepted)
        {
            references[key] = reference
        }
        guard let client = declared.clientCredentials, let endpoint = tokenEndpoint(of: client, declared, key, server) else {
            return
        }
        if let reference = client.proof.reference, !isBound(reference, of: key, to: endpoint.origin.text, accepted) { return }
        let isSMART = if case .fhirBaseURL = declared.namedBy { true } else { false }
        grants[key] = AccessTokenGrant(
            client: client, tokenEndpoint: endpoint, issuer: server.issuer, isSMART: isSMART,
            support: state.servers[key]?.support ?? DeclaredSupport())
    }

    /// Only where the secret may go: at the server, or at an origin that is allowed.
    private mutating func tokenEndpoint(
        of client: ClientCredentials, _ declared: Project.Server, _ key: String, _ server: LocatedServer
    ) -> HTTPAddress? {
        guard let endpoint = client.tokenEndpoint ?? server.tokenEndpoint else {
            diagnostics.report(
                Diagnostic(
                    .tokenEndpointUnknown,
                    "What the server \"\(key)\" says of itself names no token endpoint, so there is no access token to be had from it.",
                    hint: "write token_endpoint under client_credentials", at: declared.location))
            return nil
        }
        let origin = endpoint.origin
        let isNear = [server.registrationEndpoint.origin, declared.namedBy.origin].contains(origin)
        let isOpen = origin.scheme == .http && !origin.isLoopback && !declared.allowHTTP
        if isNear || declared.allowOrigins.contains(origin), !isOpen { return endpoint }
        diagnostics.report(
            Diagnostic(
                .tokenEndpointElsewhere,
                "The token endpoint of the server \"\(key)\" is \(endpoint.text.prefix(200)), "
                    + (isOpen ? "over plain http." : "which is at another origin.")
                    + " The client's secret would go there; it was not read.",
                hint: isOpen
                    ? "have the server name an https endpoint, or set allow_http: true for this server"
                    : "if that is the server's, allow it in rollcall.yaml:\n  allow_origins: [\(origin.text)]",
                at: declared.location))
        return nil
    }

    /// Refuses what the servers have just declared not to take: before the first call.
    public mutating func check(_ changes: [Change]) {
        for change in changes where located[change.server] != nil {
            guard let desired = change.desired, change.isToBeSent else { continue }
            for refusal in state.servers[change.server]?.support.refusals(of: desired.metadata) ?? [] {
                diagnostics.report(refusal.diagnostic(severity: .error, of: change.label, at: change.server))
            }
        }
    }

    /// The servers, ready to be called.
    ///
    /// - Parameters:
    ///   - tokens: what the references hold, by the server's key.
    ///   - parallelism: calls at once at each server, instead of the project's.
    public func contexts(tokens: [String: Secret], parallelism: Int?) -> [String: ServerContext] {
        var contexts: [String: ServerContext] = [:]
        for (key, server) in located {
            let record = state.servers[key]
            let declared = project.servers[key]
            let profile = declared.flatMap { project.profile(named: $0.profile) } ?? record?.knownProfile ?? .generic
            let isAccessToken = declared?.accessToken != nil
            var context = ServerContext(
                registrationEndpoint: server.registrationEndpoint,
                initialAccessToken: isAccessToken ? nil : tokens[key] ?? server.ownAccessToken,
                registrationClientURI: server.isEmbedded ? .sameOrigin : record?.registrationClientURI ?? .asGiven,
                traits: ServerTraits(profile: profile, evidence: record?.learned ?? ServerEvidence()),
                parallelism: parallelism ?? declared?.parallelism ?? 4)
            context.accessToken = grants[key] != nil ? .obtained : isAccessToken ? tokens[key].map(Bearer.token) : nil
            context.isManagedByAdministrator = declared?.manageWith == .accessToken
            contexts[key] = context
        }
        return contexts
    }

    /// What the tokens say of themselves that makes a refusal likely: warnings, by server's key.
    ///
    /// - Parameters:
    ///   - tokens: what the references hold, by the server's key.
    ///   - now: seconds since 1970.
    public func doubts(about tokens: [String: Secret], now: Int) -> Diagnostics {
        let findings = findings(about: tokens, now: now)
        return Diagnostics(
            findings.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.compactMap { key, findings in
                .doubtfulToken(
                    findings, of: purpose(of: key), at: key, now: Int64(now), location: project.servers[key]?.location)
            })
    }

    /// What the servers' calls are authorised with, by their keys.
    public func authorities(tokens: [String: Secret], now: Int) -> [String: CallAuthority] {
        let findings = findings(about: tokens, now: now)
        var authorities: [String: CallAuthority] = [:]
        for (key, server) in located {
            let declared = project.servers[key]
            let registration: CallAuthority.Registration =
                if grants[key] != nil { .clientCredentials } else if tokens[key] ?? server.ownAccessToken == nil { .nothing } else
                {
                    declared?.accessToken == nil ? .initialAccessToken : .accessToken
                }
            authorities[key] = CallAuthority(
                registration: registration,
                remarks: (findings[key] ?? []).map { $0.inWords(of: purpose(of: key), now: Int64(now)) },
                isAdministrator: declared?.manageWith == .accessToken,
                profile: declared.flatMap { project.profile(named: $0.profile) } ?? state.servers[key]?.knownProfile ?? .generic)
        }
        return authorities
    }

    private func findings(about tokens: [String: Secret], now: Int) -> [String: [TokenFinding]] {
        var findings: [String: [TokenFinding]] = [:]
        for (key, token) in tokens {
            guard let server = located[key] else { continue }
            let addresses = [server.registrationEndpoint, server.issuer.flatMap { try? HTTPAddress($0) }].compactMap(\.self)
            findings[key] = TokenFinding.findings(in: token, usedAs: purpose(of: key), at: addresses, now: Int64(now))
        }
        return findings
    }

    private func purpose(of key: String) -> TokenPurpose {
        project.servers[key]?.accessToken == nil ? .initialAccessToken : .accessToken
    }

    /// Binds a reference to the first origin that it is used with; `false` for another one that nobody has agreed to.
    private mutating func isBound(_ reference: Reference, of key: String, to origin: String, _ accepted: [String]) -> Bool {
        let bound = state.references[reference.identity] ?? []
        if bound.contains(origin) { return true }
        guard bound.isEmpty || accepted.contains(origin) else {
            diagnostics.report(strange(reference, key, origin, bound))
            return false
        }
        state.references[reference.identity] = bound + [origin]
        return true
    }

    private func strange(_ reference: Reference, _ key: String, _ origin: String, _ bound: [String]) -> Diagnostic {
        Diagnostic(
            .referenceElsewhere,
            "The secret of \(reference.identity) has been used for \(bound.joined(separator: ", ")), and the server \"\(key)\" is at "
                + "\(origin). It was not read.",
            hint: "if it is meant for both:\n  rollcall apply --accept-origin \(origin)",
            at: project.servers[key]?.location)
    }
}

extension LocatedServer {
    var isEmbedded: Bool { origin == Self.embedded }
}

extension ServerRecord {
    fileprivate init(_ server: Project.Server, _ located: LocatedServer, before: ServerRecord?, of project: Project) {
        let own = project.profiles.first { $0.name == server.profile }
        self.init(
            namedBy: server.namedBy.json, profile: own?.name ?? ServerProfile.named(server.profile)?.name ?? server.profile,
            declaredFacts: own?.facts ?? [:], registrationClientURI: server.registrationClientURI,
            origin: located.origin, registrationEndpoint: located.recordedEndpoint, issuer: located.issuer,
            support: located.support ?? (server.namedBy.registrationEndpoint == nil ? before?.support : nil) ?? DeclaredSupport(),
            learned: before?.learned ?? ServerEvidence())
    }
}

extension Change {
    fileprivate var isToBeSent: Bool {
        switch action {
        case .register, .update, .replace: true
        case .delete, .forget, .record, .blocked, .nothing: false
        }
    }
}

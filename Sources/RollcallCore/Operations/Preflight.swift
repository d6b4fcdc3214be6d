public import OAuthRegistration
import StrictJSON

/// What must hold before the first call: every server is found and is where its credentials may go, and every reference is read for
/// no other origin than the one it was first used with. Pure; state as it is to be recorded before the first call comes out.
public struct Preflight: Sendable {
    /// With the servers and references of this run recorded.
    public private(set) var state: StateDocument
    /// The initial access tokens to be read, by the server's key.
    public private(set) var references: [String: Reference] = [:]
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

    /// Takes a server up. `registers`: clients are to be registered there, so its initial access token is wanted.
    public mutating func add(_ key: String, _ server: LocatedServer, registers: Bool, acceptedOrigins: [Origin]) {
        let accepted = acceptedOrigins.map(\.text)
        let record = state.servers[key]
        if let record, record.origin != server.origin, !accepted.contains(server.origin) {
            diagnostics.report(
                .serverMoved(key, from: record.origin, to: server.origin, at: project.servers[key]?.location))
            return
        }
        located[key] = server
        if let declared = project.servers[key] {
            state.servers[key] = ServerRecord(declared, server, before: record, of: project)
            if registers, let reference = declared.initialAccessToken, isBound(reference, of: key, to: server, accepted) {
                references[key] = reference
            }
            if let reference = declared.tls?.privateKey, isBound(reference, of: key, to: server, accepted) {
                privateKeys[key] = reference
            }
        }
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
            let declared = project.servers[key].flatMap { project.profile(named: $0.profile) }
            contexts[key] = ServerContext(
                registrationEndpoint: server.registrationEndpoint, initialAccessToken: tokens[key] ?? server.ownAccessToken,
                registrationClientURI: server.isEmbedded ? .sameOrigin : record?.registrationClientURI ?? .asGiven,
                traits: ServerTraits(
                    profile: declared ?? record?.knownProfile ?? .generic, evidence: record?.learned ?? ServerEvidence()),
                parallelism: parallelism ?? project.servers[key]?.parallelism ?? 4)
        }
        return contexts
    }

    /// Binds a reference to the first origin that it is used with; `false` for another one that nobody has agreed to.
    private mutating func isBound(_ reference: Reference, of key: String, to server: LocatedServer, _ accepted: [String]) -> Bool
    {
        let bound = state.references[reference.identity] ?? []
        if bound.contains(server.origin) { return true }
        guard bound.isEmpty || accepted.contains(server.origin) else {
            diagnostics.report(strange(reference, key, server, bound))
            return false
        }
        state.references[reference.identity] = bound + [server.origin]
        return true
    }

    private func strange(_ reference: Reference, _ key: String, _ server: LocatedServer, _ bound: [String]) -> Diagnostic {
        Diagnostic(
            .referenceElsewhere,
            "The secret of \(reference.identity) has been used for \(bound.joined(separator: ", ")), and the server \"\(key)\" is at "
                + "\(server.origin). It was not read.",
            hint: "if it is meant for both:\n  rollcall apply --accept-origin \(server.origin)",
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

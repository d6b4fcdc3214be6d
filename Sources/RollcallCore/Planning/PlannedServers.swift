public import OAuthRegistration
import StrictJSON

/// The servers of a plan, as its clients need them: under which key, what is known of each, and whether a client can be managed there.
public struct PlannedServers: Sendable {
    let project: Project
    let records: [String: ServerRecord]
    public let matching: ServerMatching
    private let endpoints: [String: HTTPAddress]

    /// - Parameters:
    ///   - endpoints: registration endpoints that were discovered, by the project's key.
    ///   - acceptedOrigins: new origins that somebody has agreed to.
    public init(
        _ project: Project, _ state: StateDocument?, endpoints: [String: HTTPAddress], acceptedOrigins: [Origin],
        diagnostics: inout Diagnostics
    ) {
        self.project = project
        self.endpoints = endpoints
        records = state?.servers ?? [:]
        matching = ServerMatching(
            project: project, state: state, endpoints: endpoints, acceptedOrigins: acceptedOrigins, diagnostics: &diagnostics)
    }

    /// By the key that the plan uses.
    func traits(of key: String) -> ServerTraits {
        let record = record(key)
        let declared = project.servers[key].flatMap { project.profile(named: $0.profile) }
        return ServerTraits(
            profile: declared ?? record?.knownProfile ?? .generic, evidence: record?.learned ?? ServerEvidence())
    }

    /// What the server has declared, as it is recorded; nothing where the manifest names the endpoint itself, or has the server
    /// elsewhere by now.
    func support(of key: String) -> DeclaredSupport {
        let name = project.servers[key]?.namedBy
        guard name?.registrationEndpoint == nil, let record = record(key) else { return DeclaredSupport() }
        if let origin = name?.origin, !record.isAt(origin, discovered: false) { return DeclaredSupport() }
        return record.support
    }

    /// By the key that the plan uses: what the server is named by.
    func namedBy(_ key: String) -> JSONObject? { project.servers[key]?.namedBy.json ?? record(key)?.namedBy }

    /// A key of the project that state does not know may be, in state, another server's.
    private func record(_ key: String) -> ServerRecord? {
        if let recordedKey = matching.recordedKey(of: key) { return records[recordedKey] }
        return project.servers[key] == nil ? records[key] : nil
    }

    /// Whether the client is recorded at the server that the manifest wants it at.
    func isSame(_ key: String, as recordedKey: String) -> Bool {
        matching.recordedKey(of: key).map { $0.isSameText(as: recordedKey) } ?? false
    }

    /// Whether an update or a delete has an address to go to and a token to go with. The registration is as state has it. What the server gave
    /// for this client is the evidence: that it gave another one nothing says nothing.
    func manages(_ registration: FormerRegistration) -> Bool {
        manages(registration, at: matching.planKey(of: registration.server))
    }

    /// The same, of a registration at the server that the plan calls `key`.
    public func manages(_ registration: FormerRegistration, at key: String) -> Bool {
        guard traits(of: key).profile.methods.map({ !$0.value.isEmpty }) != false else { return false }
        if project.servers[key]?.manageWith == .accessToken, registration.registrationClientURI == nil { return true }
        guard registration.registrationClientURI != nil,
            registration.credentials.registrationAccessToken != nil || project.servers[key]?.manageWith == .accessToken
        else { return false }
        let (declared, record) = (project.servers[key], record(key))
        // An embedded server's endpoint is a path until it runs; its addresses are its own.
        guard let endpoint = endpoint(of: declared, under: key, record) else { return true }
        let policy = declared?.registrationClientURI ?? record?.registrationClientURI ?? .asGiven
        switch RegistrationClientAddress.resolve(
            given: registration.registrationClientURI, endpoint: endpoint, policy: policy)
        {
        case .use: return true
        case .notUsed: return false
        }
    }

    /// Whether the registration can be updated, as far as is known.
    func updates(_ registration: FormerRegistration) -> Bool {
        traits(of: matching.planKey(of: registration.server)).updates != false
    }

    /// Whether the registration can be deleted, as far as is known.
    public func deletes(_ registration: FormerRegistration, at key: String) -> Bool {
        manages(registration, at: key) && traits(of: key).deletes != false
    }

    /// The same, of a registration as state has it.
    func deletes(_ registration: FormerRegistration) -> Bool {
        deletes(registration, at: matching.planKey(of: registration.server))
    }

    /// As far as it is known without asking.
    private func endpoint(of server: Project.Server?, under key: String, _ record: ServerRecord?) -> HTTPAddress? {
        endpoints[key] ?? server?.namedBy.registrationEndpoint ?? record.flatMap { try? HTTPAddress($0.registrationEndpoint) }
    }
}

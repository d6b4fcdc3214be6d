import OAuthRegistration
import StrictJSON

/// The servers of a plan, as its clients need them: under which key, what is known of each, and whether a client can be managed there.
struct PlannedServers {
    let project: Project
    let records: [String: ServerRecord]
    let matching: ServerMatching
    private let endpoints: [String: HTTPAddress]

    init(_ input: PlanInput, diagnostics: inout Diagnostics) {
        project = input.manifest.project
        records = input.state?.servers ?? [:]
        endpoints = input.endpoints
        matching = ServerMatching(
            project: project, state: input.state, endpoints: input.endpoints, acceptedOrigins: input.options.acceptedOrigins,
            diagnostics: &diagnostics)
    }

    /// By the key that the plan uses.
    func traits(of key: String) -> ServerTraits {
        let record = record(key)
        let profile = project.servers[key]?.profile ?? record?.profile ?? ServerProfile.generic.name
        return ServerTraits(
            profile: ServerProfile.named(profile) ?? .generic, evidence: record?.learned ?? ServerEvidence())
    }

    /// By the key that the plan uses: what the server is named by.
    func namedBy(_ key: String) -> JSONObject? { project.servers[key]?.namedBy.json ?? record(key)?.namedBy }

    private func record(_ key: String) -> ServerRecord? { records[matching.recordedKey(of: key) ?? key] }

    /// Whether the client is recorded at the server that the manifest wants it at.
    func isSame(_ key: String, as recordedKey: String) -> Bool {
        matching.recordedKey(of: key).map { $0.isSameText(as: recordedKey) } ?? false
    }

    /// Whether an update or a delete has an address to go to and a token to go with.
    func manages(_ registration: FormerRegistration) -> Bool {
        let key = matching.planKey(of: registration.server)
        guard registration.registrationClientURI != nil, registration.credentials.registrationAccessToken != nil,
            traits(of: key).manages != false
        else { return false }
        // An embedded server's endpoint is a path until it runs; its addresses are its own.
        let record = records[registration.server]
        guard let endpoint = endpoints[key] ?? record.flatMap({ try? HTTPAddress($0.registrationEndpoint) }) else { return true }
        let policy = project.servers[key]?.registrationClientURI ?? record?.registrationClientURI ?? .asGiven
        switch RegistrationClientAddress.resolve(
            given: registration.registrationClientURI, endpoint: endpoint, policy: policy)
        {
        case .use: return true
        case .notUsed: return false
        }
    }
}

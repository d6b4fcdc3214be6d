public import OAuthRegistration
public import StrictJSON

/// Which of the project's servers are which of the state's. A server is what it is named by, or its registration endpoint; its key
/// is only what this manifest calls it. So a key can be renamed, or swapped with another, and no client is touched.
///
/// An embedded server is the exception: it is the file that it keeps its clients in, and that file bears its key. Two of one
/// personality are two servers, and under another key it is another server, with nothing in it.
///
/// Where a key stands for something else than it did, the server is taken for the same one at a new place, and a new origin is
/// reported: credentials do not follow it unless somebody agrees (`--accept-origin`).
public struct ServerMatching: Hashable, Sendable {
    /// By the project's key: the state's key of the same server.
    private var recordedKeys: [String: String] = [:]
    /// By the state's key: the project's.
    private var projectKeys: [String: String] = [:]

    /// - Parameter endpoints: what was discovered, by the project's key. Without it, a server is known by its name alone.
    public init(
        project: Project, state: StateDocument?, endpoints: [String: HTTPAddress] = [:], acceptedOrigins: [Origin] = [],
        diagnostics: inout Diagnostics
    ) {
        let records = (state?.servers ?? [:]).sorted { $0.key.precedes($1.key) }
        let servers = project.servers.sorted { $0.key.precedes($1.key) }
        for rule in Rule.allCases {
            for (key, server) in servers where recordedKeys[key] == nil {
                let endpoint = endpoints[key] ?? server.namedBy.registrationEndpoint
                let record = records.first { record in
                    (rule != .sameKey || projectKeys[record.key] == nil)
                        && rule.holds(key, server.namedBy, endpoint, record.key, record.value)
                }
                if let record { match(key, with: record.key) }
            }
        }
        for (key, server) in servers {
            guard let state, let recordedKey = recordedKeys[key], let record = state.servers[recordedKey] else { continue }
            Self.check(
                key, server, record, endpoints[key], acceptedOrigins,
                holdsRegistrations: state.holdsRegistrations(at: recordedKey), diagnostics: &diagnostics)
        }
        if let state { checkEmbedded(project, state, diagnostics: &diagnostics) }
        for (key, _) in records where projectKeys[key] == nil && project.servers[key] != nil {
            match(Self.freeKey(after: key, project, state), with: key)
        }
    }

    /// The state's key of one of the project's servers; `nil` if state does not know it.
    public func recordedKey(of key: String) -> String? { recordedKeys[key] }

    /// The project's key of one of the state's servers; `nil` if the project does not have it.
    func projectKey(of recordedKey: String) -> String? { projectKeys[recordedKey] }

    /// What a plan calls one of the state's servers: the project's key if the project has it, else the state's.
    public func planKey(of recordedKey: String) -> String { projectKeys[recordedKey] ?? recordedKey }

    /// Keys that are to follow the manifest at the next checkpoint: from the state's to the plan's. Ascending by the former.
    /// They are to be renamed all at once, for two may have changed places (`StateDocument.renaming`).
    public var renames: [(from: String, to: String)] {
        projectKeys.map { (from: $0.key, to: $0.value) }
            .filter { !$0.from.isSameText(as: $0.to) }
            .sorted { $0.from.precedes($1.from) }
    }

    private mutating func match(_ key: String, with recordedKey: String) {
        recordedKeys[key] = recordedKey
        // Two keys for one server: the one that state knows stays, else the first.
        if projectKeys[recordedKey] == nil || key.isSameText(as: recordedKey) { projectKeys[recordedKey] = key }
    }

    /// What makes two servers one, strongest first.
    private enum Rule: CaseIterable {
        case sameNameAndKey, sameName, sameEndpointAndKey, sameEndpoint
        /// Of a record that is nobody else's.
        case sameKey

        func holds(
            _ key: String, _ name: Project.Server.Name, _ endpoint: HTTPAddress?, _ recordedKey: String, _ record: ServerRecord
        ) -> Bool {
            switch self {
            case .sameName: !name.isEmbedded && record.namedBy == name.json
            case .sameNameAndKey: key.isSameText(as: recordedKey) && record.namedBy == name.json
            case .sameEndpoint: endpoint.map { $0.text.isSameText(as: record.registrationEndpoint) } ?? false
            case .sameEndpointAndKey:
                key.isSameText(as: recordedKey) && Rule.sameEndpoint.holds(key, name, endpoint, recordedKey, record)
            case .sameKey: key.isSameText(as: recordedKey)
            }
        }
    }

    /// For a server that the manifest no longer has, and whose key it has given to another one.
    private static func freeKey(after key: String, _ project: Project, _ state: StateDocument?) -> String {
        var number = 2
        while project.servers["\(key)-\(number)"] != nil || state?.servers["\(key)-\(number)"] != nil { number += 1 }
        return "\(key)-\(number)"
    }
}

extension Project.Server.Name {
    /// As state and plan write it: one member.
    public var json: JSONObject {
        switch self {
        case .registrationEndpoint(let address): ["registration_endpoint": .string(address.text)]
        case .issuer(_, let spelled): ["issuer": .string(JSONString(spelled))]
        case .fhirBaseURL(let address): ["fhir_base_url": .string(address.text)]
        case .embedded(let personality): ["embedded": .string(personality.rawValue)]
        }
    }

    /// `nil` if it is still to be discovered.
    public var registrationEndpoint: HTTPAddress? {
        switch self {
        case .registrationEndpoint(let address): address
        case .issuer, .fhirBaseURL, .embedded: nil
        }
    }

    /// The registration endpoint is looked up, in what the server says of itself.
    public var isByDocument: Bool {
        switch self {
        case .issuer, .fhirBaseURL: true
        case .registrationEndpoint, .embedded: false
        }
    }

    var isEmbedded: Bool { origin == nil }

    /// Of the address it is named by; an embedded server has none.
    public var origin: Origin? {
        switch self {
        case .registrationEndpoint(let address), .issuer(let address, _), .fhirBaseURL(let address): address.origin
        case .embedded: nil
        }
    }
}

extension String {
    /// By bytes: `==` takes canonically equivalent texts for equal.
    func isSameText(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
    func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}

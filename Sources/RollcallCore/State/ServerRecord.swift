public import OAuthRegistration
public import StrictJSON

/// A server as state knows it. A server is what it is named by, or its endpoint; not its key in YAML.
public struct ServerRecord: Hashable, Sendable {
    /// One member, as the manifest has it: `{"fhir_base_url": "https://…"}`, `{"embedded": "rfc"}`.
    public var namedBy: JSONObject
    public var profile: String
    /// The facts of a profile that the manifest declares itself, as it was last; state alone has to be enough to delete by. Empty for a built-in
    /// one.
    public var declaredFacts: JSONObject
    public var registrationClientURI: RegistrationClientURIPolicy
    /// Where credentials may go: an origin's text, or `embedded`.
    public var origin: String
    /// As it was discovered. An embedded server's is a path: it has no fixed address.
    public var registrationEndpoint: String
    public var issuer: String?
    /// What its discovery document says that it supports.
    public var support: DeclaredSupport
    public var learned: ServerEvidence

    public init(
        namedBy: JSONObject, profile: String, declaredFacts: JSONObject = [:],
        registrationClientURI: RegistrationClientURIPolicy, origin: String,
        registrationEndpoint: String, issuer: String? = nil, support: DeclaredSupport = DeclaredSupport(),
        learned: ServerEvidence = ServerEvidence()
    ) {
        self.namedBy = namedBy
        self.profile = profile
        self.declaredFacts = declaredFacts
        self.registrationClientURI = registrationClientURI
        self.origin = origin
        self.registrationEndpoint = registrationEndpoint
        self.issuer = issuer
        self.support = support
        self.learned = learned
    }

    /// What is known of the server beforehand, as far as state knows it.
    public var knownProfile: ServerProfile {
        declaredFacts.isEmpty ? ServerProfile.named(profile) ?? .generic : ServerProfile(name: profile, facts: declaredFacts)
    }

    /// A client's address, when an answer names one. An embedded server's are its own, wherever it runs.
    func preferred(_ given: JSONString?, over recorded: JSONString?) -> JSONString? {
        guard let endpoint = try? HTTPAddress(registrationEndpoint) else { return given ?? recorded }
        return RegistrationClientAddress.preferred(
            given, over: recorded, endpoint: endpoint, policy: registrationClientURI)
    }
}

/// A call that was sent and whose complete answer nobody has seen. It stays until it is settled.
public struct Doubt: Hashable, Sendable {
    public var intent: Intent
    /// What came of an answer; may hold credentials.
    public var received: StoredSecret
    public var reason: String

    public init(intent: Intent, received: StoredSecret = .plain(Secret([])), reason: String) {
        self.intent = intent
        self.received = received
        self.reason = reason
    }
}

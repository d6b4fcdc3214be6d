public import OAuthRegistration
public import StrictJSON

/// Everything that a plan is made of. Equal inputs make equal plans, byte for byte, whatever the order of files and observations.
public struct PlanInput: Sendable {
    public var manifest: Manifest
    /// `nil`: there is none, and everything will be registered.
    public var state: StateDocument?
    /// By the label a client is recorded under; empty when no server was asked.
    public var observations: [ClientLabel: ObservedClient]
    /// Registration endpoints that were discovered, by the project's key; empty when no server was asked.
    public var endpoints: [String: HTTPAddress]
    public var options: PlanOptions
    public var digest: Digest

    public init(
        manifest: Manifest, state: StateDocument?, observations: [ClientLabel: ObservedClient] = [:],
        endpoints: [String: HTTPAddress] = [:], options: PlanOptions = PlanOptions(), digest: @escaping Digest
    ) {
        self.manifest = manifest
        self.state = state
        self.observations = observations
        self.endpoints = endpoints
        self.options = options
        self.digest = digest
    }
}

/// What a plan is asked to be about.
public struct PlanOptions: Hashable, Sendable {
    /// These only; all if empty.
    public var labels: [ClientLabel]
    /// Of those, the ones with all of these tags.
    public var tags: [Tag]
    /// To be registered anew.
    public var replace: [ClientLabel]
    /// Registrations that were replaced, or will be, are not deleted yet: their clients are used until the new ones are handed out.
    public var keepsFormer: Bool
    /// Delete every client in state, whatever the manifest says.
    public var destroy: Bool
    /// New origins of known servers that somebody has agreed to.
    public var acceptedOrigins: [Origin]

    /// Whether some clients may be left out.
    public var isPartial: Bool { !labels.isEmpty || !tags.isEmpty }

    public struct Tag: Hashable, Sendable {
        public var key: JSONString
        public var value: JSONString

        public init(key: JSONString, value: JSONString) {
            self.key = key
            self.value = value
        }
    }

    public init(
        labels: [ClientLabel] = [], tags: [Tag] = [], replace: [ClientLabel] = [], keepsFormer: Bool = false,
        destroy: Bool = false, acceptedOrigins: [Origin] = []
    ) {
        self.labels = labels
        self.tags = tags
        self.replace = replace
        self.keepsFormer = keepsFormer
        self.destroy = destroy
        self.acceptedOrigins = acceptedOrigins
    }
}

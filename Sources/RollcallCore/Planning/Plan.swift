public import OAuthRegistration
public import StrictJSON

/// What is to be done, as data: readable, saved, reviewed, applied exactly or refused. A pure function of manifest, state,
/// observations and profiles: same input, same bytes. It has no place for a secret.
public struct Plan: Hashable, Sendable {
    /// Of the state that it was made from; `nil` without a state.
    public var lineage: String?
    /// For information.
    public var serial: Int?
    /// By the key used in `changes`: what each server is named by, one member (`ServerRecord.namedBy`).
    public var servers: [String: JSONObject]
    /// New origins that whoever made the plan has agreed to. Ascending, each once.
    public let acceptedOrigins: [Origin]
    /// Everything that is to be done or said, ascending by label; a client without anything to say is not here.
    public var changes: [Change]

    public init(
        lineage: String? = nil, serial: Int? = nil, servers: [String: JSONObject] = [:], acceptedOrigins: [Origin] = [],
        changes: [Change] = []
    ) {
        self.lineage = lineage
        self.serial = serial
        self.servers = servers
        self.acceptedOrigins = Origin.ascending(acceptedOrigins)
        self.changes = changes
    }
}

/// What is to be done about one client.
public struct Change: Hashable, Sendable {
    public var label: ClientLabel
    public var action: Action
    public var reason: Reason
    /// The server's key: the manifest's for what the manifest declares, else the state's.
    public var server: String
    /// Ascending by name. Also for changes that are blocked or nothing, when there is something to say about a field.
    public var fields: [FieldChange]
    /// What the client will be; `nil` for `delete` and `forget`.
    public var desired: Target?
    /// The label it is recorded under, where `moved` gives it a new one.
    public var movedFrom: ClientLabel?
    /// `ClientDigest` of the record that the plan was made from; `nil` if there was none.
    public var recorded: String?

    /// `nothing` is for a client that needs no change but has something to be said about it.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        case register, update, replace, delete, forget, record, blocked, nothing
    }

    /// Why the action, and not another; or why it is blocked.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        case notRecorded = "not_recorded"
        case fieldsDiffer = "fields_differ"
        case serverChanged = "server_changed"
        case replaceRequested = "replace_requested"
        case notDeclared = "not_declared"
        case destroyed
        case forgotten
        /// Only what state says of it differs: label, tags, protect, or a server that already has what is wanted.
        case recordDiffers = "record_differs"
        /// A former registration is still to be deleted.
        case formerRemains = "former_remains"
        /// Nothing: registrations that were or will be replaced are kept until a later apply.
        case formerKept = "former_kept"
        /// Blocked: the server has no client configuration endpoint, or gave no address or token for it.
        case unmanaged
        /// Blocked: a call for this client is in doubt.
        case inDoubt = "in_doubt"
        /// Blocked: the server would not say what the client is now.
        case unreadable
        /// Blocked: the server says that the client was there and is no more.
        case gone
        /// Blocked: the server is known to refuse a member.
        case refusedByServer = "refused_by_server"
        /// Blocked: the server declares that it does not take a value.
        case notSupported = "not_supported"
        /// Blocked: another label has the same client of the same server.
        case sharedClient = "shared_client"
        /// Blocked: the server has no DELETE.
        case notDeletable = "not_deletable"
        /// Blocked: a field that makes the client what it is would be left out.
        case byOmission = "by_omission"
        /// Blocked: the server has no PUT.
        case notUpdatable = "not_updatable"
        /// Nothing: something is worth saying.
        case noted
    }

    public struct Target: Hashable, Sendable {
        public var metadata: ClientMetadata
        public var tags: JSONObject
        public var protect: Bool
        public var ignore: [JSONString]

        public init(metadata: ClientMetadata, tags: JSONObject, protect: Bool, ignore: [JSONString]) {
            self.metadata = metadata
            self.tags = tags
            self.protect = protect
            self.ignore = ignore
        }
    }

    public init(
        label: ClientLabel, action: Action, reason: Reason, server: String, fields: [FieldChange] = [], desired: Target? = nil,
        movedFrom: ClientLabel? = nil, recorded: String? = nil
    ) {
        self.label = label
        self.action = action
        self.reason = reason
        self.server = server
        self.fields = fields
        self.desired = desired
        self.movedFrom = movedFrom
        self.recorded = recorded
    }
}

/// One field of a change, with the three tenses that explain it. Which of them differ is its cause.
public struct FieldChange: Hashable, Sendable {
    public var name: JSONString
    public var cause: Cause
    public var desired: JSONValue?
    public var requested: JSONValue?
    public var granted: JSONValue?
    /// `nil` when absent at the server, or when it was not asked.
    public var observed: JSONValue?

    public enum Cause: String, Hashable, Sendable, CaseIterable {
        /// The manifest was edited.
        case edited
        /// Somebody else changed it at the server.
        case drifted
        /// The server granted something else than was requested. A note, never a change.
        case substituted
        /// The server never shows it.
        case unverifiable
        /// Drift that `ignore` names. A note, never a change.
        case ignored
        /// Undeclared, and the server gained it: `redirect_uris`, keys or grants. A warning, never a change.
        case gained
    }

    /// How deep a value may nest: the plan's document adds five levels, and must stay readable. Manifests hold no deeper ones.
    public static let deepestValue = JSONScanner.depthLimit - 5

    /// A value that a plan could not be read back with is left out.
    public init(
        _ name: JSONString, _ cause: Cause, desired: JSONValue? = nil, requested: JSONValue? = nil, granted: JSONValue? = nil,
        observed: JSONValue? = nil
    ) {
        self.name = name
        self.cause = cause
        self.desired = Self.held(desired)
        self.requested = Self.held(requested)
        self.granted = Self.held(granted)
        self.observed = Self.held(observed)
    }

    private static func held(_ value: JSONValue?) -> JSONValue? {
        value.flatMap { $0.depth <= deepestValue ? $0 : nil }
    }
}

extension JSONValue {
    /// Levels of arrays and objects; 0 for anything else.
    public var depth: Int {
        switch self {
        case .null, .bool, .number, .string: 0
        case .array(let elements): 1 + (elements.map(\.depth).max() ?? 0)
        case .object(let object): 1 + (object.members.map(\.value.depth).max() ?? 0)
        }
    }
}

extension Origin {
    fileprivate static func ascending(_ origins: [Origin]) -> [Origin] {
        var unique: [Origin] = []
        for origin in origins.sorted(by: { $0.text.precedes($1.text) }) where origin != unique.last { unique.append(origin) }
        return unique
    }
}

public import StrictJSON

/// A table of facts about one server product: what it rotates, drops, rewrites, needs in an update. `nil` is "not known":
/// evidence decides, and what evidence shows is kept in `ServerEvidence`.
public struct ServerProfile: Hashable, Sendable {
    /// As it is written in a manifest: `generic`, `keycloak`.
    public let name: String
    /// A read answers with a new registration access token, and the one used is dead (RFC 7592, section 2.1 allows it).
    public var rotatesOnRead: Bool?
    /// Whether `client_secret` belongs into an update's body.
    public var secretInUpdate: SecretInUpdate?
    public var clearing: Clearing?
    /// GET, PUT and DELETE of RFC 7592 exist.
    public var manages: Bool?
    /// A 503 to a registration says that it was not processed.
    public var unavailableMeansUnprocessed = false
    /// A registration with the `Idempotency-Key` of one that was processed gets the same answer again, and makes no second client.
    public var heedsIdempotencyKeys = false
    /// A member that the server does not know is answered with 400, against RFC 7591, section 2.
    public var refusesUnknownMembers = false
    /// Members beyond `FieldCatalog` that it does know. Ascending.
    public var knownMembers: [JSONString] = []
    /// Fields of `FieldCatalog` that it does not know. Ascending.
    public var unknownFields: [JSONString] = []
    /// Ascending by name.
    public var fields: [FieldQuirk] = []

    public enum SecretInUpdate: String, Hashable, Sendable { case required, refused, ignored }

    /// How a field that is no longer wanted is taken away.
    public enum Clearing: String, Hashable, Sendable {
        case omission
        /// `""` or `[]`.
        case emptyValue = "empty_value"
        case impossible
    }

    public init(name: String) { self.name = name }
}

/// How a server departs from "stored as sent, shown as stored" for one field.
public struct FieldQuirk: Hashable, Sendable {
    public enum Fate: String, Hashable, Sendable {
        /// Accepted and forgotten, or kept and never shown: `unverifiable` either way.
        case hidden
        /// Shown with another value than the one sent.
        case rewritten
        /// Shown as another JSON type.
        case retyped
        /// Shown with a value that is not the stored one: never to be echoed.
        case wronglyShown = "wrongly_shown"
    }

    public let name: JSONString
    public let fate: Fate
    /// Where it is known from: source file, version, date.
    public let source: String

    public init(_ name: JSONString, _ fate: Fate, source: String) {
        self.name = name
        self.fate = fate
        self.source = source
    }
}

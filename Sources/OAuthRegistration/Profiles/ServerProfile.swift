public import StrictJSON

/// A table of facts about one server product: what it rotates, drops, rewrites, needs in an update. `nil` is "not known":
/// evidence decides, and what evidence shows is kept in `ServerEvidence`. `ProfileRow.all` has the rows with their names.
public struct ServerProfile: Hashable, Sendable {
    /// As it is written in a manifest: `generic`, `keycloak`.
    public private(set) var name: String
    /// For sentences and the guide: `Keycloak`, "any server".
    public var product: String
    /// A read answers with a new registration access token, and the one used is dead (RFC 7592, section 2.1 allows it).
    public var rotatesOnRead: Fact<Bool>?
    /// So does an update (RFC 7592, section 2.2).
    public var rotatesOnUpdate: Fact<Bool>?
    /// A read, or an update, issues a new client secret, and the one before is dead: whoever uses the client has to be given the new one.
    public var newSecretOnRead: Fact<Bool>?
    public var newSecretOnUpdate: Fact<Bool>?
    /// Whether `client_secret` belongs into an update's body.
    public var secretInUpdate: Fact<SecretInUpdate>?
    /// How a field that is no longer wanted is taken away, unless `fieldClearing` says it of the field.
    public var clearing: Fact<Clearing>?
    public var fieldClearing: [JSONString: Fact<Clearing>] = [:]
    /// Fields of which an empty list counts as an absent one, so that the field's default comes in its place. Ascending.
    public var emptyIsAbsent: Fact<[JSONString]>?
    /// The calls of RFC 7592 that exist, in the order of `ClientMethod`; none is a server that registers and no more.
    public var methods: Fact<[ClientMethod]>?
    /// Statuses to a read, an update or a delete that say that the client is gone or its token is dead. Ascending.
    public var deadTokenStatuses: Fact<[Int]>?
    /// A 503 to a registration says that it was not processed.
    public var unavailableMeansUnprocessed: Fact<Bool>?
    /// A registration with the `Idempotency-Key` of one that was processed gets the same answer again, and makes no second client.
    public var heedsIdempotencyKeys: Fact<Bool>?
    /// Seconds until a registration that nobody renews is gone.
    public var registrationLifetime: Fact<Int>?
    /// A member that the server does not know is answered with 400, against RFC 7591, section 2.
    public var refusesUnknownMembers: Fact<Bool>?
    /// Members beyond `FieldCatalog` that it does know. Ascending.
    public var knownMembers: [JSONString] = []
    /// Fields of `FieldCatalog` that it does not know. Ascending.
    public var unknownFields: [JSONString] = []
    /// How it departs from "stored as sent, shown as stored". Ascending by name.
    public var fields: [FieldQuirk] = []
    /// Every field that is not among `fields` is stored as sent and shown as stored, so nothing need be read back to learn of it.
    public var knowsAllFields = false

    public enum SecretInUpdate: String, Hashable, Sendable, CaseIterable { case required, refused, ignored }

    /// How a field that is no longer wanted is taken away.
    public enum Clearing: String, Hashable, Sendable, CaseIterable {
        case omission
        /// `""` or `[]`.
        case emptyValue = "empty_value"
        case impossible
    }

    public init(name: String, product: String? = nil) {
        self.name = name
        self.product = product ?? name
    }

    /// What is known of a server that this profile is a beginning for, under a name of its own.
    public func renamed(_ name: String) -> ServerProfile {
        var profile = self
        (profile.name, profile.product) = (name, name)
        return profile
    }

    /// A refusal of a read, an update or a delete with this status: the client is gone, or its token is dead. RFC 7592, section 2 has 401 for
    /// both, and what stands in front of any server may answer 403, 404 or 410; some servers answer otherwise.
    public func saysGone(_ status: Int) -> Bool {
        [401, 403, 404, 410].contains(status) || deadTokenStatuses?.value.contains(status) == true
    }

    /// How the field departs, with its language tag or, where that has no row of its own, without.
    public func quirk(of field: JSONString) -> FieldQuirk? {
        fields.first { $0.name == field }
            ?? (FieldName(field).languageTag == nil ? nil : fields.first { $0.name == FieldName(field).base })
    }
}

/// The calls of RFC 7592, sections 2.1 to 2.3.
public enum ClientMethod: String, Hashable, Sendable, CaseIterable, Comparable {
    case get = "GET"
    case put = "PUT"
    case delete = "DELETE"

    public static func < (left: ClientMethod, right: ClientMethod) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }

    public var operation: RegistrationOperation {
        switch self {
        case .get: .read
        case .put: .update
        case .delete: .delete
        }
    }
}

/// How a server departs from "stored as sent, shown as stored" for one field.
public struct FieldQuirk: Hashable, Sendable {
    public enum Fate: String, Hashable, Sendable, CaseIterable {
        /// Accepted and forgotten, or kept and never shown: `unverifiable` either way.
        case hidden
        /// Shown with another value than the one sent.
        case rewritten
        /// URIs, shown in another spelling than the one sent (RFC 3986, section 6.2): what leads elsewhere is still seen.
        case respelled
        /// Shown as another JSON type.
        case retyped
        /// Shown with a value that is not the stored one: never to be echoed.
        case wronglyShown = "wrongly_shown"
    }

    public let name: JSONString
    public let fate: Fate
    public let source: ProfileSource

    public init(_ name: JSONString, _ fate: Fate, source: ProfileSource) {
        self.name = name
        self.fate = fate
        self.source = source
    }
}

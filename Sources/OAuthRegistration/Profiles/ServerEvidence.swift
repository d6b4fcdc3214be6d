public import StrictJSON

/// What a server's own answers have shown; recorded in state as `servers.NAME.learned` and used from then on.
/// Evidence only grows: a question that has been answered stays answered. A later answer replaces the earlier, with two exceptions: one
/// read that rotated is proof, and another one that did not, at the same time perhaps, takes nothing away from it; and a field that a
/// read shows after all loses its fate, once (a read back may have come too early, or from elsewhere).
public struct ServerEvidence: Hashable, Sendable {
    public var rotatesOnRead: Bool?
    public var secretInUpdate: ServerProfile.SecretInUpdate?
    public var manages: Bool?
    /// Whether there is a DELETE (RFC 7592, section 2.3 has 405 where there is none).
    public var deletes: Bool?
    /// Whether there is a GET, and a PUT.
    public var reads: Bool?
    public var updates: Bool?
    /// A read, or an update, has brought another client secret than the one that was recorded.
    public var newSecretOnRead: Bool?
    public var newSecretOnUpdate: Bool?
    /// Whether an update is refused that holds members which the server shows, the catalogue lacks and nobody declares. RFC 7592, section 2.2 wants
    /// them in it.
    public var refusesUnknownEcho: Bool?
    /// A read straight after a registration was refused, and none has been accepted since: perhaps no read works here, or it came too early.
    public var firstReadRefused: Bool?
    /// The first registration, and the first update, have been read back.
    public var registrationWasReadBack = false
    public var updateWasReadBack = false
    /// Fields of which a write was read back: there is no more to be learned of them by that. Empty in a state from before this was
    /// recorded; then the first write of each kind was all that was read back.
    public var readBack: Set<JSONString> = []
    /// Fields and how the server treats them.
    public var fields: [JSONString: FieldQuirk.Fate] = [:]
    /// Fields that were in `fields`, and that a read has shown after all. What is learned of one of them again stays: a server may show one
    /// value as it was sent and not another, and no client's read may undo what another's has shown for ever.
    public var shownAfterAll: Set<JSONString> = []
    /// Fields that survived omission and went with `""` or `[]` (`emptyValue`), or survived that too (`impossible`).
    public var clearing: [JSONString: ServerProfile.Clearing] = [:]

    public init() {}

    public var isEmpty: Bool { self == ServerEvidence() }

    public mutating func merge(_ later: ServerEvidence) {
        rotatesOnRead = rotatesOnRead == true ? true : later.rotatesOnRead ?? rotatesOnRead
        secretInUpdate = later.secretInUpdate ?? secretInUpdate
        manages = later.manages ?? manages
        deletes = later.deletes ?? deletes
        reads = later.reads ?? reads
        updates = later.updates ?? updates
        newSecretOnRead = later.newSecretOnRead ?? newSecretOnRead
        newSecretOnUpdate = later.newSecretOnUpdate ?? newSecretOnUpdate
        refusesUnknownEcho = later.refusesUnknownEcho ?? refusesUnknownEcho
        firstReadRefused = later.firstReadRefused ?? firstReadRefused
        registrationWasReadBack = registrationWasReadBack || later.registrationWasReadBack
        updateWasReadBack = updateWasReadBack || later.updateWasReadBack
        readBack.formUnion(later.readBack)
        for name in later.shownAfterAll.subtracting(shownAfterAll) { fields[name] = nil }
        shownAfterAll.formUnion(later.shownAfterAll)
        fields.merge(later.fields) { $1 }
        clearing.merge(later.clearing) { $1 }
    }
}

/// What is known of a server: its profile, and where the profile is silent, the evidence.
public struct ServerTraits: Hashable, Sendable {
    public var profile: ServerProfile
    public var evidence: ServerEvidence

    public init(profile: ServerProfile, evidence: ServerEvidence = ServerEvidence()) {
        self.profile = profile
        self.evidence = evidence
    }

    public var rotatesOnRead: Bool? { profile.rotatesOnRead?.value ?? evidence.rotatesOnRead }
    public var newSecretOnRead: Bool? { profile.newSecretOnRead?.value ?? evidence.newSecretOnRead }
    public var newSecretOnUpdate: Bool? { profile.newSecretOnUpdate?.value ?? evidence.newSecretOnUpdate }
    public var secretInUpdate: ServerProfile.SecretInUpdate? { profile.secretInUpdate?.value ?? evidence.secretInUpdate }

    /// Whether there is any call of RFC 7592.
    public var manages: Bool? { profile.methods.map { !$0.value.isEmpty } ?? evidence.manages }
    public var reads: Bool? { has(.get) ?? evidence.reads }
    public var updates: Bool? { has(.put) ?? evidence.updates }
    public var deletes: Bool? { has(.delete) ?? evidence.deletes }

    private func has(_ method: ClientMethod) -> Bool? { profile.methods?.value.contains(method) }

    /// Whether no read has worked here yet, and one was refused that should have.
    public var hasShownNoClient: Bool { reads == false || profile.methods == nil && evidence.firstReadRefused == true }

    public func clearing(of field: JSONString) -> ServerProfile.Clearing? {
        profile.fieldClearing[field]?.value ?? evidence.clearing[field] ?? profile.clearing?.value
    }

    /// Whether an empty list is taken for an absent one, so that the field's default comes in its place.
    public func takesEmptyForAbsent(_ field: JSONString) -> Bool { profile.emptyIsAbsent?.value.contains(field) ?? false }

    public func fate(of field: JSONString) -> FieldQuirk.Fate? { profile.quirk(of: field)?.fate ?? evidence.fields[field] }
}

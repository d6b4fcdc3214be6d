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
    /// Whether an update is refused that holds members which the server shows, the catalogue lacks and nobody declares. RFC 7592, section 2.2 wants
    /// them in it.
    public var refusesUnknownEcho: Bool?
    /// The first registration, and the first update, have been read back.
    public var registrationWasReadBack = false
    public var updateWasReadBack = false
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
        refusesUnknownEcho = later.refusesUnknownEcho ?? refusesUnknownEcho
        registrationWasReadBack = registrationWasReadBack || later.registrationWasReadBack
        updateWasReadBack = updateWasReadBack || later.updateWasReadBack
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

    public var rotatesOnRead: Bool? { profile.rotatesOnRead ?? evidence.rotatesOnRead }
    public var secretInUpdate: ServerProfile.SecretInUpdate? { profile.secretInUpdate ?? evidence.secretInUpdate }
    public var manages: Bool? { profile.manages ?? evidence.manages }

    public var deletes: Bool? { evidence.deletes }

    public func clearing(of field: JSONString) -> ServerProfile.Clearing? { evidence.clearing[field] ?? profile.clearing }

    public func fate(of field: JSONString) -> FieldQuirk.Fate? {
        profile.fields.first { $0.name == field }?.fate ?? evidence.fields[field]
    }
}

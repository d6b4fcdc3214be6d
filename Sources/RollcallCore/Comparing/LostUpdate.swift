public import OAuthRegistration
public import StrictJSON

/// What became of an update whose answer was lost, by what a read of the client shows now. RFC 7592, section 2.2 replaces a whole
/// client or nothing, so the fields that the update was to change tell of all others.
///
/// | of the fields that it was to change, the read shows | the update |
/// |---|---|
/// | every one as desired, and no other declared field with a third value | was carried out |
/// | every one as before | was not |
/// | anything else; or it was to change only what the server does not show as it is | nobody can tell |
public struct LostUpdate: Hashable, Sendable {
    /// What was asked for at the last write that the server is known to have accepted, and what it granted.
    public var requested: ClientMetadata
    public var granted: ClientMetadata
    /// What the client was at the server before the update; `granted` where nobody had looked.
    public var before: ClientMetadata
    public var desired: ClientMetadata
    /// Fields whose drift the update was to leave as it was.
    public var ignored: [JSONString]

    public init(
        requested: ClientMetadata, granted: ClientMetadata, before: ClientMetadata, desired: ClientMetadata,
        ignored: [JSONString] = []
    ) {
        self.requested = requested
        self.granted = granted
        self.before = before
        self.desired = desired
        self.ignored = ignored
    }

    public enum Verdict: Hashable, Sendable {
        case carriedOut, notCarriedOut
        /// These show neither what they were nor what they were to be. Ascending.
        case showsOtherwise([JSONString])
        /// The server never shows the fields that the update was to change.
        case showsNothing
    }

    public func verdict(showing observed: ClientMetadata, at traits: ServerTraits) -> Verdict {
        let fields = declaredNames.map { field($0, observed, traits) }
        let changed = fields.filter { $0.part == .changed }
        // A field that is to go may be kept by the server: only where nothing else was to change is it the one to ask.
        let set = changed.filter { desired.value(of: $0.name) != nil }
        let telling = set.isEmpty ? changed : set
        if telling.isEmpty, fields.contains(where: { $0.part == .unseen }) { return .showsNothing }
        let strange = fields.filter { $0.part == .unchanged && !$0.isAsDesired && !$0.isAsBefore }.map(\.name)
        if telling.allSatisfy(\.isAsDesired) { return strange.isEmpty ? .carriedOut : .showsOtherwise(strange) }
        if telling.allSatisfy(\.isAsBefore) { return .notCarriedOut }
        return .showsOtherwise(telling.filter { !$0.isAsDesired }.map(\.name))
    }

    // MARK: One field

    private struct Field {
        var name: JSONString
        var part: Part
        var isAsDesired: Bool
        var isAsBefore: Bool
    }

    private enum Part { case changed, unchanged, unseen, leftAlone }

    private var declaredNames: [JSONString] {
        (desired.names + requested.names.filter { desired.value(of: $0) == nil }).sorted()
    }

    private func field(_ name: JSONString, _ observed: ClientMetadata, _ traits: ServerTraits) -> Field {
        func agree(_ left: ClientMetadata, _ right: ClientMetadata) -> Bool {
            FieldCatalog.agree(name, left.value(of: name), right.value(of: name))
        }
        let isEdited = !agree(desired, requested)
        let part: Part
        if traits.fate(of: name) != nil {
            part = isEdited ? .unseen : .leftAlone
        } else if agree(desired, before) {
            part = .unchanged
        } else if isEdited || !agree(before, granted) {
            part = !isEdited && isIgnored(name) ? .leftAlone : .changed
        } else {
            // Granted otherwise than requested, as it was then.
            part = .unchanged
        }
        return Field(name: name, part: part, isAsDesired: agree(observed, desired), isAsBefore: agree(observed, before))
    }

    private func isIgnored(_ name: JSONString) -> Bool { ignored.contains { FieldName($0) == FieldName(name) } }
}

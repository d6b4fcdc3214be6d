public import OAuthRegistration
public import StrictJSON

/// What a server's answers tell of how it treats fields (as `ServerEvidence` keeps it). Only what cannot be explained otherwise is
/// learned: a value that answer and read agree on was granted to this client, and says nothing of the next one.
public enum Learning {
    /// What the read after a write shows of what was sent: not at all (hidden), as another type (retyped), or with another
    /// value than was sent and granted (rewritten). A member that was granted unasked can be hidden or retyped too.
    public static func fromReadBack(
        sent: ClientMetadata, granted: ClientMetadata, observed: ClientMetadata
    ) -> [JSONString: FieldQuirk.Fate] {
        var fates: [JSONString: FieldQuirk.Fate] = [:]
        for member in sent.members.members {
            let name = member.name
            fates[name] = fate(of: name, sent: member.value, granted: granted.value(of: name), shown: observed.value(of: name))
        }
        for member in granted.members.members where sent.value(of: member.name) == nil {
            fates[member.name] = unaskedFate(of: member, shown: observed.value(of: member.name))
        }
        return fates
    }

    /// Whether a read back shows nothing of what was sent, and the answer to the write did: what was read may be older than the write. Where
    /// all of it is known never to be shown, that is no wonder.
    public static func isBehind(
        _ observed: ClientMetadata, granted: ClientMetadata, sent: ClientMetadata, traits: ServerTraits
    ) -> Bool {
        let names = sent.names.filter { !FieldCatalog.agree($0, sent.value(of: $0), nil) && traits.fate(of: $0) != .hidden }
        return names.contains { !granted.value(of: $0).isNothing } && names.allSatisfy { observed.value(of: $0).isNothing }
    }

    /// Fields that a read shows in spite of what was learned of them: at all, where they were hidden; as they are wanted, where
    /// they came back otherwise. Once for each field.
    public static func disproved(
        _ evidence: ServerEvidence, by observed: ClientMetadata, wanted: [ClientMetadata]
    ) -> [JSONString] {
        evidence.fields.keys.filter { name in
            guard !evidence.shownAfterAll.contains(name), let shown = observed.value(of: name), shown != .null else {
                return false
            }
            let isAsWanted = wanted.contains { metadata in
                metadata.value(of: name).map { FieldCatalog.agree(name, $0, shown) } ?? false
            }
            switch evidence.fields[name] {
            case .hidden: return isAsWanted || !FieldCatalog.agree(name, shown, nil)
            case .rewritten, .retyped: return isAsWanted
            case .respelled, .wronglyShown, nil: return false
            }
        }
    }

    /// An update back to what is declared, whose next read shows what the read before it showed: the server will not have it
    /// otherwise. What it shows is then a rewriting, or, if it shows nothing, hidden. With some fields a client can be taken over: of those
    /// nothing is learned where the answer to the update has it otherwise than the read, for the read may be late, or somebody at work.
    public static func fromUpdateBack(
        planned: [FieldChange], granted: ClientMetadata, observed: ClientMetadata
    ) -> [JSONString: FieldQuirk.Fate] {
        var fates: [JSONString: FieldQuirk.Fate] = [:]
        for field in planned where field.cause == .drifted {
            let now = observed.value(of: field.name)
            guard FieldCatalog.agree(field.name, now, field.observed) else { continue }
            if FieldCatalog.agreeInOtherWords(field.name, now, granted.value(of: field.name)),
                !FieldCatalog.agree(field.name, now, granted.value(of: field.name))
            {
                fates[field.name] = .respelled
                continue
            }
            if Gains.watched.contains(field.name), !FieldCatalog.agree(field.name, now, granted.value(of: field.name)) {
                continue
            }
            fates[field.name] = now.isNothing ? .hidden : .rewritten
        }
        return fates
    }

    /// Of these an update back taught nothing, although it changed nothing: the answer has them as wanted, and the read as before it. Ascending.
    public static func contradictions(
        planned: [FieldChange], granted: ClientMetadata, observed: ClientMetadata
    ) -> [JSONString] {
        let fates = fromUpdateBack(planned: planned, granted: granted, observed: observed)
        return planned.filter { field in
            field.cause == .drifted && fates[field.name] == nil
                && FieldCatalog.agree(field.name, observed.value(of: field.name), field.observed)
        }.map(\.name).sorted()
    }

    /// Fields that the manifest no longer declares and that the answer to the update still shows as they were before it.
    /// Ascending. From then on they are the server's.
    public static func survivors(
        removedFrom client: RecordedClient, by target: Change.Target, planned: [FieldChange], in answer: ClientMetadata
    ) -> [JSONString] {
        client.requested.names.filter { name in
            guard target.metadata.value(of: name) == nil,
                let change = planned.first(where: { $0.name == name && $0.isToBeSent })
            else { return false }
            let now = answer.value(of: name)
            let before = [client.granted.value(of: name), change.observed]
            return !FieldCatalog.agree(name, now, nil) && before.contains { FieldCatalog.agree(name, now, $0) }
        }
    }

    /// Declared fields that the server granted otherwise than requested. Ascending.
    public static func substitutions(requested: ClientMetadata, granted: ClientMetadata) -> [FieldChange] {
        requested.members.members.compactMap { member in
            let value = granted.value(of: member.name)
            guard !FieldCatalog.agree(member.name, member.value, value) else { return nil }
            return FieldChange(member.name, .substituted, desired: member.value, requested: member.value, granted: value)
        }
    }

    private static func fate(
        of name: JSONString, sent: JSONValue, granted: JSONValue?, shown: JSONValue?
    ) -> FieldQuirk.Fate? {
        if FieldCatalog.agree(name, sent, shown) { return nil }
        guard let shown, !Optional(shown).isNothing else { return .hidden }
        let keepsType =
            FieldCatalog.rule(for: name) == nil ? shown.kind == sent.kind : FieldCatalog.hasDeclaredType(name, shown)
        if !keepsType { return .retyped }
        if FieldCatalog.agree(name, granted, shown) { return nil }
        return FieldCatalog.agreeInOtherWords(name, sent, shown) ? .respelled : .rewritten
    }

    private static func unaskedFate(of granted: JSONObject.Member, shown: JSONValue?) -> FieldQuirk.Fate? {
        guard let shown, !Optional(shown).isNothing else {
            return FieldCatalog.agree(granted.name, granted.value, nil) ? nil : .hidden
        }
        return FieldCatalog.hasDeclaredType(granted.name, shown) ? nil : .retyped
    }
}

extension JSONValue? {
    /// Absent, or the null that stands for it.
    fileprivate var isNothing: Bool { self == nil || self == .null }
}

public import OAuthRegistration
public import StrictJSON

/// What a server's answers tell of how it treats fields (as `ServerEvidence` keeps it).
public enum Learning {
    /// Of each member that was sent: whether the read after the write shows it, as it was granted and in its type.
    public static func fromReadBack(
        sent: ClientMetadata, granted: ClientMetadata, observed: ClientMetadata
    ) -> [JSONString: FieldQuirk.Fate] {
        var fates: [JSONString: FieldQuirk.Fate] = [:]
        for member in sent.members.members where ![.null, "", []].contains(member.value) {
            fates[member.name] = fate(of: member.name, sent: member.value, observed: observed[member.name])
        }
        return fates
    }

    /// An update back to what was declared whose next read still shows the drifted value: the server rewrites the field.
    public static func fromUpdateBack(
        fields: [FieldChange], recorded: RecordedClient, granted: ClientMetadata, observed: ClientMetadata
    ) -> [JSONString: FieldQuirk.Fate] {
        var fates: [JSONString: FieldQuirk.Fate] = [:]
        for field in fields where field.cause == .drifted {
            guard let now = observed[field.name], FieldCatalog.agree(field.name, now, field.observed) else { continue }
            fates[field.name] = .rewritten
        }
        return fates
    }

    /// Fields that the manifest no longer declares, that the plan mentions, and that the answer still shows with the value
    /// they had. Ascending.
    public static func survivors(
        removedFrom client: RecordedClient, by target: Change.Target, mentioned: [JSONString], in answer: ClientMetadata,
        traits: ServerTraits
    ) -> [JSONString] {
        client.requested.names.filter { name in
            guard target.metadata[name] == nil, mentioned.contains(name), let now = answer[name] else { return false }
            let default_ = FieldCatalog.normalized(name, nil)
            return FieldCatalog.agree(name, now, client.granted[name]) && FieldCatalog.normalized(name, now) != default_
        }
    }

    /// Declared fields that the server granted otherwise than requested.
    public static func substitutions(requested: ClientMetadata, granted: ClientMetadata) -> [FieldChange] {
        requested.members.members.compactMap { member in
            guard !FieldCatalog.agree(member.name, member.value, granted[member.name]) else { return nil }
            return FieldChange(
                member.name, .substituted, desired: member.value, requested: member.value, granted: granted[member.name])
        }
    }

    private static func fate(of name: JSONString, sent: JSONValue, observed: JSONValue?) -> FieldQuirk.Fate? {
        guard let observed, observed != .null else { return .hidden }
        if FieldCatalog.agree(name, sent, observed) { return nil }
        let keepsType =
            FieldCatalog.rule(for: name) == nil ? observed.kind == sent.kind : FieldCatalog.hasDeclaredType(name, observed)
        return keepsType ? .rewritten : .retyped
    }
}

public import OAuthRegistration
public import StrictJSON

/// What an update sends (RFC 7592, section 2.2: a whole client, replacing the one before).
///
///     shown by the read, else granted ─ less issued, null, retyped, no longer declared ─ overlaid by desired ─ plus id and secret
///
/// An ignored field that is not edited goes back as it was read.
public enum UpdateBody {
    /// - Parameters:
    ///   - shown: what the server showed just now, or `granted` where it cannot be read.
    ///   - cleared: fields to be sent as `""` or `[]`, because leaving them out did not take them away.
    /// - Returns: canonical JSON, holding none of the four members that an update must not hold.
    public static func compose(
        shown: ClientMetadata, granted: ClientMetadata, requested: ClientMetadata, target: Change.Target, clientID: JSONString,
        clientSecret: Secret?, includeSecret: Bool, cleared: [JSONString], traits: ServerTraits
    ) -> [UInt8] {
        var body = base(shown: shown, granted: granted, traits: traits)
        for name in requested.names where target.metadata[name] == nil { body[name] = nil }
        for member in target.metadata.members.members {
            let isLeftAsRead =
                target.ignore.contains(member.name) && shown[member.name] != nil
                && FieldCatalog.agree(member.name, member.value, requested[member.name])
            if !isLeftAsRead { body[member.name] = member.value }
        }
        for name in cleared { body[name] = emptyValue(of: name, like: granted[name]) }
        for name in ClientMetadata.membersForbiddenInUpdate { body[name] = nil }
        body["client_id"] = .string(clientID)
        body["client_secret"] = nil
        if includeSecret, let clientSecret {
            body["client_secret"] = clientSecret.expose { .string(String(decoding: $0, as: UTF8.self)) }
        }
        return body.canonicalBytes
    }

    /// The client as the server has it: what it shows, and, of what it never shows, what it granted.
    private static func base(shown: ClientMetadata, granted: ClientMetadata, traits: ServerTraits) -> JSONObject {
        var body = JSONObject()
        for member in granted.members.members + shown.members.members {
            switch traits.fate(of: member.name) {
            case .retyped, .wronglyShown: continue
            case .hidden, .rewritten, nil: body[member.name] = member.value == .null ? nil : member.value
            }
        }
        return body
    }

    private static func emptyValue(of name: JSONString, like value: JSONValue?) -> JSONValue {
        value?.array == nil ? "" : []
    }
}

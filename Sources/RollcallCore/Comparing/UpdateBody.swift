public import OAuthRegistration
public import StrictJSON

/// What an update sends (RFC 7592, section 2.2: a whole client, replacing the one before).
///
///     as the server has it ─ less issued, null, retyped, no longer declared ─ overlaid by desired ─ plus id and secret
///
/// What always holds: none of the four members that RFC 7592 forbids, no null, no value that the server shows wrongly; an ignored
/// field that is not edited goes back as it was read, so that nobody's work is undone; what makes the client what it is (`NatureField`) is
/// not left out because the server does not show it.
public enum UpdateBody {
    /// - Parameters:
    ///   - shown: what the server showed just now; `granted` where it cannot be read.
    ///   - cleared: fields to be sent empty, because leaving them out did not take them away.
    ///   - demanded: members that the server will not have left out.
    /// - Returns: canonical JSON.
    public static func compose(
        shown: ClientMetadata, granted: ClientMetadata, requested: ClientMetadata, target: Change.Target, clientID: JSONString,
        clientSecret: Secret?, includeSecret: Bool, cleared: [JSONString], demanded: [JSONString] = [],
        traits: ServerTraits
    ) -> [UInt8] {
        var body = asTheServerHasIt(shown: shown, granted: granted, traits: traits)
        if traits.evidence.refusesUnknownEcho == true {
            for name in unknownEcho(in: body.members, declared: target.metadata) { body[name] = nil }
        }
        for name in body.names where traits.profile.refuses(name) { body[name] = nil }
        let removed = requested.names.filter { target.metadata.value(of: $0) == nil }
        for name in removed { body.remove(field: name) }
        for member in target.metadata.members.members
        where !isLeftAsRead(member, requested: requested, target: target, traits: traits) {
            body.remove(field: member.name)
            body[member.name] = member.value
        }
        let missing = NatureField.missing(in: body, shown: shown, granted: granted)
        for (name, value) in missing where !removed.contains(where: { FieldName($0) == FieldName(name) }) { body[name] = value }
        for field in NatureField.allCases where target.metadata.value(of: field.name) == nil {
            body[field.name] = body[field.name].map { NatureField.kept($0, of: field.name, at: traits) }
        }
        for name in cleared + removed.filter({ traits.clearing(of: $0) == .emptyValue }) {
            body[name] = emptyValue(of: name, like: granted[name] ?? requested[name])
        }
        for name in demanded where body[name] == nil && !traits.profile.refuses(name) {
            let isRemoved = removed.contains { FieldName($0) == FieldName(name) }
            guard isRemoved || isEchoed(name, traits) && shown[name].map({ FieldCatalog.hasDeclaredType(name, $0) }) ?? false
            else {
                continue
            }
            body[name] = (isRemoved ? emptyValue(of: name, like: shown[name]) : nil) ?? shown[name]
        }
        return finished(body.members, clientID: clientID, clientSecret: includeSecret ? clientSecret : nil)
    }

    /// Members of a body that it has only because the server shows them, and of which the catalogue knows nothing. Ascending.
    static func unknownEcho(in body: JSONObject, declared: ClientMetadata) -> [JSONString] {
        body.names.filter { name in
            FieldCatalog.rule(for: name) == nil && declared.value(of: name) == nil && !ClientMetadata.issuedMembers.contains(name)
        }
    }

    /// What it shows, and of what it never shows, what it granted. A granted member that a read no longer shows is gone:
    /// to send it would bring back what somebody took away.
    private static func asTheServerHasIt(
        shown: ClientMetadata, granted: ClientMetadata, traits: ServerTraits
    ) -> ClientMetadata {
        var body = ClientMetadata()
        for member in granted.members.members where traits.fate(of: member.name) == .hidden { body[member.name] = member.value }
        for member in shown.members.members where isEchoed(member.name, traits) { body[member.name] = member.value }
        // A value of another type than its field's is none that the client can be given, whether or not that was learned before.
        for member in body.members.members where member.value == .null || !FieldCatalog.hasDeclaredType(member.name, member.value)
        {
            body[member.name] = nil
        }
        return body
    }

    private static func isEchoed(_ name: JSONString, _ traits: ServerTraits) -> Bool {
        switch traits.fate(of: name) {
        case .hidden, .rewritten, .respelled, nil: true
        case .retyped, .wronglyShown: false
        }
    }

    /// An ignored field that is not edited; unless it cannot be read, and leaving it out could take it away.
    private static func isLeftAsRead(
        _ member: JSONObject.Member, requested: ClientMetadata, target: Change.Target, traits: ServerTraits
    ) -> Bool {
        guard target.ignores(member.name), FieldCatalog.agree(member.name, member.value, requested.value(of: member.name)) else {
            return false
        }
        switch traits.fate(of: member.name) {
        case nil, .rewritten, .respelled: return true
        case .hidden, .retyped, .wronglyShown: return false
        }
    }

    /// Whether a field can be sent empty. Leaving it out is then not the only way to take it away.
    static func hasEmptyValue(_ name: JSONString, like value: JSONValue?) -> Bool { emptyValue(of: name, like: value) != nil }

    /// `""` or `[]` by the field's type; `nil`, which leaves it out, for a type that has no empty value.
    private static func emptyValue(of name: JSONString, like value: JSONValue?) -> JSONValue? {
        switch FieldCatalog.rule(for: name)?.type {
        case .stringArray, .uriArray, .objectArray: []
        case .string, .uri, .words: ""
        case .boolean, .integer, .object: nil
        case nil: value?.array == nil ? "" : []
        }
    }

    private static func finished(_ members: JSONObject, clientID: JSONString, clientSecret: Secret?) -> [UInt8] {
        var body = members
        for name in ClientMetadata.issuedMembers { body[name] = nil }
        body["client_id"] = .string(clientID)
        body["client_secret"] = clientSecret.flatMap { $0.expose(JSONString.init(validating:)) }.map { .string($0) }
        return body.canonicalBytes
    }
}

extension ClientMetadata {
    /// Takes the field away, however its language tag is spelled.
    mutating func remove(field name: JSONString) {
        let field = FieldName(name)
        for other in names where FieldName(other) == field { self[other] = nil }
    }
}

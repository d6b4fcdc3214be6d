import OAuthRegistration
import StrictJSON

/// Fields by whose absence a client would become another one: an update replaces the whole client, and what it leaves out takes its default
/// or is deleted (RFC 7592, section 2.2). So such a value is never left out unseen: an update that nobody meant so is filled up with it, and one
/// that would take it away is blocked until the manifest says what the client is to be.
enum NatureField: CaseIterable {
    case subjectType, authenticationMethod, grantTypes, responseTypes

    var name: JSONString {
        switch self {
        case .subjectType: "subject_type"
        case .authenticationMethod: "token_endpoint_auth_method"
        case .grantTypes: "grant_types"
        case .responseTypes: "response_types"
        }
    }

    /// Whether leaving the field out would make another client of one that has this value.
    func isLost(_ value: JSONValue?) -> Bool {
        switch self {
        case .subjectType: value == "pairwise"
        case .authenticationMethod: value == "none"
        case .grantTypes:
            value?.array.map { !$0.contains("authorization_code") && !$0.contains("implicit") } ?? false
        case .responseTypes: value?.array.map { $0.allSatisfy { $0 == "none" } } ?? false
        }
    }

    /// What leaving it out would do.
    var loss: String {
        switch self {
        case .subjectType:
            "the server gives its users' identifiers to it as to any other client, so that none of them is known to it any more "
                + "(OpenID Connect Core 1.0, section 8)"
        case .authenticationMethod: "its default makes a confidential client of a public one (RFC 7591, section 2)"
        case .grantTypes, .responseTypes:
            "its default opens the authorization code flow to a client that acts for no user (RFC 7591, section 2)"
        }
    }
}

extension NatureField {
    /// Fields that were asked for, are no longer declared, and make the client what it is: by what is there now, or was granted. One that is
    /// declared as an empty list which the server takes for an absent one is as good as not declared.
    static func takenAway(
        from recorded: RecordedClient, by desired: ClientMetadata, observed: ClientMetadata?, at traits: ServerTraits
    ) -> [NatureField] {
        allCases.filter { field in
            let wanted = desired.value(of: field.name)
            let isLeftOut = wanted == nil && recorded.requested.value(of: field.name) != nil
            guard isLeftOut || wanted == [] && traits.takesEmptyForAbsent(field.name) else { return false }
            let values = [observed, recorded.granted, recorded.requested].map { $0?.value(of: field.name) }
            return field.isLost(values.compactMap(\.self).first)
        }
    }

    /// What an update or a manifest is to say of a value that a server shows, so that the client keeps it: `none` is the response type of a
    /// client that has none (OAuth 2.0 Multiple Response Type Encoding Practices, section 4), and no server takes it for an absent list.
    static func kept(_ value: JSONValue, of name: JSONString, at traits: ServerTraits) -> JSONValue {
        let isMistakable = name == responseTypes.name && value == [] && traits.takesEmptyForAbsent(name)
        return isMistakable ? ["none"] : value
    }

    /// What an update would leave out, because the server does not show it, or shows it wrongly; as it was granted.
    static func missing(
        in body: ClientMetadata, shown: ClientMetadata, granted: ClientMetadata
    ) -> [(name: JSONString, value: JSONValue)] {
        allCases.compactMap { field in
            guard body.value(of: field.name) == nil else { return nil }
            let known = [shown, granted].compactMap { $0.value(of: field.name) }
            return known.first { FieldCatalog.hasDeclaredType(field.name, $0) && field.isLost($0) }.map { (field.name, $0) }
        }
    }

    /// What is there now, in the words in which it is to be declared. A value that was asked for and gave the client this one is known to.
    func declaration(of change: FieldChange, at traits: ServerTraits) -> JSONValue {
        let now = [change.observed, change.granted, change.requested].compactMap(\.self).first ?? .null
        if let requested = change.requested, requested != [], isLost(requested) { return requested }
        return Self.kept(now, of: name, at: traits)
    }
}

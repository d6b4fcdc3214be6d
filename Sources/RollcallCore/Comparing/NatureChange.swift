import OAuthRegistration
public import StrictJSON

/// What a server has made of a client, although nobody declared it. RFC 7591, section 3.2.1 lets it grant what it likes; but of these
/// things, whoever answers for the client has to hear at once.
///
/// | before: what was read or granted | the answer shows | unless the manifest asks for it |
/// |---|---|---|
/// | no grant with a redirection | one | opened |
/// | `token_endpoint_auth_method: none` | another | confidential |
/// | another | `none` | public |
/// | `subject_type: pairwise` | another | no longer pairwise |
///
/// A write that declares grants without redirection anew, and is answered with one, leaves the client open. What an answer does not show
/// says nothing.
public enum NatureChange: Hashable, Sendable {
    /// It was not meant to be, and may have been before.
    case isOpen
    case opened
    case becameConfidential
    case becamePublic(from: JSONString)
    case losesPairwise

    /// What an update came to.
    static func found(before: ClientMetadata, after: ClientMetadata, desired: ClientMetadata) -> [NatureChange] {
        var changes: [NatureChange] = []
        if before.opensFlow == false, after.opensFlow == true, !desired.asksForFlow { changes.append(.opened) }
        switch (before.method, after.method) {
        case ("none", let method?) where method != "none" && (desired.method ?? "none") == "none":
            changes.append(.becameConfidential)
        case (let method?, "none") where method != "none" && desired.method != "none":
            changes.append(.becamePublic(from: method))
        default: break
        }
        if before.subjects == "pairwise", let subjects = after.subjects, subjects != "pairwise",
            (desired.subjects ?? "pairwise") == "pairwise"
        {
            changes.append(.losesPairwise)
        }
        return changes
    }

    /// What the first write of these grants came to: a client that is declared as one without users, and can have some.
    static func found(declaring desired: ClientMetadata, granted: ClientMetadata) -> [NatureChange] {
        desired.opensFlow == false && !desired.asksForFlow && granted.opensFlow == true ? [.isOpen] : []
    }

    /// Whether the client is not what it was, rather than not what it was to become.
    var isOfWhatItWas: Bool { self != .isOpen }
}

extension ClientMetadata {
    /// With what another shows in the place of what this one does not. A field that the server shows wrongly is in neither.
    func completed(by other: ClientMetadata, at traits: ServerTraits) -> ClientMetadata {
        var completed = other
        for member in members.members where member.value != .null { completed[member.name] = member.value }
        for field in NatureField.allCases where traits.fate(of: field.name) == .wronglyShown { completed[field.name] = nil }
        return completed
    }

    /// The grants decide (RFC 7591, section 2.1); where they are not shown, the response types. `nil` where neither is.
    fileprivate var opensFlow: Bool? {
        words("grant_types").map(Self.areRedirecting(grants:)) ?? words("response_types").map(Self.areRedirecting(responses:))
    }

    /// Whether any member does.
    fileprivate var asksForFlow: Bool {
        Self.areRedirecting(grants: words("grant_types") ?? []) || Self.areRedirecting(responses: words("response_types") ?? [])
    }

    fileprivate var method: JSONString? { value(of: "token_endpoint_auth_method")?.string }
    fileprivate var subjects: JSONString? { value(of: "subject_type")?.string }

    private func words(_ name: JSONString) -> [JSONString]? { value(of: name)?.array?.compactMap(\.string) }

    private static func areRedirecting(grants: [JSONString]) -> Bool {
        grants.contains { $0 == "authorization_code" || $0 == "implicit" }
    }

    private static func areRedirecting(responses: [JSONString]) -> Bool { responses.contains { $0 != "none" && $0 != "" } }
}

public import StrictJSON

/// Something that a specification has against a client's metadata, found without a server: a row of `MetadataProblem`, and where.
public struct MetadataFinding: Hashable, Sendable {
    public let problem: MetadataProblem
    public let field: JSONString
    /// Which element of the field's array, from 0.
    public let index: Int?

    init(_ problem: MetadataProblem, in field: JSONString, at index: Int? = nil) {
        self.problem = problem
        self.field = field
        self.index = index
    }
}

/// All that can be found, one row each.
public enum MetadataProblem: String, Hashable, Sendable, CaseIterable {
    case redirectNotAbsolute, redirectWithFragment, redirectBadCharacter, redirectWithoutTLS, redirectToLocalhost,
        redirectWildcard
    case redirectSchemeNotReverseDomain
    case privateKey, keysTwice
    case implicitGrant, passwordGrant, grantWithoutResponse

    /// Whether it has two meanings or must not be sent (an error), or is an RFC's advice (a warning).
    public var isFault: Bool {
        switch self {
        case .redirectNotAbsolute, .redirectWithFragment, .privateKey, .keysTwice: true
        case .redirectBadCharacter, .redirectWithoutTLS, .redirectToLocalhost, .redirectWildcard, .redirectSchemeNotReverseDomain,
            .implicitGrant, .passwordGrant, .grantWithoutResponse:
            false
        }
    }

    /// What is wrong and why it matters.
    public var detail: String { row.detail }
    /// One thing to do.
    public var hint: String { row.hint }
    public var section: String { row.section }

    private var row: (detail: String, hint: String, section: String) {
        switch self {
        case .redirectNotAbsolute:
            (
                "The server compares this value with the one in each authorization request, character by character, so it must be complete.",
                "write the whole address, such as https://app.example.com/callback", "RFC 6749, section 3.1.2"
            )
        case .redirectWithFragment:
            (
                "A redirect URI must not have a fragment: the server puts its answer there, or refuses.",
                "leave out the # and what follows it", "RFC 6749, section 3.1.2"
            )
        case .redirectBadCharacter:
            (
                "A character here cannot stand in a URI, and what is compared character by character may never match.",
                "percent-encode it", "RFC 3986, section 2"
            )
        case .redirectWithoutTLS:
            (
                "Whoever is on the way can read an authorization code that is sent over plain http.",
                "use https, or for a native application http://127.0.0.1", "RFC 9700, section 2.6"
            )
        case .redirectToLocalhost:
            (
                "The name localhost may lead elsewhere than to this machine.", "use http://127.0.0.1 or http://[::1]",
                "RFC 8252, section 8.3"
            )
        case .redirectWildcard:
            (
                "Redirect URIs are compared exactly; a server that takes * for a pattern sends codes to more places than are meant.",
                "list each address", "RFC 9700, section 2.1"
            )
        case .redirectSchemeNotReverseDomain:
            (
                "Another application can claim the same scheme; one that is a domain of yours in reverse is less likely to be taken.",
                "use a scheme such as com.example.app", "RFC 8252, section 7.1"
            )
        case .privateKey:
            (
                "This key has its private part in it. Whoever sees the manifest or the server's answer could authenticate as the client.",
                "keep only the public members, and make a new key if this was committed", "RFC 7591, section 2"
            )
        case .keysTwice:
            (
                "jwks and jwks_uri must not both be present: nothing says which of the two counts.", "keep one of them",
                "RFC 7591, section 2"
            )
        case .implicitGrant:
            (
                "The implicit grant puts access tokens into the browser's address, where they leak and can be injected.",
                "use the grant type authorization_code with the response type code", "RFC 9700, section 2.1.2"
            )
        case .passwordGrant:
            (
                "The password grant shows the users' passwords to the client.", "use the grant type authorization_code",
                "RFC 9700, section 2.4"
            )
        case .grantWithoutResponse:
            (
                "grant_types and response_types do not belong together: the server may change one of them, or refuse.",
                "declare authorization_code with code, implicit with token or id_token, and neither with response_types: []",
                "RFC 7591, section 2.1"
            )
        }
    }
}

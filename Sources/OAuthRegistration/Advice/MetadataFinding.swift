public import StrictJSON

/// Something that a specification has against a client's metadata, found without a server: a row of `MetadataProblem`, and where.
public struct MetadataFinding: Hashable, Sendable {
    public let problem: MetadataProblem
    public let field: JSONString
    /// Which element of the field's array, from 0; of `jwks`, which of its keys.
    public let index: Int?

    init(_ problem: MetadataProblem, in field: JSONString, at index: Int? = nil) {
        self.problem = problem
        self.field = field
        self.index = index
    }

    /// Such as `redirect_uris[0]` or `jwks.keys[1]`.
    public var path: String { field.text + (index.map { (field == "jwks" ? ".keys" : "") + "[\($0)]" } ?? "") }
}

/// All that can be found, one row each.
public enum MetadataProblem: String, Hashable, Sendable, CaseIterable {
    case redirectNotAbsolute, redirectWithFragment, redirectBadCharacter, redirectWithoutTLS, redirectToLocalhost,
        redirectWildcard
    case redirectSchemeNotReverseDomain
    case redirectWithUserInformation, redirectRunsInBrowser, redirectNotForWeb, redirectBadEscape, redirectOddPort,
        redirectOddHost, redirectTooLong, redirectsMissing
    case privateKey, keysTwice, keysMalformed, keysMissing
    case implicitGrant, passwordGrant, grantWithoutResponse, codeFlowByDefault, publicClientForItself
    case certificateNameNotOne, encryptionWithoutAlgorithm, sectorMissing

    /// Whether it has two meanings or must not be sent (an error), or is an RFC's advice (a warning).
    public var isFault: Bool {
        switch self {
        case .redirectNotAbsolute, .redirectWithFragment, .redirectWithUserInformation, .redirectRunsInBrowser, .privateKey,
            .keysTwice, .keysMalformed:
            true
        case .redirectBadCharacter, .redirectWithoutTLS, .redirectToLocalhost, .redirectWildcard, .redirectSchemeNotReverseDomain,
            .redirectNotForWeb, .redirectBadEscape, .redirectOddPort, .redirectOddHost, .redirectTooLong, .redirectsMissing,
            .keysMissing, .implicitGrant, .passwordGrant, .grantWithoutResponse, .codeFlowByDefault, .publicClientForItself,
            .certificateNameNotOne, .encryptionWithoutAlgorithm, .sectorMissing:
            false
        }
    }

    /// Whether it is about a member that is not there: metadata that is a part of others' may leave it to them.
    public var isAboutAbsence: Bool {
        [
            .redirectsMissing, .codeFlowByDefault, .keysMissing, .certificateNameNotOne, .encryptionWithoutAlgorithm,
            .sectorMissing,
        ].contains(self)
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
        case .redirectWithUserInformation:
            (
                "User information before the host hides where the address leads, and may be a password.",
                "leave out what stands before the @; if it was a password, have it replaced", "RFC 9110, section 4.2.4"
            )
        case .redirectRunsInBrowser:
            (
                "A browser runs or shows what follows this scheme, with the authorization code in it, and goes to no application.",
                "use https, or a scheme of the application's own", "RFC 7591, section 5"
            )
        case .redirectNotForWeb:
            (
                "The client says that it is a web application, and those have https addresses.",
                "write application_type: native, or an https address",
                "OpenID Connect Dynamic Client Registration 1.0, section 2"
            )
        case .redirectBadEscape:
            (
                "A percent sign is followed by two hexadecimal digits, and those of a control character are refused or cut by many.",
                "write %25 for the percent sign itself", "RFC 3986, section 2.1"
            )
        case .redirectOddPort:
            (
                "A port is a number from 1 to 65535 without zeros before it; whatever else stands here is written in another way when it is compared.",
                "write the port as browsers do, and leave out the scheme's own", "RFC 3986, sections 3.2.3 and 6.2.3"
            )
        case .redirectOddHost:
            (
                "Browsers write this host in another way than it is written here, and it is compared character by character.",
                "write letters, digits, hyphens and dots, without a dot at the end; an international name as xn--…",
                "RFC 3986, section 3.2.2"
            )
        case .redirectTooLong:
            (
                "The address has more than \(RedirectURI.lengthLimit) bytes: browsers and proxies cut or refuse such ones.",
                "make it shorter; what differs from request to request belongs into the state parameter",
                "RFC 6749, section 3.1.2.2"
            )
        case .redirectsMissing:
            (
                "A grant type that is declared here sends the user back to the client, and no redirect_uris say where to.",
                "declare redirect_uris", "RFC 7591, section 2"
            )
        case .keysMalformed:
            (
                "jwks is a set of keys: a mapping whose keys: is a list of keys, each of them a mapping.",
                "write jwks: { keys: [{ kty: …, … }] }, of public keys only", "RFC 7517, section 5"
            )
        case .keysMissing:
            (
                "With this method the client proves who it is with a key, and neither jwks nor jwks_uri says which keys are its own.",
                "declare jwks_uri, or jwks with the public keys", "RFC 7591, section 2"
            )
        case .publicClientForItself:
            (
                "A client that does not authenticate has no grant of its own: anybody who knows its client_id could act as this client.",
                "give it an authentication method, or take client_credentials away", "RFC 6749, section 4.4"
            )
        case .certificateNameNotOne:
            (
                "With tls_client_auth, exactly one tls_client_auth_… member says which certificate is the client's.",
                "declare one of tls_client_auth_subject_dn, …_san_dns, …_san_uri, …_san_ip and …_san_email",
                "RFC 8705, section 2.1.2"
            )
        case .encryptionWithoutAlgorithm:
            (
                "The content's encryption is given, and not how its key is encrypted, so nothing is encrypted, or it is refused.",
                "declare the member that ends with _alg too", "OpenID Connect Dynamic Client Registration 1.0, section 2"
            )
        case .sectorMissing:
            (
                "Pairwise subjects belong to a host, and the redirect URIs have several.",
                "declare sector_identifier_uri", "OpenID Connect Core 1.0, section 8.1"
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
        case .codeFlowByDefault:
            (
                "By its profile, this server takes an empty list of response types for an absent one, and the default of that is code: the authorization code flow would be open to a client that acts for no user.",
                "declare response_types: [none]", "RFC 7591, section 2"
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

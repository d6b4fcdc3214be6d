import OAuthRegistration
import StrictJSON

/// Which server the embedded one behaves as. What differs is here and in the personality's own files, as functions and
/// tables that name their source; everything else is the same code for all.
public enum Personality: String, Sendable, Hashable, CaseIterable {
    /// RFC 7591 and 7592, to the letter.
    case rfc
    /// Keycloak's `openid-connect` client registration, at the versions its files name.
    case keycloak

    var usualInitialAccess: DevServer.InitialAccess {
        switch self {
        case .rfc: .open
        // ClientRegistrationAuth.requireCreate: without a token the policies for anonymous clients decide, and their list
        // of trusted hosts is empty.
        case .keycloak: .minted
        }
    }

    var usualIssuerPath: String {
        switch self {
        case .rfc: ""
        case .keycloak: "/realms/rollcall"
        }
    }

    /// Below the issuer.
    var registrationPath: String {
        switch self {
        case .rfc: "/register"
        // securing-apps/client-registration.adoc.
        case .keycloak: "/clients-registrations/openid-connect"
        }
    }

    var usuallyRotatesOn: Set<RegistrationOperation> {
        switch self {
        // RFC 7592, section 2.1 allows rotation and asks for none.
        case .rfc: []
        // AbstractClientRegistrationProvider.update issues a new token; get does not (KEYCLOAK-4984).
        case .keycloak: [.update]
        }
    }

    var usuallyHeedsIdempotencyKeys: Bool {
        switch self {
        case .rfc: true
        case .keycloak: false
        }
    }

    var usualServiceAccount: String? {
        switch self {
        // RFC 7592 knows no administrator.
        case .rfc: nil
        // ClientRegistrationAuth: a bearer with the role manage-clients may do everything.
        case .keycloak: "rollcall"
        }
    }

    /// Whether `client_id_issued_at` is shown after the registration. OIDCClientRegistrationProvider sets it in createOIDC only.
    var alwaysShowsIssueTime: Bool {
        switch self {
        case .rfc: true
        case .keycloak: false
        }
    }

    /// What is kept of a registration's body.
    func registered(_ body: JSONObject, options: DevServer.Options) throws(RequestRefusal) -> JSONObject {
        switch self {
        case .rfc: try RFCMetadata.registered(body, extensions: options.extensions)
        case .keycloak: try KeycloakMetadata.registered(body)
        }
    }

    /// What is kept of an update's body.
    func updated(
        _ client: RegisteredClient, with body: JSONObject, options: DevServer.Options
    ) throws(RequestRefusal) -> JSONObject {
        switch self {
        case .rfc: try RFCMetadata.updated(client, with: body, options: options)
        case .keycloak: try KeycloakMetadata.updated(client, with: body)
        }
    }

    /// What an answer shows of what is kept.
    func shown(_ kept: JSONObject) -> JSONObject {
        switch self {
        case .rfc: kept
        case .keycloak: KeycloakMetadata.shown(kept)
        }
    }

    /// How a request without the right token is told so.
    func refusal(of fault: AuthorizationFault, for operation: RegistrationOperation) -> RequestRefusal {
        switch self {
        case .rfc: RFCRefusals.refusal(of: fault)
        case .keycloak: KeycloakRefusals.refusal(of: fault, for: operation)
        }
    }
}

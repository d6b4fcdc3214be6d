public import OAuthRegistration
import StrictJSON

/// Which server the embedded one behaves as. What differs is here and in the personality's own files, as functions and
/// tables that name their source; everything else is the same code for all.
public enum Personality: Sendable, Hashable {
    /// RFC 7591 and 7592, to the letter.
    case rfc
    /// Keycloak's `openid-connect` client registration, at the versions its files name.
    case keycloak
    /// As `rfc`, and otherwise where the profile says so.
    case profile(ServerProfile)

    var usualInitialAccess: DevServer.InitialAccess {
        switch self {
        case .rfc, .profile: .open
        // ClientRegistrationAuth.requireCreate: without a token the policies for anonymous clients decide, and their list
        // of trusted hosts is empty.
        case .keycloak: .minted
        }
    }

    var usualIssuerPath: String {
        switch self {
        case .rfc, .profile: ""
        case .keycloak: "/realms/rollcall"
        }
    }

    /// Below the issuer.
    var registrationPath: String {
        switch self {
        case .rfc, .profile: "/register"
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
        case .profile(let profile): operations((profile.rotatesOnRead, .read), (profile.rotatesOnUpdate, .update))
        }
    }

    var usuallyHeedsIdempotencyKeys: Bool {
        switch self {
        case .rfc: true
        case .keycloak: false
        case .profile(let profile): profile.heedsIdempotencyKeys?.value ?? false
        }
    }

    var usualServiceAccount: String? {
        switch self {
        // RFC 7592 knows no administrator.
        case .rfc, .profile: nil
        // ClientRegistrationAuth: a bearer with the role manage-clients may do everything.
        case .keycloak: "rollcall"
        }
    }

    /// The operations of RFC 7592 that exist.
    var usuallyManages: Set<RegistrationOperation> {
        switch self {
        case .rfc, .keycloak: [.read, .update, .delete]
        case .profile(let profile): Set((profile.methods?.value ?? ClientMethod.allCases).map(\.operation))
        }
    }

    /// The operations that issue another client secret.
    var usuallyIssuesSecretOn: Set<RegistrationOperation> {
        switch self {
        case .rfc, .keycloak: []
        case .profile(let profile): operations((profile.newSecretOnRead, .read), (profile.newSecretOnUpdate, .update))
        }
    }

    var usualSecretInUpdate: ServerProfile.SecretInUpdate? {
        switch self {
        case .rfc, .keycloak: nil
        case .profile(let profile): profile.secretInUpdate?.value
        }
    }

    /// Seconds; `nil`: for ever.
    var registrationLifetime: Int? {
        switch self {
        case .rfc, .keycloak: nil
        case .profile(let profile): profile.registrationLifetime?.value
        }
    }

    private func operations(_ facts: (Fact<Bool>?, RegistrationOperation)...) -> Set<RegistrationOperation> {
        Set(facts.filter { $0.0?.value == true }.map(\.1))
    }

    /// Whether `client_id_issued_at` is shown after the registration. OIDCClientRegistrationProvider sets it in createOIDC only.
    var alwaysShowsIssueTime: Bool {
        switch self {
        case .rfc, .profile: true
        case .keycloak: false
        }
    }

    /// What is kept of a registration's body.
    func registered(_ body: JSONObject, options: DevServer.Options) throws(RequestRefusal) -> JSONObject {
        switch self {
        case .rfc: try RFCMetadata.registered(body, extensions: options.extensions)
        case .keycloak: try KeycloakMetadata.registered(body)
        case .profile(let profile): try ProfileMetadata(profile).registered(body, options: options)
        }
    }

    /// What is kept of an update's body.
    func updated(
        _ client: RegisteredClient, with body: JSONObject, options: DevServer.Options
    ) throws(RequestRefusal) -> JSONObject {
        switch self {
        case .rfc: try RFCMetadata.updated(client, with: body, options: options)
        case .keycloak: try KeycloakMetadata.updated(client, with: body)
        case .profile(let profile): try ProfileMetadata(profile).updated(client, with: body, options: options)
        }
    }

    /// What an answer shows of what is kept.
    func shown(_ kept: JSONObject) -> JSONObject {
        switch self {
        case .rfc: kept
        case .keycloak: KeycloakMetadata.shown(kept)
        case .profile(let profile): ProfileMetadata(profile).shown(kept)
        }
    }

    /// How a request without the right token is told so.
    func refusal(of fault: AuthorizationFault, for operation: RegistrationOperation) -> RequestRefusal {
        switch self {
        case .rfc: RFCRefusals.refusal(of: fault)
        case .keycloak: KeycloakRefusals.refusal(of: fault, for: operation)
        case .profile(let profile): ProfileMetadata(profile).refusal(of: fault, for: operation)
        }
    }
}

/// By the words of `--personality`: `rfc`, `keycloak`, and the name of any other profile.
extension Personality: RawRepresentable, CaseIterable {
    public static let allCases: [Personality] =
        [.rfc, .keycloak] + ServerProfile.all.filter { $0 != .keycloak }.map(Personality.profile)

    public var rawValue: String {
        switch self {
        case .rfc: "rfc"
        case .keycloak: "keycloak"
        case .profile(let profile): profile.name
        }
    }

    public init?(rawValue: String) {
        guard let personality = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = personality
    }
}

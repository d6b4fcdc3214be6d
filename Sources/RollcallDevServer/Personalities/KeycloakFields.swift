import OAuthRegistration
import StrictJSON

/// The properties of Keycloak's OIDCClientRepresentation, one row each: what becomes of the member, and what an update
/// that omits it does (DescriptionConverter.toInternal, and for "kept" RepresentationToModel.updateClientProperties, which
/// skips what is null).
struct KeycloakField: Sendable {
    enum Fate: Sendable {
        case shown
        /// Kept, and never shown.
        case hidden
        /// A property that is never converted.
        case dropped
    }

    enum Omission: Sendable {
        case kept
        case reset(JSONValue?)
    }

    let name: JSONString
    let fate: Fate
    let whenOmitted: Omission
    /// What toExternalResponse writes although nothing is kept.
    let shownWhenAbsent: JSONValue?

    init(_ name: JSONString, _ fate: Fate, _ whenOmitted: Omission = .kept, absent: JSONValue? = nil) {
        self.name = name
        self.fate = fate
        self.whenOmitted = whenOmitted
        shownWhenAbsent = absent
    }
}

enum KeycloakFields {
    static let table: [KeycloakField] = [
        KeycloakField("application_type", .dropped),
        KeycloakField("authorization_encrypted_response_alg", .shown, .reset(nil)),
        KeycloakField("authorization_encrypted_response_enc", .shown, .reset(nil)),
        KeycloakField("authorization_signed_response_alg", .shown, .reset(nil)),
        KeycloakField("backchannel_authentication_request_signing_alg", .shown),
        KeycloakField("backchannel_client_notification_endpoint", .shown),
        // An absent flag counts as true, against its default in Back-Channel Logout 1.0, section 2.2. How it is shown: `shown`.
        KeycloakField("backchannel_logout_session_required", .hidden, .reset(true)),
        KeycloakField("backchannel_logout_revoke_offline_tokens", .hidden, .reset(false)),
        KeycloakField("backchannel_logout_uri", .shown, .reset(nil)),
        KeycloakField("backchannel_token_delivery_mode", .shown),
        KeycloakField("client_name", .shown),
        KeycloakField("client_uri", .shown),
        KeycloakField("contacts", .dropped),
        KeycloakField("default_acr_values", .shown),
        KeycloakField("default_max_age", .dropped),
        KeycloakField("frontchannel_logout_session_required", .shown, .reset(false), absent: false),
        KeycloakField("frontchannel_logout_uri", .shown, .reset(nil)),
        KeycloakField("grant_types", .shown),
        KeycloakField("id_token_encrypted_response_alg", .shown),
        KeycloakField("id_token_encrypted_response_enc", .shown),
        KeycloakField("id_token_signed_response_alg", .shown),
        KeycloakField("initiate_login_uri", .dropped),
        KeycloakField("jwks", .shown),
        KeycloakField("jwks_uri", .shown),
        KeycloakField("logo_uri", .hidden),
        KeycloakField("policy_uri", .hidden),
        KeycloakField("post_logout_redirect_uris", .shown),
        KeycloakField("redirect_uris", .shown, absent: []),
        KeycloakField("request_object_encryption_alg", .dropped),
        KeycloakField("request_object_encryption_enc", .dropped),
        KeycloakField("request_object_signing_alg", .shown),
        KeycloakField("request_uris", .shown, absent: []),
        KeycloakField("require_auth_time", .dropped),
        KeycloakField("require_pushed_authorization_requests", .shown, absent: false),
        KeycloakField("response_types", .shown, .reset(["code"])),
        KeycloakField("scope", .shown),
        // updatePairwiseSubMappers: without `pairwise` in the body the mappers are removed.
        KeycloakField("sector_identifier_uri", .shown, .reset(nil)),
        KeycloakField("software_id", .dropped),
        KeycloakField("software_version", .dropped),
        KeycloakField("subject_type", .shown, .reset("public"), absent: "public"),
        KeycloakField("tls_client_auth_subject_dn", .shown),
        KeycloakField("tls_client_certificate_bound_access_tokens", .shown, absent: false),
        KeycloakField("token_endpoint_auth_method", .shown, .reset("client_secret_basic")),
        KeycloakField("token_endpoint_auth_signing_alg", .shown, .reset(nil)),
        KeycloakField("tos_uri", .hidden),
        KeycloakField("userinfo_encrypted_response_alg", .shown),
        KeycloakField("userinfo_encrypted_response_enc", .shown),
        KeycloakField("userinfo_signed_response_alg", .shown),
    ]

    /// `nil`: not a property.
    static func type(of name: JSONString) -> FieldType? {
        if let beyond = beyondTheCatalogue[name] { return beyond }
        return names.contains(name) ? FieldCatalog.rule(for: name)?.type : nil
    }

    private static let names = Set(table.map(\.name))

    /// Properties of Keycloak's own, and those that the server issues.
    private static let beyondTheCatalogue: [JSONString: FieldType] = [
        "backchannel_logout_revoke_offline_tokens": .boolean, "client_id": .string, "client_id_issued_at": .integer,
        "client_secret": .string, "client_secret_expires_at": .integer, "registration_access_token": .string,
        "registration_client_uri": .string,
    ]
}

import StrictJSON

/// Keycloak's `openid-connect` registration endpoint, as its source has it since back-channel logout came in; whether the
/// newest still does in every row is not verified. Paths are under
/// `services/src/main/java/org/keycloak/services/clientregistration/`.
///
/// A registration access token changes with each update (`AbstractClientRegistrationProvider.java`; keycloak#7955). A read
/// signs the same token anew once the realm's key has changed, so a token in any answer is kept; the former stays valid while
/// the former key does, and that is no rotation (keycloak#45738).
extension ServerProfile {
    public static let keycloak: ServerProfile = {
        var profile = ServerProfile(name: "keycloak")
        profile.rotatesOnRead = false
        // DescriptionConverter.toInternal never reads `client_secret`.
        profile.secretInUpdate = .ignored
        // RepresentationToModel.updateClientProperties skips what is null, so omission keeps most fields (keycloak#24924).
        profile.clearing = .emptyValue
        profile.manages = true
        // Jackson's FAIL_ON_UNKNOWN_PROPERTIES, with 400 "Unrecognized field" (keycloak#14946).
        profile.refusesUnknownMembers = true
        profile.knownMembers = ["backchannel_logout_revoke_offline_tokens"]
        // No properties of OIDCClientRepresentation.java.
        profile.unknownFields = [
            "authorization_details_types", "backchannel_user_code_parameter", "certifications",
            "introspection_encrypted_response_alg", "introspection_encrypted_response_enc", "introspection_signed_response_alg",
            "require_signed_request_object", "software_statement", "udap", "use_mtls_endpoint_aliases",
        ]
        profile.fields = fields
        return profile
    }()

    private static let fields: [FieldQuirk] = [
        FieldQuirk("application_type", .hidden, source: neverConverted),
        FieldQuirk("backchannel_logout_revoke_offline_tokens", .hidden, source: neverShown),
        FieldQuirk(
            "backchannel_logout_session_required", .wronglyShown,
            source: "oidc/DescriptionConverter.java, toExternalResponse: overwritten with the revoke-offline-tokens flag"),
        FieldQuirk("contacts", .hidden, source: neverConverted),
        FieldQuirk("default_max_age", .hidden, source: neverConverted),
        FieldQuirk("grant_types", .rewritten, source: "oidc/DescriptionConverter.java, getOIDCGrantTypes: computed from flags"),
        FieldQuirk("initiate_login_uri", .hidden, source: neverConverted),
        FieldQuirk(
            "jwks", .rewritten, source: "oidc/DescriptionConverter.java: parsed and written again, unknown JWK members lost"),
        FieldQuirk("logo_uri", .hidden, source: neverShown),
        FieldQuirk("policy_uri", .hidden, source: neverShown),
        FieldQuirk("request_object_encryption_alg", .hidden, source: neverConverted),
        FieldQuirk("request_object_encryption_enc", .hidden, source: neverConverted),
        FieldQuirk("require_auth_time", .hidden, source: neverConverted),
        FieldQuirk(
            "response_types", .rewritten,
            source: "oidc/DescriptionConverter.java, getOIDCResponseTypes: `code` shows as `code`, `none`"),
        FieldQuirk(
            "scope", .rewritten,
            source: "oidc/DescriptionConverter.java: the optional client scopes, the realm's defaults left out"),
        FieldQuirk("software_id", .hidden, source: neverConverted),
        FieldQuirk("software_version", .hidden, source: neverConverted),
        FieldQuirk(
            "token_endpoint_auth_method", .rewritten,
            source:
                "oidc/DescriptionConverter.java: the first method of the authenticator, so client_secret_post shows as client_secret_basic"
        ),
        FieldQuirk("tos_uri", .hidden, source: neverShown),
    ]

    private static let neverConverted = "oidc/DescriptionConverter.java, toInternal: a known property, never converted"
    private static let neverShown = "oidc/DescriptionConverter.java, toExternalResponse: kept, never shown"
}

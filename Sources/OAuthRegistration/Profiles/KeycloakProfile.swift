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
        var profile = ServerProfile(name: "keycloak", product: "Keycloak")
        // A read signs the same token anew; the former stays good (keycloak#45738).
        profile.rotatesOnRead = read.at("AbstractClientRegistrationProvider.java, get")(false)
        profile.rotatesOnUpdate = read.at("AbstractClientRegistrationProvider.java, update")(true)
        profile.newSecretOnRead = read(false)
        profile.deadTokenStatuses = read.at("ClientRegistrationAuth.java")([401])
        // DescriptionConverter.toInternal never reads `client_secret`.
        profile.secretInUpdate = read.at("oidc/DescriptionConverter.java, toInternal")(.ignored)
        // RepresentationToModel.updateClientProperties skips what is null, so omission keeps most fields (keycloak#24924).
        profile.clearing = read.at("oidc/DescriptionConverter.java, toInternal")(.emptyValue)
        // `oidcResponseTypes == null || oidcResponseTypes.isEmpty()` is `code`; only `none` opens no flow.
        profile.emptyIsAbsent = read.at("oidc/DescriptionConverter.java, toInternal")(["response_types"])
        profile.methods = read.at("AbstractClientRegistrationProvider.java")(ClientMethod.allCases)
        // Jackson's FAIL_ON_UNKNOWN_PROPERTIES, with 400 "Unrecognized field" (keycloak#14946).
        profile.refusesUnknownMembers = read.at("oidc/OIDCClientRepresentation.java")(true)
        profile.knownMembers = ["backchannel_logout_revoke_offline_tokens"]
        // No properties of OIDCClientRepresentation.java.
        profile.unknownFields = [
            "authorization_details_types", "backchannel_user_code_parameter", "certifications",
            "introspection_encrypted_response_alg", "introspection_encrypted_response_enc", "introspection_signed_response_alg",
            "require_signed_request_object", "software_statement", "udap", "use_mtls_endpoint_aliases",
        ]
        profile.fields = fields
        profile.knowsAllFields = true
        return profile
    }()

    private static let fields: [FieldQuirk] = [
        neverConverted("application_type", .hidden),
        neverShown("backchannel_logout_revoke_offline_tokens", .hidden),
        read.at("oidc/DescriptionConverter.java, toExternalResponse: overwritten with the revoke-offline-tokens flag")(
            "backchannel_logout_session_required", .wronglyShown),
        neverConverted("contacts", .hidden),
        neverConverted("default_max_age", .hidden),
        read.at("oidc/DescriptionConverter.java, getOIDCGrantTypes: computed from flags")("grant_types", .rewritten),
        neverConverted("initiate_login_uri", .hidden),
        read.at("oidc/DescriptionConverter.java: parsed and written again, unknown JWK members lost")("jwks", .rewritten),
        neverShown("logo_uri", .hidden),
        neverShown("policy_uri", .hidden),
        neverConverted("request_object_encryption_alg", .hidden),
        neverConverted("request_object_encryption_enc", .hidden),
        neverConverted("require_auth_time", .hidden),
        read.at("oidc/DescriptionConverter.java, getOIDCResponseTypes: `code` shows as `code`, `none`")(
            "response_types", .rewritten),
        read.at("oidc/DescriptionConverter.java: the optional client scopes, the realm's defaults left out")("scope", .rewritten),
        neverConverted("software_id", .hidden),
        neverConverted("software_version", .hidden),
        read.at(
            "oidc/DescriptionConverter.java: the first method of the authenticator, so client_secret_post shows as client_secret_basic"
        )("token_endpoint_auth_method", .rewritten),
        neverShown("tos_uri", .hidden),
    ]

    private static let read = ProfileSource(.source, "Keycloak, services/…/clientregistration", seen: "2026-11")
    private static let neverConverted = read.at("oidc/DescriptionConverter.java, toInternal: a known property, never converted")
    private static let neverShown = read.at("oidc/DescriptionConverter.java, toExternalResponse: kept, never shown")
}

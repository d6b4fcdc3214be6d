import StrictJSON

/// Keycloak's `clients-registrations/openid-connect`, as its source has it (`services/…/clientregistration/`): a PUT that is half
/// replace and half merge, a new registration access token with each, and a strict reader.
extension ServerProfile {
    public static let keycloak: ServerProfile = {
        var profile = ServerProfile(name: "keycloak")
        // A read re-signs the token when the realm's key changed, but the one it was sent with stays good (keycloak#45738).
        profile.rotatesOnRead = false
        profile.rotatesOnUpdate = true
        profile.secretInUpdate = .ignored
        profile.clearing = .emptyValue
        profile.manages = true
        profile.refusesUnknownMembers = true
        profile.fields = keycloakFields.sorted { $0.name < $1.name }
        return profile
    }()

    private static let converter = "DescriptionConverter.java"

    // swift-format-ignore
    private static let keycloakFields: [FieldQuirk] = [
        // Known to the reader, converted to nothing.
        FieldQuirk("contacts", .hidden, source: converter),
        FieldQuirk("software_id", .hidden, source: converter),
        FieldQuirk("software_version", .hidden, source: converter),
        FieldQuirk("application_type", .hidden, source: converter),
        FieldQuirk("initiate_login_uri", .hidden, source: converter),
        FieldQuirk("default_max_age", .hidden, source: converter),
        FieldQuirk("require_auth_time", .hidden, source: converter),
        FieldQuirk("request_object_encryption_alg", .hidden, source: converter),
        FieldQuirk("request_object_encryption_enc", .hidden, source: converter),
        // Stored, never shown.
        FieldQuirk("logo_uri", .hidden, source: converter),
        FieldQuirk("policy_uri", .hidden, source: converter),
        FieldQuirk("tos_uri", .hidden, source: converter),
        // Recomputed from the client's flags.
        FieldQuirk("response_types", .rewritten, source: converter),
        FieldQuirk("grant_types", .rewritten, source: converter),
        // The first method of the authenticator, whichever was asked for.
        FieldQuirk("token_endpoint_auth_method", .rewritten, source: converter),
        // Realm defaults are taken out, optional scopes come in any order.
        FieldQuirk("scope", .rewritten, source: converter),
        // Overwritten by the flag that revokes offline tokens.
        FieldQuirk("backchannel_logout_session_required", .wronglyShown, source: converter),
    ]
}

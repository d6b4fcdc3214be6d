public import StrictJSON

/// Every client metadata field that rollcall knows: one row each, ascending by the bytes of its name.
///
/// A field's meaning is in its row and nowhere else: how it is read, compared and defaulted follows from it.
/// A new field is a new row; a member without a row passes through untouched and compares as JSON.
public enum FieldCatalog {
    public static let rules: [FieldRule] = [
        FieldRule("application_type", .string, .bytes, default: "web", registration),
        FieldRule("authorization_details_types", .stringArray, .set, "RFC 9396, section 10"),
        FieldRule("authorization_encrypted_response_alg", .string, .bytes, jarm),
        FieldRule("authorization_encrypted_response_enc", .string, .bytes, default: contentEncryption, jarm),
        FieldRule("authorization_signed_response_alg", .string, .bytes, default: "RS256", jarm),
        FieldRule("backchannel_authentication_request_signing_alg", .string, .bytes, ciba),
        FieldRule("backchannel_client_notification_endpoint", .uri, .bytes, ciba),
        FieldRule("backchannel_logout_session_required", .boolean, .json, default: false, backChannelLogout),
        FieldRule("backchannel_logout_uri", .uri, .bytes, backChannelLogout),
        FieldRule("backchannel_token_delivery_mode", .string, .bytes, ciba),
        FieldRule("backchannel_user_code_parameter", .boolean, .json, default: false, ciba),
        FieldRule("certifications", .stringArray, .set, udap),
        FieldRule("client_name", .string, .bytes, languageTags: true, rfc7591),
        FieldRule("client_uri", .uri, .bytes, languageTags: true, rfc7591),
        FieldRule("contacts", .stringArray, .set, rfc7591),
        FieldRule("default_acr_values", .stringArray, .list, registration),
        FieldRule("default_max_age", .integer, .json, registration),
        FieldRule("dpop_bound_access_tokens", .boolean, .json, default: false, "RFC 9449, section 5.2"),
        FieldRule("frontchannel_logout_session_required", .boolean, .json, default: false, frontChannelLogout),
        FieldRule("frontchannel_logout_uri", .uri, .bytes, frontChannelLogout),
        FieldRule("grant_types", .stringArray, .set, default: ["authorization_code"], rfc7591),
        FieldRule("id_token_encrypted_response_alg", .string, .bytes, registration),
        FieldRule("id_token_encrypted_response_enc", .string, .bytes, default: contentEncryption, registration),
        FieldRule("id_token_signed_response_alg", .string, .bytes, default: "RS256", registration),
        FieldRule("initiate_login_uri", .uri, .bytes, registration),
        FieldRule("introspection_encrypted_response_alg", .string, .bytes, introspection),
        FieldRule("introspection_encrypted_response_enc", .string, .bytes, default: contentEncryption, introspection),
        FieldRule("introspection_signed_response_alg", .string, .bytes, default: "RS256", introspection),
        FieldRule("jwks", .object, .json, rfc7591),
        FieldRule("jwks_uri", .uri, .bytes, rfc7591),
        FieldRule("logo_uri", .uri, .bytes, languageTags: true, rfc7591),
        FieldRule("policy_uri", .uri, .bytes, languageTags: true, rfc7591),
        FieldRule("post_logout_redirect_uris", .uriArray, .set, "OpenID Connect RP-Initiated Logout 1.0, section 3.1"),
        FieldRule("redirect_uris", .uriArray, .set, rfc7591),
        FieldRule("request_object_encryption_alg", .string, .bytes, registration),
        FieldRule("request_object_encryption_enc", .string, .bytes, default: contentEncryption, registration),
        FieldRule("request_object_signing_alg", .string, .bytes, registration),
        FieldRule("request_uris", .uriArray, .set, registration),
        FieldRule("require_auth_time", .boolean, .json, default: false, registration),
        FieldRule("require_pushed_authorization_requests", .boolean, .json, default: false, "RFC 9126, section 6"),
        FieldRule("require_signed_request_object", .boolean, .json, default: false, "RFC 9101, section 10.5"),
        FieldRule("response_types", .stringArray, .setOfWordSets, default: ["code"], rfc7591),
        FieldRule("scope", .words, .wordSet, rfc7591),
        FieldRule("sector_identifier_uri", .uri, .bytes, registration),
        FieldRule("software_id", .string, .bytes, rfc7591),
        FieldRule("software_statement", .string, .bytes, "RFC 7591, section 2.3"),
        FieldRule("software_version", .string, .bytes, rfc7591),
        FieldRule("subject_type", .string, .bytes, registration),
        FieldRule("tls_client_auth_san_dns", .string, .bytes, mutualTLS),
        FieldRule("tls_client_auth_san_email", .string, .bytes, mutualTLS),
        FieldRule("tls_client_auth_san_ip", .string, .bytes, mutualTLS),
        FieldRule("tls_client_auth_san_uri", .string, .bytes, mutualTLS),
        FieldRule("tls_client_auth_subject_dn", .string, .bytes, mutualTLS),
        FieldRule("tls_client_certificate_bound_access_tokens", .boolean, .json, default: false, "RFC 8705, section 3.4"),
        FieldRule("token_endpoint_auth_method", .string, .bytes, default: "client_secret_basic", rfc7591),
        FieldRule("token_endpoint_auth_signing_alg", .string, .bytes, registration),
        FieldRule("tos_uri", .uri, .bytes, languageTags: true, rfc7591),
        FieldRule("udap", .string, .bytes, udap),
        FieldRule("use_mtls_endpoint_aliases", .boolean, .json, default: false, "FAPI 2.0 Security Profile, section 8.1.1"),
        FieldRule("userinfo_encrypted_response_alg", .string, .bytes, registration),
        FieldRule("userinfo_encrypted_response_enc", .string, .bytes, default: contentEncryption, registration),
        FieldRule("userinfo_signed_response_alg", .string, .bytes, registration),
    ]

    /// What an absent `…_enc` stands for where its `…_alg` is given (each of their specifications); without that it means nothing, and is as good
    /// as absent.
    private static let contentEncryption: JSONValue = "A128CBC-HS256"
    private static let rfc7591 = "RFC 7591, section 2"
    private static let registration = "OpenID Connect Dynamic Client Registration 1.0, section 2"
    private static let ciba = "OpenID Connect Client-Initiated Backchannel Authentication 1.0, section 4"
    private static let introspection = "RFC 9701, section 6"
    private static let jarm = "JWT Secured Authorization Response Mode (JARM), section 3"
    private static let udap = "UDAP Security for Scalable Registration, section 3.2"
    private static let mutualTLS = "RFC 8705, section 2.1.2"
    private static let frontChannelLogout = "OpenID Connect Front-Channel Logout 1.0, section 2"
    private static let backChannelLogout = "OpenID Connect Back-Channel Logout 1.0, section 2.2"

    /// The row for a member's name; a name with a language tag has its base field's row, where that allows tags.
    /// `nil` for a member that the catalogue lacks.
    public static func rule(for name: JSONString) -> FieldRule? {
        if let rule = row(name) { return rule }
        guard name.utf8.contains(UInt8(ascii: "#")) else { return nil }
        let field = FieldName(name)
        guard field.languageTag != nil, let rule = row(field.base), rule.languageTags else { return nil }
        return rule
    }

    private static func row(_ name: JSONString) -> FieldRule? {
        var low = 0
        var high = rules.count
        while low < high {
            let middle = (low + high) / 2
            if rules[middle].name < name { low = middle + 1 } else { high = middle }
        }
        return low < rules.count && rules[low].name == name ? rules[low] : nil
    }
}

import OAuthRegistration
import StrictJSON

/// The JSON type that each known member must have.
enum MetadataTypes {
    /// `nil`: not a known member.
    static func type(of name: JSONString) -> FieldType? {
        if let type = table[name] { return type }
        // RFC 7591, section 2.2: a language tag behind a member for people.
        guard let mark = name.utf8.firstIndex(of: UInt8(ascii: "#")), let base = JSONString(validating: name.utf8[..<mark]) else {
            return nil
        }
        return tagged.contains(base) ? table[base] : nil
    }

    static func check(_ member: JSONObject.Member, _ type: FieldType) throws(RequestRefusal) {
        guard fits(member.value, type) else { throw .metadata("\(member.name) must be: \(type.rawValue)") }
    }

    static func fits(_ value: JSONValue, _ type: FieldType) -> Bool {
        switch type {
        case .string, .words: value.string != nil
        case .uri: value.string.map(URISyntax.isAbsolute) ?? false
        case .boolean: value.bool != nil
        case .integer: value.int64 != nil
        case .object: value.object != nil
        // What is wrong with a redirect URI is told apart from a wrong type (RFC 7591, section 3.2.2).
        case .stringArray, .uriArray: value.array?.allSatisfy { $0.string != nil } ?? false
        case .objectArray: value.array?.allSatisfy { $0.object != nil } ?? false
        }
    }

    private static let tagged: Set<JSONString> = ["client_name", "client_uri", "logo_uri", "policy_uri", "tos_uri"]

    private static let table = Dictionary(uniqueKeysWithValues: rows.flatMap { type, names in names.map { ($0, type) } })

    private static let rows: [(FieldType, [JSONString])] = [
        (
            .string,
            [
                "application_type", "authorization_encrypted_response_alg", "authorization_encrypted_response_enc",
                "authorization_signed_response_alg", "backchannel_authentication_request_signing_alg",
                "backchannel_token_delivery_mode", "client_name", "id_token_encrypted_response_alg",
                "id_token_encrypted_response_enc", "id_token_signed_response_alg", "introspection_encrypted_response_alg",
                "introspection_encrypted_response_enc", "introspection_signed_response_alg", "request_object_encryption_alg",
                "request_object_encryption_enc", "request_object_signing_alg", "software_id", "software_statement",
                "software_version", "subject_type", "tls_client_auth_san_dns", "tls_client_auth_san_email",
                "tls_client_auth_san_ip", "tls_client_auth_san_uri", "tls_client_auth_subject_dn", "token_endpoint_auth_method",
                "token_endpoint_auth_signing_alg", "userinfo_encrypted_response_alg", "userinfo_encrypted_response_enc",
                "userinfo_signed_response_alg",
            ]
        ),
        (.words, ["scope"]),
        (
            .uri,
            [
                "backchannel_client_notification_endpoint", "backchannel_logout_uri", "client_uri", "frontchannel_logout_uri",
                "initiate_login_uri", "jwks_uri", "logo_uri", "policy_uri", "sector_identifier_uri", "tos_uri",
            ]
        ),
        (
            .boolean,
            [
                "backchannel_logout_session_required", "backchannel_user_code_parameter", "dpop_bound_access_tokens",
                "frontchannel_logout_session_required", "require_auth_time", "require_pushed_authorization_requests",
                "require_signed_request_object", "tls_client_certificate_bound_access_tokens",
            ]
        ),
        (.integer, ["default_max_age"]),
        (.object, ["jwks"]),
        (.uriArray, ["post_logout_redirect_uris", "redirect_uris", "request_uris"]),
        (.stringArray, ["authorization_details_types", "contacts", "default_acr_values", "grant_types", "response_types"]),
    ]
}

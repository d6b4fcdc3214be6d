import StrictJSON

/// Keycloak keeps flags where OAuth has grant types, response types and authentication methods, and writes those anew from
/// the flags (DescriptionConverter.java at 02523d1). Here the sent members are kept and read as flags.
enum KeycloakFlows {
    private static let uma: JSONString = "urn:ietf:params:oauth:grant-type:uma-ticket"

    /// Grant types that are flags of their own, in the order of getOIDCGrantTypes.
    private static let flaggedGrants: [JSONString] = [
        "password", "client_credentials", "urn:openid:params:grant-type:ciba", uma,
    ]

    /// OIDCResponseType.parse.
    private static let responseWords: [JSONString] = ["code", "token", "id_token", "none"]

    /// The methods of each authenticator, the one first that is shown for all of them.
    private static let authenticators: [[JSONString]] = [
        ["none"], ["client_secret_basic", "client_secret_post"], ["private_key_jwt"], ["client_secret_jwt"],
        ["tls_client_auth", "self_signed_tls_client_auth"],
    ]

    static func check(_ merged: inout JSONObject) throws(RequestRefusal) {
        let invalid = RequestRefusal.metadata("Client metadata invalid")
        // An empty list is taken for an absent one.
        if merged["response_types"]?.array?.isEmpty ?? true { merged["response_types"] = ["code"] }
        guard words(merged).allSatisfy(responseWords.contains) else { throw invalid }
        if merged["token_endpoint_auth_method"] == "" { merged["token_endpoint_auth_method"] = "client_secret_basic" }
        guard shownMethod(merged["token_endpoint_auth_method"]) != nil else { throw invalid }
    }

    /// A method of the same authenticator, not always the one that was asked for: `.iterator().next()`.
    static func shownMethod(_ kept: JSONValue?) -> JSONValue? {
        guard let method = kept?.string else { return nil }
        return authenticators.first { $0.contains(method) }?.first.map(JSONValue.string)
    }

    /// getOIDCResponseTypes.
    static func shownResponseTypes(_ kept: JSONObject) -> JSONValue {
        switch (isStandard(kept), isImplicit(kept)) {
        case (false, false): []
        case (true, false): ["code", "none"]
        case (false, true): ["id_token", "id_token token"]
        case (true, true): ["code", "none", "id_token", "id_token token", "code id_token", "code token", "code id_token token"]
        }
    }

    /// getOIDCGrantTypes: the code flow comes from the response types, refresh tokens are on by default, and the rest of what
    /// was asked for is not looked at.
    static func shownGrantTypes(_ kept: JSONObject) -> JSONValue {
        let asked = kept["grant_types"]?.array?.compactMap(\.string) ?? []
        var grants: [JSONString] = []
        if isStandard(kept) { grants.append("authorization_code") }
        if isImplicit(kept) { grants.append("implicit") }
        grants += flaggedGrants.filter(asked.contains)
        return .array((grants + ["refresh_token"]).map(JSONValue.string))
    }

    private static func isStandard(_ kept: JSONObject) -> Bool { words(kept).contains("code") }
    private static func isImplicit(_ kept: JSONObject) -> Bool { words(kept).contains { $0 == "token" || $0 == "id_token" } }

    private static func words(_ kept: JSONObject) -> [JSONString] {
        let types = kept["response_types"]?.array?.compactMap(\.string) ?? []
        return types.flatMap { $0.utf8.split(separator: UInt8(ascii: " ")).compactMap(JSONString.init(validating:)) }
    }
}

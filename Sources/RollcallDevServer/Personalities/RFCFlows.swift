import OAuthRegistration
import StrictJSON

/// RFC 7591, section 2.1: grant types and response types belong together. What is absent is derived from what is there;
/// what is there and inconsistent is refused.
enum RFCFlows {
    static let grantTypes: [JSONString] = [
        "authorization_code", "implicit", "password", "client_credentials", "refresh_token",
        "urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:ietf:params:oauth:grant-type:saml2-bearer",
        "urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:token-exchange",
        "urn:openid:params:grant-type:ciba",
    ]

    static let authenticationMethods: [JSONString] = [
        "none", "client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "tls_client_auth",
        "self_signed_tls_client_auth",
    ]

    /// Completes `grant_types`, `response_types` and `token_endpoint_auth_method`.
    static func settle(_ metadata: inout JSONObject) throws(RequestRefusal) {
        let method = metadata["token_endpoint_auth_method"]?.string ?? "client_secret_basic"
        let (grants, responses) = try settled(strings(metadata["grant_types"]), strings(metadata["response_types"]))
        try check(grants, among: grantTypes, "grant_types")
        try check([method], among: authenticationMethods, "token_endpoint_auth_method")
        // RFC 6749, section 4.4.
        if method == "none", grants.contains("client_credentials") {
            throw .metadata("client_credentials is for confidential clients, and token_endpoint_auth_method is none")
        }
        metadata["token_endpoint_auth_method"] = .string(method)
        metadata["grant_types"] = .array(grants.map(JSONValue.string))
        metadata["response_types"] = .array(responses.map(JSONValue.string))
    }

    /// Whether the client is sent back through a browser.
    static func redirects(_ metadata: JSONObject) -> Bool {
        (strings(metadata["grant_types"]) ?? []).contains { $0 == "authorization_code" || $0 == "implicit" }
    }

    private static func settled(
        _ grants: [JSONString]?, _ responses: [JSONString]?
    ) throws(RequestRefusal) -> (grants: [JSONString], responses: [JSONString]) {
        switch (grants, responses) {
        case (nil, nil): return (["authorization_code"], ["code"])
        case (let grants?, nil): return (grants, responseTypes(for: grants))
        case (nil, let responses?):
            let grants = grantTypes(for: responses)
            if grants.isEmpty { throw .metadata("grant_types is absent, and no response type implies one") }
            return (grants, responses)
        case (let grants?, let responses?):
            try checkConsistent(grants, responses)
            return (grants, responses)
        }
    }

    private static func checkConsistent(_ grants: [JSONString], _ responses: [JSONString]) throws(RequestRefusal) {
        for grant in grantTypes(for: responses) where !grants.contains(grant) {
            throw .metadata("response_types needs the grant type \(grant) (RFC 7591, section 2.1)")
        }
        let implied = grantTypes(for: responses)
        for grant in grants where ["authorization_code", "implicit"].contains(grant) && !implied.contains(grant) {
            throw .metadata("the grant type \(grant) needs a response type (RFC 7591, section 2.1)")
        }
    }

    /// The table of RFC 7591, section 2.1, from right to left.
    private static func grantTypes(for responses: [JSONString]) -> [JSONString] {
        let words = Set(responses.flatMap { $0.utf8.split(separator: UInt8(ascii: " ")).map(Array.init) })
        var grants: [JSONString] = []
        if words.contains(Array("code".utf8)) { grants.append("authorization_code") }
        if words.contains(Array("token".utf8)) || words.contains(Array("id_token".utf8)) { grants.append("implicit") }
        return grants
    }

    /// And from left to right.
    private static func responseTypes(for grants: [JSONString]) -> [JSONString] {
        let table: [(grant: JSONString, response: JSONString)] = [("authorization_code", "code"), ("implicit", "token")]
        return table.filter { grants.contains($0.grant) }.map(\.response)
    }

    private static func check(
        _ values: [JSONString], among known: [JSONString], _ field: String
    ) throws(RequestRefusal) {
        for value in values where !known.contains(value) { throw .metadata("\(field): \(value) is not supported") }
    }

    private static func strings(_ value: JSONValue?) -> [JSONString]? { value?.array?.compactMap(\.string) }
}

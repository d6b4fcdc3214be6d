import OAuthRegistration
import StrictJSON

/// What a server of RFC 7591 and 7592 keeps of a body. What it keeps it shows, and defaults are written out.
enum RFCMetadata {
    /// RFC 7591, section 3.1.
    static func registered(_ body: JSONObject, extensions: Set<JSONString>) throws(RequestRefusal) -> JSONObject {
        var metadata = try understood(body, extensions)
        try RFCFlows.settle(&metadata)
        try checkRedirectURIs(metadata)
        try checkKeys(metadata)
        return metadata
    }

    /// RFC 7592, section 2.2: the body replaces what is kept, and what it omits is deleted.
    static func updated(
        _ client: RegisteredClient, with body: JSONObject, options: DevServer.Options
    ) throws(RequestRefusal) -> JSONObject {
        try checkUpdate(of: client, with: body, options: options)
        return try registered(body, extensions: options.extensions)
    }

    /// What an update must hold, and must not.
    static func checkUpdate(
        of client: RegisteredClient, with body: JSONObject, options: DevServer.Options
    ) throws(RequestRefusal) {
        for name in ClientMetadata.membersForbiddenInUpdate where body[name] != nil {
            throw .metadata("\(name) must not be in an update (RFC 7592, section 2.2)")
        }
        guard body["client_id"]?.string == client.clientID else {
            throw .metadata("client_id must be in an update, and be the client's (RFC 7592, section 2.2)")
        }
        try checkSecret(body["client_secret"], of: client, options.secretInUpdate)
    }

    /// Known members with a value of the right type. Unknown ones are ignored (RFC 7591, section 2), and so are null and ""
    /// (RFC 7592, section 2.2: "just as any other value").
    private static func understood(_ body: JSONObject, _ extensions: Set<JSONString>) throws(RequestRefusal) -> JSONObject {
        var metadata: JSONObject = [:]
        for member in body.members where member.value != .null && member.value != "" {
            if extensions.contains(member.name) {
                metadata[member.name] = member.value
            } else if let rule = FieldCatalog.rule(for: member.name) {
                try check(member, rule.type)
                metadata[member.name] = member.value
            }
        }
        try checkSoftwareStatement(&metadata)
        return metadata
    }

    private static func check(_ member: JSONObject.Member, _ type: FieldType) throws(RequestRefusal) {
        let isAddress = type != .uri || member.value.string.map(URISyntax.isAbsolute) == true
        guard type.admits(member.value), isAddress else { throw .metadata("\(member.name) must be \(type.inWords)") }
    }

    /// RFC 7591, section 2.3: a server may ignore a statement that it does not trust, and this one trusts no issuer. What is
    /// not used is not shown.
    private static func checkSoftwareStatement(_ metadata: inout JSONObject) throws(RequestRefusal) {
        guard let statement = metadata["software_statement"]?.string else { return }
        let parts = statement.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy(Base64URL.isPlausible) else {
            throw RequestRefusal(400, "invalid_software_statement", "software_statement is not a signed JWT")
        }
        metadata["software_statement"] = nil
    }

    private static func checkSecret(
        _ sent: JSONValue?, of client: RegisteredClient, _ rule: ServerProfile.SecretInUpdate?
    ) throws(RequestRefusal) {
        switch (rule, sent) {
        case (.ignored, _): return
        // Ory Hydra 1.11, client/handler.go, setOidcDynamicClient.
        case (.refused, .some):
            throw RequestRefusal(403, "access_denied", "you are not allowed to choose your own OAuth2 client secret")
        // node-oidc-provider 8, lib/actions/registration.js.
        case (.required, nil) where client.secret == nil: return
        case (.required, nil): throw .metadata("client_secret must be provided")
        case (.refused, nil), (nil, nil): return
        // RFC 7592, section 2.2: the client does not choose its secret.
        case (.required, .some(let sent)), (nil, .some(let sent)):
            guard sent.string == client.secret?.exposedText else { throw .metadata("client_secret is not the client's") }
        }
    }

    /// Redirection flows need one (RFC 7591, section 5), absolute and without a fragment (RFC 6749, section 3.1.2).
    private static func checkRedirectURIs(_ metadata: JSONObject) throws(RequestRefusal) {
        let addresses = metadata["redirect_uris"]?.array ?? []
        if addresses.isEmpty, RFCFlows.redirects(metadata) {
            throw .redirectURI("redirect_uris is required for these grant_types")
        }
        for address in addresses.compactMap(\.string) {
            guard URISyntax.isAbsolute(address) else { throw .redirectURI("\(address) is not an absolute URI") }
            if address.utf8.contains(UInt8(ascii: "#")) { throw .redirectURI("\(address) has a fragment") }
        }
    }

    private static func checkKeys(_ metadata: JSONObject) throws(RequestRefusal) {
        if metadata["jwks"] != nil, metadata["jwks_uri"] != nil {
            throw .metadata("jwks and jwks_uri must not both be there (RFC 7591, section 2)")
        }
        if let jwks = metadata["jwks"]?.object, jwks["keys"]?.array == nil { throw .metadata("jwks has no array of keys") }
        if metadata["token_endpoint_auth_method"] == "private_key_jwt", metadata["jwks"] == nil, metadata["jwks_uri"] == nil {
            throw .metadata("private_key_jwt needs jwks or jwks_uri")
        }
    }
}

/// RFC 6750, section 3: what a request without the right token is told.
enum RFCRefusals {
    private static let realm = "rollcall development server"

    static func refusal(of fault: AuthorizationFault) -> RequestRefusal {
        switch fault {
        // RFC 6750, section 3.1: no error code for a request without any credentials.
        case .missing:
            unauthorized("a bearer token is required", challenge: "Bearer realm=\"\(realm)\"")
        case .unknown: invalidToken("the token is not valid here")
        case .initialAccessToken: invalidToken("the initial access token is for registrations only")
        case .usedUp: invalidToken("the initial access token has no registrations left")
        case .unknownClient: RequestRefusal(404, "invalid_request", "there is no such client")
        }
    }

    private static func invalidToken(_ description: String) -> RequestRefusal {
        unauthorized(
            description, challenge: "Bearer realm=\"\(realm)\", error=\"invalid_token\", error_description=\"\(description)\"")
    }

    private static func unauthorized(_ description: String, challenge: String) -> RequestRefusal {
        RequestRefusal(401, "invalid_token", description, [.init("WWW-Authenticate", challenge)])
    }
}

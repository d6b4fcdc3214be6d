import OAuthRegistration
import StrictJSON

/// What Keycloak keeps of a body, and what it shows of that: neither is what was sent.
///
/// Read in `services/src/main/java/org/keycloak/services/clientregistration/oidc/`, DescriptionConverter.java at 02523d1
/// (toInternal, toExternalResponse) and OIDCClientRegistrationProvider.java at 01be601. Not imitated: at that version the
/// answer to an update had the client's identifier twice in its `registration_client_uri`; 110a624 has it once.
enum KeycloakMetadata {
    /// createOIDC.
    static func registered(_ body: JSONObject) throws(RequestRefusal) -> JSONObject {
        try checkKnown(body)
        if body["client_id"] != nil { throw .metadata("Client Identifier included") }
        return try merged([:], body)
    }

    /// updateOIDC: a merge with resets, not the replacement of RFC 7592, section 2.2. `client_secret` and the members that
    /// the RFC forbids are known properties, and are not looked at.
    static func updated(_ client: RegisteredClient, with body: JSONObject) throws(RequestRefusal) -> JSONObject {
        try checkKnown(body)
        // AbstractClientRegistrationProvider.update: a missing identifier is a changed one.
        guard body["client_id"]?.string == client.clientID else { throw .metadata("Client Identifier modified") }
        return try merged(client.metadata, body)
    }

    /// toExternalResponse.
    static func shown(_ kept: JSONObject) -> JSONObject {
        var members: JSONObject = [:]
        for field in KeycloakFields.table where field.fate == .shown {
            members[field.name] = kept[field.name].flatMap { $0 == "" ? nil : $0 } ?? field.shownWhenAbsent
        }
        members["token_endpoint_auth_method"] = KeycloakFlows.shownMethod(kept["token_endpoint_auth_method"])
        members["response_types"] = KeycloakFlows.shownResponseTypes(kept)
        members["grant_types"] = KeycloakFlows.shownGrantTypes(kept)
        members["scope"] = KeycloakScopes.shown(kept["scope"])
        // setBackchannelLogoutSessionRequired is called twice, the second time with the other flag.
        members["backchannel_logout_session_required"] = kept["backchannel_logout_revoke_offline_tokens"] ?? false
        return members
    }

    /// Jackson's text for a property that OIDCClientRepresentation lacks; sent as it is, though RFC 7591, section 2 says to
    /// ignore the member (keycloak#14946).
    private static func checkKnown(_ body: JSONObject) throws(RequestRefusal) {
        let representation = "org.keycloak.representations.oidc.OIDCClientRepresentation"
        for member in body.members where member.value != .null {
            guard let type = KeycloakFields.type(of: member.name) else {
                throw RequestRefusal(
                    400, text: "Unrecognized field \"\(member.name)\" (class \(representation)), not marked as ignorable")
            }
            guard type.admits(member.value) else {
                throw RequestRefusal(
                    400, text: "Cannot deserialize value of property \"\(member.name)\" (class \(representation))")
            }
        }
    }

    private static func merged(_ kept: JSONObject, _ body: JSONObject) throws(RequestRefusal) -> JSONObject {
        var merged: JSONObject = [:]
        for field in KeycloakFields.table where field.fate != .dropped {
            let sent = body[field.name].flatMap { $0 == .null ? nil : $0 }
            switch field.whenOmitted {
            case .kept: merged[field.name] = sent ?? kept[field.name]
            case .reset(let value): merged[field.name] = sent ?? value
            }
        }
        try KeycloakFlows.check(&merged)
        try check(merged)
        return merged
    }

    /// Whatever DescriptionConverter refuses is answered with one text; the reason is in Keycloak's log only.
    private static func check(_ merged: JSONObject) throws(RequestRefusal) {
        let invalid = RequestRefusal.metadata("Client metadata invalid")
        let keys = [merged["jwks"], merged["jwks_uri"].flatMap { $0 == "" ? nil : $0 }].compactMap(\.self)
        if keys.count == 2 { throw invalid }
        if merged["token_endpoint_auth_method"] == "private_key_jwt", keys.isEmpty { throw invalid }
        if merged["subject_type"].map({ $0 != "public" && $0 != "pairwise" }) ?? false { throw invalid }
        try KeycloakScopes.check(merged["scope"])
        try checkRedirectURIs(merged["redirect_uris"]?.array ?? [])
    }

    /// services/src/main/java/org/keycloak/validation/DefaultClientValidationProvider.java. A URI without a scheme is one that
    /// begins at the client's root URL.
    private static func checkRedirectURIs(_ addresses: [JSONValue]) throws(RequestRefusal) {
        for address in addresses.compactMap(\.string) {
            if address.utf8.contains(UInt8(ascii: "#")) { throw .redirectURI("Redirect URIs must not contain an URI fragment") }
            if !URISyntax.isReference(address) { throw .redirectURI("A redirect URI is not a valid URI") }
        }
    }
}

/// ClientRegistrationAuth.java at 091ec95: what a request without the right token is told. There is no challenge in the answer.
enum KeycloakRefusals {
    static func refusal(of fault: AuthorizationFault, for operation: RegistrationOperation) -> RequestRefusal {
        switch (fault, operation) {
        case (.missing, .register):
            RequestRefusal(
                403, "insufficient_scope",
                "Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted.")
        // ClientRegistrationAuth.notFound.
        case (.unknownClient, _): RequestRefusal(404, "invalid_request", "Client not found")
        case (.usedUp, _): invalidToken("No remaining count on initial access token")
        case (.unknown(let token), _) where !isToken(token): invalidToken("Failed decode token")
        case (.unknown, .register): invalidToken("Initial Access Token not found")
        case (.initialAccessToken, .read): invalidToken("Not initial access token allowed")
        case (.missing, .read), (.unknown, .read):
            invalidToken("Not authorized to view client. Not valid token or client credentials provided.")
        case (.initialAccessToken, .register), (.missing, .update), (.missing, .delete), (.unknown, .update), (.unknown, .delete),
            (.initialAccessToken, .update), (.initialAccessToken, .delete):
            invalidToken("Not authorized to update client. Maybe missing token or bad token type.")
        }
    }

    private static func isToken(_ token: Secret) -> Bool {
        token.expose { $0.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).count == 3 }
    }

    private static func invalidToken(_ description: String) -> RequestRefusal {
        RequestRefusal(401, "invalid_token", description)
    }
}

import OAuthRegistration
import StrictJSON
import Testing

@testable import RollcallDevServer

/// Keycloak as the personality's files cite it.
@Suite struct KeycloakPersonalityTests {
    private let options = DevServer.Options(personality: .keycloak)

    /// The request and the answer of the page for Kodjin's developers, as far as they do not depend on the moment.
    @Test func theSeedPagesRequestHasItsAnswer() throws {
        var conversation = Conversation(options)
        let answer = conversation.register(#"{"client_name":"my-app"}"#)
        #expect(answer.status == 201)
        var members = answer.members
        #expect(answer.field("Location") == members["registration_client_uri"]?.text)
        let token = try #require(members["registration_access_token"]?.text)
        #expect(token.split(separator: ".").count == 3)
        for issued in ClientMetadata.issuedMembers { #expect(members[issued] != nil, "\(issued)"); members[issued] = nil }
        #expect(members["scope"]?.text?.hasPrefix("patient/Medication.read patient/CareTeam.read") == true)
        members["scope"] = nil
        // Of the page's members all but these two, which its older version lacks.
        members["frontchannel_logout_session_required"] = nil
        #expect(
            members == [
                "redirect_uris": [], "token_endpoint_auth_method": "client_secret_basic",
                "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code", "none"],
                "client_name": "my-app",
                "subject_type": "public", "request_uris": [], "tls_client_certificate_bound_access_tokens": false,
                "backchannel_logout_session_required": false, "require_pushed_authorization_requests": false,
            ])
    }

    @Test func whatIsShownIsNotWhatWasAsked() {
        // Body; members shown (null: not shown).
        let rows: [(String, JSONObject)] = [
            (
                #"{"contacts":["a@a.example"],"software_id":"s","application_type":"native"}"#,
                ["contacts": .null, "software_id": .null, "application_type": .null]
            ),
            (
                #"{"logo_uri":"https://a.example/l","tos_uri":"x","policy_uri":"y"}"#,
                ["logo_uri": .null, "tos_uri": .null, "policy_uri": .null]
            ),
            (#"{"token_endpoint_auth_method":"client_secret_post"}"#, ["token_endpoint_auth_method": "client_secret_basic"]),
            (#"{"token_endpoint_auth_method":"none"}"#, ["token_endpoint_auth_method": "none", "client_secret": .null]),
            (
                #"{"grant_types":["client_credentials"]}"#,
                [
                    "grant_types": ["authorization_code", "client_credentials", "refresh_token"],
                    "response_types": ["code", "none"],
                ]
            ),
            (
                #"{"grant_types":["client_credentials"],"response_types":["none"]}"#,
                ["grant_types": ["client_credentials", "refresh_token"], "response_types": []]
            ),
            (
                #"{"response_types":["id_token"]}"#,
                ["grant_types": ["implicit", "refresh_token"], "response_types": ["id_token", "id_token token"]]
            ),
            (
                #"{"response_types":["code id_token"]}"#,
                [
                    "response_types": [
                        "code", "none", "id_token", "id_token token", "code id_token", "code token", "code id_token token",
                    ]
                ]
            ),
            (#"{"scope":"patient/*.read fhirUser"}"#, ["scope": "fhirUser patient/*.read"]),
            (#"{"backchannel_logout_session_required":true}"#, ["backchannel_logout_session_required": false]),
            (
                #"{"backchannel_logout_revoke_offline_tokens":true}"#,
                ["backchannel_logout_session_required": true, "backchannel_logout_revoke_offline_tokens": .null]
            ),
            (#"{"subject_type":"pairwise","redirect_uris":["/cb"]}"#, ["subject_type": "pairwise", "redirect_uris": ["/cb"]]),
        ]
        for (body, expected) in rows {
            var conversation = Conversation(options)
            let answer = conversation.register(body)
            #expect(answer.status == 201, "\(body): \(answer.text)")
            for member in expected.members {
                #expect(answer.members[member.name] ?? .null == member.value, "\(body): \(answer.text)")
            }
        }
    }

    /// A row without a type would be refused as an unknown property.
    @Test func everyPropertyOfTheTableHasATypeAndOneRow() {
        for field in KeycloakFields.table { #expect(KeycloakFields.type(of: field.name) != nil, "\(field.name)") }
        #expect(Set(KeycloakFields.table.map(\.name)).count == KeycloakFields.table.count)
    }

    @Test func refusalsHaveKeycloaksWords() {
        let rows: [(String, Int, String?, String)] = [
            (#"{"foo":1}"#, 400, nil, #"Unrecognized field "foo" (class "#),
            (##"{"client_name#fr":"n"}"##, 400, nil, "Unrecognized field"),
            (#"{"redirect_uris":"https://a.example/cb"}"#, 400, nil, "Cannot deserialize"),
            (#"{"client_id":"mine"}"#, 400, "invalid_client_metadata", "Client Identifier included"),
            (#"{"token_endpoint_auth_method":"magic"}"#, 400, "invalid_client_metadata", "Client metadata invalid"),
            (#"{"token_endpoint_auth_method":"private_key_jwt"}"#, 400, "invalid_client_metadata", "Client metadata invalid"),
            (#"{"response_types":["magic"]}"#, 400, "invalid_client_metadata", "Client metadata invalid"),
            (#"{"subject_type":"magic"}"#, 400, "invalid_client_metadata", "Client metadata invalid"),
            (#"{"redirect_uris":["https://a.example/#f"]}"#, 400, "invalid_redirect_uri", "must not contain an URI fragment"),
            (#"{"redirect_uris":["not a uri"]}"#, 400, "invalid_redirect_uri", "not a valid URI"),
            (#"{"scope":"openid"}"#, 403, "insufficient_scope", "Policy 'Allowed Client Scopes' rejected request"),
        ]
        for (body, status, error, words) in rows {
            var conversation = Conversation(options)
            let answer = conversation.register(body)
            #expect((answer.status, answer.error) == (status, error), "\(body): \(answer.text)")
            #expect((answer.description ?? answer.text).contains(words), "\(body): \(answer.text)")
        }
    }

    @Test func tokensAreRefusedInKeycloaksWords() {
        var conversation = Conversation(options)
        let endpoint = conversation.server.site.registrationPath
        let client = conversation.register("{}")
        let path = conversation.path(of: client)
        let rows: [(String, String, String?, Int, String)] = [
            (
                "POST", endpoint, nil, 403,
                "Policy 'Trusted Hosts' rejected request to client-registration service. Details: Host not trusted."
            ),
            ("POST", endpoint, "rubbish", 401, "Failed decode token"),
            ("POST", endpoint, "x.y.z", 401, "Initial Access Token not found"),
            ("GET", path, Conversation.initialAccessToken, 401, "Not initial access token allowed"),
            ("GET", path, nil, 401, "Not authorized to view client. Not valid token or client credentials provided."),
            ("PUT", path, "x.y.z", 401, "Not authorized to update client. Maybe missing token or bad token type."),
            (
                "DELETE", endpoint + "/gone", "x.y.z", 401,
                "Not authorized to update client. Maybe missing token or bad token type."
            ),
        ]
        for (method, path, token, status, description) in rows {
            let answer = conversation.send(method, path, token, "{}")
            #expect((answer.status, answer.description) == (status, description), "\(method) \(path)")
        }
        var counted = Conversation(
            DevServer.Options(personality: .keycloak, initialAccess: .token(Secret("t"), registrations: 0)))
        #expect(counted.register("{}").description == "No remaining count on initial access token")
    }

    /// ClientRegistrationAuth: a bearer with the role manage-clients does everything, and is told which clients are not there.
    @Test func theServiceAccountManagesAllClients() {
        var options = options
        options.accessTokenLifetime = 60
        var conversation = Conversation(options)
        func form(_ body: String, _ authorization: Authorization = .none) -> ServerRequest {
            ServerRequest(
                method: "POST", path: conversation.server.site.issuerPath + Site.tokenPath, authorization: authorization,
                contentType: "application/x-www-form-urlencoded", body: Array(body.utf8))
        }
        let (basic, grant) = (Authorization.basic("rollcall:a.b%2Ec"), "grant_type=client_credentials")
        let refusals: [(ServerRequest, Int, String)] = [
            (form("grant_type=password", basic), 400, "unsupported_grant_type"), (form(grant), 401, "invalid_client"),
            (form(grant, .basic("rollcall:x")), 401, "invalid_client"), (form(grant, .basic("rollcall")), 401, "invalid_client"),
            (form(grant, .bearer(Secret("a.b.c"))), 401, "invalid_client"),
        ]
        for (request, status, error) in refusals {
            let answer = conversation.send(request)
            #expect((answer.status, answer.error) == (status, error))
        }
        let tokens = [form(grant, basic), form(grant + "&client_id=rollcall&client_secret=a.b.c")].map {
            conversation.send($0).members["access_token"]?.text ?? ""
        }
        #expect(Set(tokens).count == 2 && TokenClaims(Secret(tokens[0]))?.type == "Bearer")
        #expect(TokenClaims(Secret(tokens[0]))?.expiresAt == 1_700_000_060)

        let client = conversation.register(#"{"client_name":"One"}"#, token: tokens[0])
        let (path, id) = (conversation.path(of: client), client.members["client_id"]?.text ?? "")
        #expect(client.status == 201 && client.members["registration_access_token"] != nil)
        let read = conversation.send("GET", path, tokens[1])
        #expect(read.status == 200 && read.members["registration_access_token"] == nil)
        let updated = conversation.send("PUT", path, tokens[1], #"{"client_id":"\#(id)","client_name":"Two"}"#)
        #expect(updated.members["client_name"] == "Two" && updated.members["registration_access_token"] == nil)
        // The client's own token has stayed as it was.
        #expect(conversation.manage("GET", client).status == 200)
        #expect(conversation.send("DELETE", path, tokens[0]).status == 204)
        let gone = conversation.send("GET", path, tokens[0])
        #expect((gone.status, gone.error, gone.description) == (404, "invalid_request", "Client not found"))
        #expect(conversation.manage("GET", client).status == 401)
        conversation.server.accessTokens = conversation.server.accessTokens.mapValues { $0 - 60 }
        #expect(conversation.send("GET", path, tokens[0]).status == 401)
    }

    @Test func anUpdateMergesResetsAndRotates() {
        var conversation = Conversation(options)
        let first = conversation.register(
            #"{"client_name":"One","redirect_uris":["https://a.example/cb"],"logo_uri":"https://a.example/l","grant_types":["password"],"#
                + #""scope":"fhirUser","token_endpoint_auth_method":"none","response_types":["id_token"],"subject_type":"pairwise"}"#
        )
        let id = first.members["client_id"]!.text!
        #expect(conversation.manage("PUT", first, "{}").description == "Client Identifier modified")
        // A refused update rotates nothing, and neither does a read.
        let read = conversation.manage("GET", first)
        #expect(read.members["registration_access_token"] == first.members["registration_access_token"])
        #expect(read.members["client_id_issued_at"] == nil)

        let second = conversation.manage(
            "PUT", read, #"{"client_secret":"ignored","client_id_issued_at":1,"client_id":"\#(id)"}"#)
        #expect(second.status == 200)
        let kept: [JSONString] = ["client_name", "redirect_uris", "scope"]
        for name in kept { #expect(second.members[name] == first.members[name], "\(name)") }
        #expect(second.members["grant_types"] == ["authorization_code", "password", "refresh_token"])
        #expect(second.members["token_endpoint_auth_method"] == "client_secret_basic")
        #expect(second.members["client_secret"] != nil && second.members["client_secret"] != "ignored")
        #expect(second.members["subject_type"] == "public")
        #expect(conversation.server.registry.clients[JSONString(id)]?.metadata["logo_uri"] == "https://a.example/l")
        #expect(second.members["registration_access_token"] != first.members["registration_access_token"])
        #expect(conversation.manage("GET", first).status == 401)

        let third = conversation.manage(
            "PUT", second, #"{"client_id":"\#(id)","client_name":"","redirect_uris":[],"grant_types":[]}"#)
        #expect(third.members["client_name"] == nil && third.members["redirect_uris"] == [])
        #expect(third.members["grant_types"] == ["authorization_code", "refresh_token"])
        #expect(conversation.manage("DELETE", third).status == 204)
    }
}

import OAuthRegistration
import StrictJSON
import Testing

@testable import RollcallDevServer

/// RFC 7591 and 7592 as tables: what is sent, what is answered.
@Suite struct RFCPersonalityTests {
    private static let web = #""redirect_uris":["https://a.example/cb"]"#

    @Test func aRegistrationIsGrantedWithItsDefaultsOrRefusedWithTheCodeOfTheRFC() {
        // Body; members of the answer, or status and error.
        let granted: [(String, JSONObject)] = [
            (
                "{\(Self.web)}",
                [
                    "grant_types": ["authorization_code"], "response_types": ["code"],
                    "token_endpoint_auth_method": "client_secret_basic",
                ]
            ),
            (
                "{\(Self.web),\"unknown\":1,\"client_name#fr\":\"Nom\",\"tos_uri\":null,\"client_id\":\"mine\"}",
                ["client_name#fr": "Nom"]
            ),
            (#"{"grant_types":["client_credentials"]}"#, ["grant_types": ["client_credentials"], "response_types": []]),
            ("{\(Self.web),\"response_types\":[\"token\"]}", ["grant_types": ["implicit"], "response_types": ["token"]]),
            (
                "{\(Self.web),\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":{\"keys\":[]}}",
                ["token_endpoint_auth_method": "private_key_jwt", "jwks": ["keys": []]]
            ),
            ("{\(Self.web),\"software_statement\":\"e30.e30.c2ln\"}", [:]),
        ]
        for (body, expected) in granted {
            var conversation = Conversation()
            let answer = conversation.register(body)
            #expect(answer.status == 201, "\(body): \(answer.text)")
            for member in expected.members { #expect(answer.members[member.name] == member.value, "\(body): \(answer.text)") }
            for absent in ["unknown", "tos_uri", "software_statement"] as [JSONString] {
                #expect(answer.members[absent] == nil, "\(body)")
            }
            #expect(answer.members["client_id"] != "mine", "\(body)")
            #expect(answer.field("Cache-Control") == "no-store")
        }

        let refused: [(String, Int, String)] = [
            ("{}", 400, "invalid_redirect_uri"),
            (#"{"redirect_uris":["/cb"]}"#, 400, "invalid_redirect_uri"),
            (#"{"redirect_uris":["not a uri"]}"#, 400, "invalid_redirect_uri"),
            (#"{"redirect_uris":["https:///cb"]}"#, 400, "invalid_redirect_uri"),
            (#"{"redirect_uris":["https://a.example/cb#here"]}"#, 400, "invalid_redirect_uri"),
            (#"{"redirect_uris":"https://a.example/cb"}"#, 400, "invalid_client_metadata"),
            ("{\(Self.web),\"token_endpoint_auth_method\":\"magic\"}", 400, "invalid_client_metadata"),
            ("{\(Self.web),\"token_endpoint_auth_method\":\"private_key_jwt\"}", 400, "invalid_client_metadata"),
            ("{\(Self.web),\"grant_types\":[\"magic\"]}", 400, "invalid_client_metadata"),
            ("{\(Self.web),\"grant_types\":[\"implicit\"],\"response_types\":[\"code\"]}", 400, "invalid_client_metadata"),
            ("{\(Self.web),\"grant_types\":[\"authorization_code\"],\"response_types\":[]}", 400, "invalid_client_metadata"),
            (#"{"grant_types":["client_credentials"],"token_endpoint_auth_method":"none"}"#, 400, "invalid_client_metadata"),
            ("{\(Self.web),\"jwks\":{\"keys\":[]},\"jwks_uri\":\"https://a.example/jwks\"}", 400, "invalid_client_metadata"),
            ("{\(Self.web),\"logo_uri\":\"logo.png\"}", 400, "invalid_client_metadata"),
            ("{\(Self.web),\"client_name\":7}", 400, "invalid_client_metadata"),
            ("{\(Self.web),\"client_name\":\"a\",\"client_name\":\"b\"}", 400, "invalid_client_metadata"),
            ("{\(Self.web),\"software_statement\":\"no statement\"}", 400, "invalid_software_statement"),
            ("{", 400, "invalid_client_metadata"),
            ("[]", 400, "invalid_client_metadata"),
        ]
        for (body, status, error) in refused {
            var conversation = Conversation()
            let answer = conversation.register(body)
            #expect((answer.status, answer.error) == (status, error), "\(body): \(answer.text)")
            #expect(conversation.server.registry == Registry(), "\(body)")
        }
    }

    @Test func aSecretIsIssuedWhereTheMethodNeedsOneAndNeverExpires() {
        let methods = [
            ("client_secret_basic", true), ("client_secret_post", true), ("client_secret_jwt", true), ("none", false),
            ("tls_client_auth", false),
        ]
        for (method, hasSecret) in methods {
            var conversation = Conversation()
            let members = conversation.register("{\(Self.web),\"token_endpoint_auth_method\":\"\(method)\"}").members
            #expect((members["client_secret"] != nil) == hasSecret, "\(method)")
            #expect(members["client_secret_expires_at"] == (hasSecret ? 0 : nil), "\(method)")
        }
    }

    @Test func anUpdateReplacesEverythingAndRepeatsNothingTheServerIssued() {
        var conversation = Conversation()
        let registered = conversation.register("{\(Self.web),\"client_name\":\"One\",\"contacts\":[\"a@a.example\"]}")
        let id = registered.members["client_id"]!.text!
        let secret = registered.members["client_secret"]!.text!
        let refused = [
            "{\(Self.web)}", "{\(Self.web),\"client_id\":\"other\"}",
            "{\(Self.web),\"client_id\":\"\(id)\",\"client_secret\":\"chosen\"}",
            "{\(Self.web),\"client_id\":\"\(id)\",\"registration_access_token\":\"t\"}",
            "{\(Self.web),\"client_id\":\"\(id)\",\"registration_client_uri\":\"u\"}",
            "{\(Self.web),\"client_id\":\"\(id)\",\"client_id_issued_at\":1}",
            "{\(Self.web),\"client_id\":\"\(id)\",\"client_secret_expires_at\":0}", "{\"client_id\":\"\(id)\"}",
        ]
        for body in refused { #expect(conversation.manage("PUT", registered, body).status == 400, "\(body)") }
        #expect(conversation.manage("GET", registered).members == registered.members)

        let updated = conversation.manage(
            "PUT", registered, "{\(Self.web),\"client_id\":\"\(id)\",\"client_secret\":\"\(secret)\"}")
        #expect(updated.status == 200)
        #expect(updated.members["client_name"] == nil && updated.members["contacts"] == nil)
        for kept in ClientMetadata.issuedMembers { #expect(updated.members[kept] == registered.members[kept], "\(kept)") }

        let publicBody = "{\(Self.web),\"client_id\":\"\(id)\",\"token_endpoint_auth_method\":\"none\"}"
        #expect(conversation.manage("PUT", registered, publicBody).members["client_secret"] == nil)
        let confidential = conversation.manage("PUT", registered, "{\(Self.web),\"client_id\":\"\(id)\"}").members[
            "client_secret"]
        #expect(confidential != nil && confidential?.text != secret)
    }

    @Test func withoutTheRightTokenNothingIsToldButThat() {
        var conversation = Conversation()
        let one = conversation.register("{\(Self.web)}")
        let other = conversation.register("{\(Self.web)}")
        for method in ["GET", "PUT", "DELETE"] {
            let missing = conversation.send(method, conversation.path(of: one))
            #expect(
                (missing.status, missing.field("WWW-Authenticate")) == (401, "Bearer realm=\"rollcall development server\""),
                "\(method)")
            for token in ["wrong", other.members["registration_access_token"]!.text!] {
                let answer = conversation.send(method, conversation.path(of: one), token)
                #expect((answer.status, answer.error) == (401, "invalid_token"), "\(method)")
                #expect(answer.field("WWW-Authenticate")?.contains("error=\"invalid_token\"") == true, "\(method)")
            }
        }
        let deleted = conversation.manage("DELETE", one)
        #expect((deleted.status, deleted.text) == (204, ""))
        // What is gone is 401, never 404 (RFC 7592, section 2.1).
        #expect(conversation.manage("GET", one).status == 401)
        #expect(conversation.manage("DELETE", one).status == 401)
        #expect(conversation.manage("GET", other).status == 200)
    }

    @Test func anInitialAccessTokenIsGoodForItsNumberOfRegistrationsAndNothingElse() {
        var conversation = Conversation(DevServer.Options(initialAccess: .token(Secret("good"), registrations: 2)))
        #expect(conversation.send("POST", "/register", nil, "{\(Self.web)}").status == 401)
        #expect(conversation.register("{\(Self.web)}", token: "bad").error == "invalid_token")
        #expect(conversation.register("{}").status == 400)
        let first = conversation.register("{\(Self.web)}")
        #expect(conversation.register("{\(Self.web)}").status == 201)
        let third = conversation.register("{\(Self.web)}")
        #expect((third.status, third.error) == (401, "invalid_token"))
        #expect(conversation.send("GET", conversation.path(of: first), "good").status == 401)
    }

    @Test func whatIsSwitchedOffIsRefusedWithItsMethodsNamed() {
        var options = DevServer.Options()
        options.manages = [.read]
        var readOnly = Conversation(options)
        let client = readOnly.register("{\(Self.web)}")
        #expect(readOnly.manage("GET", client).status == 200)
        #expect((readOnly.manage("PUT", client).status, readOnly.manage("DELETE", client).field("Allow")) == (405, "GET"))
        #expect((readOnly.send("GET", "/register").status, readOnly.send("GET", "/register").field("Allow")) == (405, "POST"))
        #expect(readOnly.send("GET", "/elsewhere").status == 404)
        var plain = ServerRequest(method: "POST", path: "/register", contentType: "text/plain")
        #expect(readOnly.send(plain).status == 415)
        plain.contentType = "Application/JSON; charset=utf-8"
        #expect(readOnly.send(plain).status == 400)

        options.manages = []
        var registerOnly = Conversation(options)
        let unmanaged = registerOnly.register("{\(Self.web)}")
        #expect(unmanaged.members["registration_client_uri"] == nil && unmanaged.members["registration_access_token"] == nil)
        #expect(registerOnly.send("GET", registerOnly.path(of: unmanaged), "any").status == 405)
    }

    @Test func theKnobsChangeWhatIsShownAndWhatAnUpdateMayHold() {
        var options = DevServer.Options()
        options.showsSecretAgain = false
        options.hidden = ["contacts"]
        options.rewritten = ["client_name": "Rewritten"]
        options.extensions = ["vendor"]
        options.rotatesOn = [.read, .update]
        var conversation = Conversation(options)
        let first = conversation.register(
            "{\(Self.web),\"contacts\":[\"a@a.example\"],\"client_name\":\"Mine\",\"vendor\":{\"a\":[1.0]}}")
        #expect(first.members["client_secret"] != nil && first.members["contacts"] == nil)
        #expect(first.members["client_name"] == "Rewritten")
        #expect(first.text.contains(#""vendor":{"a":[1.0]}"#))
        let second = conversation.manage("GET", first)
        #expect(second.members["client_secret"] == nil && second.members["client_secret_expires_at"] == nil)
        #expect(second.members["registration_access_token"] != first.members["registration_access_token"])
        #expect(conversation.manage("GET", first).status == 401)
        let id = first.members["client_id"]!.text!
        #expect(conversation.manage("PUT", second, "{}").status == 400)
        let third = conversation.manage("PUT", second, "{\(Self.web),\"client_id\":\"\(id)\"}")
        #expect(third.status == 200)
        #expect(conversation.manage("GET", second).status == 401)
        #expect(conversation.manage("GET", third).status == 200)

        let rules: [(ServerProfile.SecretInUpdate?, without: Int, with: Int, other: Int)] = [
            (nil, 200, 200, 400), (.required, 400, 200, 400), (.refused, 200, 403, 403), (.ignored, 200, 200, 200),
        ]
        for rule in rules {
            var options = DevServer.Options()
            options.secretInUpdate = rule.0
            var conversation = Conversation(options)
            let client = conversation.register("{\(Self.web)}")
            let start = "{\(Self.web),\"client_id\":\"\(client.members["client_id"]!.text!)\""
            let secret = client.members["client_secret"]!.text!
            #expect(conversation.manage("PUT", client, start + "}").status == rule.without, "\(rule)")
            #expect(
                conversation.manage("PUT", client, start + ",\"client_secret\":\"\(secret)\"}").status == rule.with, "\(rule)")
            #expect(conversation.manage("PUT", client, start + ",\"client_secret\":\"x\"}").status == rule.other, "\(rule)")
        }
    }

    @Test func theSameKeyAndBodyAreOneRegistration() {
        var conversation = Conversation(DevServer.Options(initialAccess: .token(Secret("t"), registrations: 1)))
        func request(_ body: String, _ key: String?) -> ServerRequest {
            ServerRequest(
                method: "POST", path: "/register", authorization: .bearer(Secret("t")), contentType: "application/json",
                idempotencyKey: key, body: Array(body.utf8))
        }
        let first = conversation.send(request("{\(Self.web),\"client_name\":\"a\"}", "k"))
        #expect(first.status == 201)
        // The token is used up, the members come in another order: still the same request.
        #expect(conversation.send(request("{\"client_name\":\"a\",\(Self.web)}", "k")).response == first.response)
        #expect(conversation.send(request("{\(Self.web)}", "k")).status == 422)
        #expect(conversation.send(request("{\(Self.web)}", "other")).status == 401)
        #expect(conversation.server.registry.clients.count == 1)
    }
}

import StrictJSON
import Testing

@testable import RollcallDevServer

@Suite struct DevServerDiscoveryTests {
    @Test func everyWayOfDiscoveryNamesTheRegistrationEndpoint() {
        let rows: [(Personality, [String], issuer: String)] = [
            (.rfc, ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"], "http://127.0.0.1:8080"),
            (
                .keycloak,
                [
                    "/.well-known/oauth-authorization-server/realms/rollcall",
                    "/realms/rollcall/.well-known/oauth-authorization-server",
                    "/.well-known/openid-configuration/realms/rollcall", "/realms/rollcall/.well-known/openid-configuration",
                ], "http://127.0.0.1:8080/realms/rollcall"
            ),
        ]
        for (personality, paths, issuer) in rows {
            var conversation = Conversation(DevServer.Options(personality: personality))
            for path in paths + ["/fhir/.well-known/smart-configuration"] {
                let answer = conversation.send("GET", path)
                #expect(answer.members["issuer"] == .string(issuer), "\(path)")
                #expect(answer.members["registration_endpoint"] == .string(issuer + personality.registrationPath), "\(path)")
                #expect(answer.field("Content-Type") == "application/json", "\(path)")
                #expect(conversation.send("POST", path).status == 405, "\(path)")
            }
            let statement = conversation.send("GET", "/fhir/metadata")
            let security = statement.members["rest"]?.array?.first?.object?["security"]?.object
            let uris = security?["extension"]?.array?.first?.object
            #expect(uris?["url"] == "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris")
            #expect(
                uris?["extension"]?.array?.contains([
                    "url": "register", "valueUri": .string(issuer + personality.registrationPath),
                ]) == true)
        }
    }

    /// The seed page's misconfiguration.
    @Test func behindATLSProxyTheClientsAddressHasTheWrongScheme() {
        var options = DevServer.Options(personality: .keycloak)
        options.issuerPath = "/auth/realms/fhir"
        options.behindTLSProxy = "demo.example"
        var conversation = Conversation(options)
        let path = "/auth/realms/fhir/clients-registrations/openid-connect"
        let configuration = conversation.send("GET", "/fhir/.well-known/smart-configuration")
        #expect(configuration.members["registration_endpoint"] == .string("https://demo.example" + path))
        let client = conversation.register("{}")
        #expect(
            client.members["registration_client_uri"]?.text == "http://demo.example\(path)/\(client.members["client_id"]!.text!)")
    }
}

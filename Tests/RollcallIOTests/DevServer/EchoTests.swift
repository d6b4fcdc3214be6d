import OAuthRegistration
import StrictJSON
import Testing

@testable import RollcallDevServer

@Suite struct EchoTests {
    /// RFC 7592, section 2.2: an update repeats what the last answer held, less what the server alone decides.
    @Test(arguments: [Personality.rfc, .keycloak]) func anUpdateThatRepeatsAReadChangesNothingThatIsShown(
        personality: Personality
    ) throws {
        let bodies = [
            #"{"redirect_uris":["https://a.example/cb"],"client_name":"One","token_endpoint_auth_method":"client_secret_post"}"#,
            #"{"redirect_uris":["https://a.example/cb"],"response_types":["code id_token"],"scope":"fhirUser profile"}"#,
            #"{"grant_types":["client_credentials"],"response_types":[],"jwks_uri":"https://a.example/k"}"#,
            #"{"redirect_uris":["https://a.example/cb"],"token_endpoint_auth_method":"none","subject_type":"pairwise"}"#,
        ]
        for body in bodies {
            var conversation = Conversation(DevServer.Options(personality: personality))
            let registered = conversation.register(body)
            let read = conversation.manage("GET", registered)
            var echo = read.members
            for name in ClientMetadata.membersForbiddenInUpdate { echo[name] = nil }
            let updated = conversation.manage("PUT", read, String(decoding: echo.canonicalBytes, as: UTF8.self))
            try #require(updated.status == 200, "\(body): \(updated.text)")
            for member in echo.members { #expect(updated.members[member.name] == member.value, "\(body): \(member.name)") }
            #expect(updated.members.names == read.members.names, "\(body)")
        }
    }
}

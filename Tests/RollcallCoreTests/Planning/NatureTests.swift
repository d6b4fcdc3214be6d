import OAuthRegistration
import RollcallCore
import RollcallTestKit
import StrictJSON
import Testing

/// No update makes another client of one by what it leaves out: a public one confidential, a pairwise one public, a service one that users
/// log in to.
struct NatureTests {
    @Test func whatMakesTheClientWhatItIsIsFilledInWhereTheServerDoesNotShowIt() {
        let rows: [(name: String, shown: JSONObject, granted: JSONObject, desired: JSONObject, sent: JSONObject)] = [
            ("pairwise, not shown", [:], ["subject_type": "pairwise"], [:], ["subject_type": "pairwise"]),
            ("public, as by default", [:], ["subject_type": "public"], [:], [:]),
            ("shown as another", ["subject_type": "public"], ["subject_type": "pairwise"], [:], ["subject_type": "public"]),
            ("declared otherwise", [:], ["subject_type": "pairwise"], ["subject_type": "public"], ["subject_type": "public"]),
            (
                "without a secret", [:], ["token_endpoint_auth_method": "none"], [:], ["token_endpoint_auth_method": "none"]
            ),
            ("with a secret, as by default", [:], ["token_endpoint_auth_method": "client_secret_basic"], [:], [:]),
            (
                "a service", ["grant_types": .null], ["grant_types": ["client_credentials"], "response_types": []], [:],
                ["grant_types": ["client_credentials"], "response_types": []]
            ),
            (
                "a service at Keycloak", [:], ["grant_types": ["client_credentials"], "response_types": ["none"]], [:],
                ["grant_types": ["client_credentials"], "response_types": ["none"]]
            ),
            ("one that users log in to", [:], ["grant_types": ["authorization_code"], "response_types": ["code"]], [:], [:]),
            ("of another type", [:], ["grant_types": "client_credentials"], [:], [:]),
        ]
        for row in rows {
            for profile in [ServerProfile.generic, .keycloak] {
                let target = Change.Target(metadata: ClientMetadata(row.desired), tags: [:], protect: false, ignore: [])
                let body = UpdateBody.compose(
                    shown: ClientMetadata(row.shown), granted: ClientMetadata(row.granted), requested: ClientMetadata(),
                    target: target, clientID: "c", clientSecret: nil, includeSecret: false, cleared: [],
                    traits: ServerTraits(profile: profile))
                var sent = row.sent
                sent["client_id"] = "c"
                #expect(body == sent.canonicalBytes, "\(row.name), \(profile.name)")
            }
        }
    }

    @Test func whatWouldMakeAnotherClientIsBlockedUntilTheManifestSaysSo() {
        let rows: [(name: String, before: JSONObject, after: JSONObject, observed: JSONObject?, story: [String])] = [
            (
                "pairwise no longer declared", ["subject_type": "pairwise"], [:], nil,
                ["web blocked by_omission demo (subject_type edited)", "RC2031 web"]
            ),
            (
                "public instead", ["subject_type": "pairwise"], ["subject_type": "public"], nil,
                ["web update fields_differ demo (subject_type edited)"]
            ),
            (
                "public, no longer declared", ["subject_type": "public"], [:], nil,
                ["web update fields_differ demo (subject_type edited)"]
            ),
            (
                "without a secret", ["token_endpoint_auth_method": "none"], [:], nil,
                ["web blocked by_omission demo (token_endpoint_auth_method edited)", "RC2031 web"]
            ),
            (
                "with a key", ["token_endpoint_auth_method": "private_key_jwt"], [:], nil,
                ["web update fields_differ demo (token_endpoint_auth_method edited)"]
            ),
            (
                "a service", ["grant_types": ["client_credentials"], "response_types": []], [:], nil,
                [
                    "web blocked by_omission demo (grant_types edited) (response_types edited)", "RC2031 web", "RC2031 web",
                ]
            ),
            (
                "users log in to it already", ["subject_type": "pairwise"], [:], ["subject_type": "public"],
                ["web update fields_differ demo (subject_type edited)"]
            ),
        ]
        for row in rows {
            var scene = Scene()
            for member in row.before.members {
                scene.state?["web"]?.requested[member.name] = member.value
                scene.state?["web"]?.granted[member.name] = member.value
            }
            for member in row.after.members { scene.clients[0].metadata[member.name] = member.value }
            if let observed = row.observed {
                var shown = Scene.metadata
                for member in observed.members { shown[member.name] = member.value }
                scene.observations["web"] = .present(ClientMetadata(shown))
            }
            #expect(scene.story == row.story, "\(row.name)")
        }
    }
}

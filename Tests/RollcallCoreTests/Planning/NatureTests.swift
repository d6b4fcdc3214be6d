import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

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
                // Keycloak takes an empty list for an absent one.
                if profile == .keycloak, sent["response_types"] == [] { sent["response_types"] = ["none"] }
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
                "a service, its response types not declared any more", ["response_types": ["none"]], [:],
                ["response_types": []], ["web blocked by_omission demo (response_types edited)", "RC2031 web"]
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

    /// Where an empty list counts as an absent one, it is none that can be declared; and what is to be declared instead keeps the client.
    @Test func anEmptyListThatCountsAsAbsentIsNoDeclaration() {
        let rows: [(profile: ServerProfile, desired: JSONValue?, requested: JSONValue, kept: String?)] = [
            (.keycloak, [], [], "[\"none\"]"), (.keycloak, nil, [], "[\"none\"]"), (.keycloak, ["none"], [], nil),
            (.keycloak, nil, ["none"], "[\"none\"]"), (.generic, nil, [], "[]"), (.generic, nil, ["none"], "[\"none\"]"),
            (.generic, [], [], nil),
        ]
        for row in rows {
            var scene = Scene()
            scene.project.servers["demo"] = Scene.server("https://id.example.com", profile: row.profile.name)
            scene.state?["web"]?.requested["response_types"] = row.requested
            scene.state?["web"]?.granted["response_types"] = []
            scene.clients[0].metadata["response_types"] = row.desired
            scene.clients[0].metadata["client_name"] = "Another"
            var diagnostics = Diagnostics()
            let plan = Planner.plan(scene.input, diagnostics: &diagnostics)
            let told = diagnostics.all.first { $0.code == .changedByOmission }
            #expect((plan.changes.first?.action == .blocked) == (row.kept != nil), "\(row)")
            #expect(told?.hint == row.kept.map { "declare what it is to be; as it is now:\n  response_types: \($0)" }, "\(row)")
        }
    }

    @Test func whatAnAnswerMakesOfAClientIsTold() {
        let service: JSONObject = ["grant_types": ["client_credentials"], "response_types": []]
        let open: JSONObject = ["grant_types": ["authorization_code"], "response_types": ["code", "none"]]
        let method = { (name: JSONString) -> JSONObject in ["token_endpoint_auth_method": .string(name)] }
        let subjects = { (name: JSONString) -> JSONObject in ["subject_type": .string(name)] }
        let rows: [(name: String, before: JSONObject, after: JSONObject, desired: JSONObject, changes: [NatureChange])] = [
            ("a service", service, open, [:], [.opened]), ("declared as one", service, open, service, [.opened]),
            ("as wanted", service, open, ["grant_types": ["authorization_code"]], []),
            ("by response types", service, ["response_types": ["code id_token"]], [:], [.opened]),
            ("as it was", open, open, service, []), ("taken back", open, service, service, []),
            ("of grants alone", service, ["grant_types": ["client_credentials"], "response_types": ["code"]], [:], []),
            ("none of the two shown", service, [:], [:], []), ("null", service, ["grant_types": .null], [:], []),
            ("none is no flow", ["response_types": []], ["response_types": ["none"]], [:], []),
            ("confidential", method("none"), method("client_secret_basic"), [:], [.becameConfidential]),
            ("against the manifest", method("none"), method("client_secret_basic"), method("none"), [.becameConfidential]),
            ("wanted so", method("none"), method("client_secret_basic"), method("client_secret_post"), []),
            ("public", method("private_key_jwt"), method("none"), [:], [.becamePublic(from: "private_key_jwt")]),
            ("wanted public", method("private_key_jwt"), method("none"), method("none"), []),
            ("another method", method("client_secret_post"), method("client_secret_basic"), [:], []),
            ("not pairwise", subjects("pairwise"), subjects("public"), [:], [.losesPairwise]),
            ("wanted so", subjects("pairwise"), subjects("public"), subjects("public"), []),
            ("pairwise now", subjects("public"), subjects("pairwise"), [:], []),
        ]
        for row in rows {
            let changes = NatureChange.found(
                before: ClientMetadata(row.before), after: ClientMetadata(row.after), desired: ClientMetadata(row.desired))
            #expect(changes == row.changes, "\(row.name)")
        }
        #expect(NatureChange.found(declaring: ClientMetadata(service), granted: ClientMetadata(open)) == [.isOpen])
        #expect(NatureChange.found(declaring: ClientMetadata(), granted: ClientMetadata(open)).isEmpty)
        let rules: [(NatureChange, Change.Action, DiagnosticCode, isUndone: Bool)] = [
            (.opened, .update, .clientBecameAnother, true), (.isOpen, .update, .clientOpened, false),
            (.isOpen, .register, .clientOpened, false), (.isOpen, .replace, .clientOpened, false),
        ]
        for (nature, action, code, isUndone) in rules {
            var report = Settlement.Report()
            report.natureChanges = [nature]
            let result = ChangeResult(
                Change(label: "web", action: action, reason: .fieldsDiffer, server: "demo"), [.done(report)])
            #expect(result.isUndone == isUndone && result.diagnostics.all.first?.code == code)
            #expect(result.diagnostics.all.first?.hint?.hasSuffix("response_types: [\"none\"]") == true)
            // What the manifest says already, it need not say again.
            let target = Change.Target(
                metadata: ClientMetadata(["response_types": ["none"]]), tags: [:], protect: false, ignore: [])
            let declared = Change(label: "web", action: action, reason: .fieldsDiffer, server: "demo", desired: target)
            let told = ChangeResult(declared, [.done(report)]).diagnostics.all.first
            #expect(told?.hint?.hasPrefix("the manifest says response_types already") == true)
        }
    }
}

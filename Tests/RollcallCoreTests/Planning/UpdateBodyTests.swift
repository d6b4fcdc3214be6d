import OAuthRegistration
import RollcallCore
import StrictJSON
import Testing

/// What is composed into an update beside what the manifest says.
struct UpdateBodyTests {
    @Test func nothingIsSentBackThatNoClientCanBeGiven() {
        let rows: [(name: String, shown: JSONObject, granted: JSONObject, fate: FieldQuirk.Fate?, sent: JSONObject)] = [
            ("as it is shown", ["default_max_age": 60], [:], nil, ["default_max_age": 60]),
            ("null", ["default_max_age": .null], [:], nil, [:]),
            ("of another type", ["default_max_age": "60"], [:], nil, [:]),
            ("never shown, and granted", [:], ["default_max_age": 60], .hidden, ["default_max_age": 60]),
            ("never shown, and granted as another type", [:], ["default_max_age": "60"], .hidden, [:]),
            ("learned as retyped", ["default_max_age": 60], [:], .retyped, [:]),
            ("beyond the catalogue", ["vendor": ["60"]], [:], nil, ["vendor": ["60"]]),
            ("what an update must not hold", ["client_secret_expires_at": 0], [:], nil, [:]),
        ]
        for row in rows {
            var evidence = ServerEvidence()
            evidence.fields["default_max_age"] = row.fate
            let body = UpdateBody.compose(
                shown: ClientMetadata(row.shown), granted: ClientMetadata(row.granted), requested: ClientMetadata(),
                target: Change.Target(metadata: ClientMetadata(), tags: [:], protect: false, ignore: []), clientID: "c",
                clientSecret: nil, includeSecret: false, cleared: [],
                traits: ServerTraits(profile: .generic, evidence: evidence))
            var sent = row.sent
            sent["client_id"] = "c"
            #expect(body == sent.canonicalBytes, "\(row.name)")
        }
    }

    @Test func whatTheServerIsKnownToRefuseIsNotSentBackUnlessDeclared() {
        var evidence = ServerEvidence()
        evidence.refusesUnknownEcho = true
        let shown: JSONObject = ["created_at": 5, "default_max_age": 60, "vendor": "shown"]
        let target = Change.Target(metadata: ClientMetadata(["vendor": "v"]), tags: [:], protect: false, ignore: [])
        let body = UpdateBody.compose(
            shown: ClientMetadata(shown), granted: ClientMetadata(), requested: ClientMetadata(), target: target, clientID: "c",
            clientSecret: nil, includeSecret: false, cleared: [], traits: ServerTraits(profile: .generic, evidence: evidence))
        let sent: JSONObject = ["client_id": "c", "default_max_age": 60, "vendor": "v"]
        #expect(body == sent.canonicalBytes)
    }
}

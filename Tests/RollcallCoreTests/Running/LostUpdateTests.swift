import OAuthRegistration
import RollcallCore
import StrictJSON
import Testing

/// What a read says of an update whose answer was lost. As it begins, the name was `a` and is to be `b`, and the scope stays.
struct LostUpdateTests {
    private struct Row {
        var name: String
        var shown: JSONObject
        var verdict: LostUpdate.Verdict
        var change: (inout LostUpdate) -> Void = { _ in }
        var fates: [JSONString: FieldQuirk.Fate] = [:]
    }

    private let rows = [
        Row(name: "as desired", shown: ["client_name": "b", "scope": "x"], verdict: .carriedOut),
        Row(name: "as before", shown: ["client_name": "a", "scope": "x"], verdict: .notCarriedOut),
        Row(name: "a third value", shown: ["client_name": "c", "scope": "x"], verdict: .showsOtherwise(["client_name"])),
        Row(name: "as desired, and drifted", shown: ["client_name": "b", "scope": "y"], verdict: .showsOtherwise(["scope"])),
        Row(name: "as before, and drifted", shown: ["client_name": "a", "scope": "y"], verdict: .notCarriedOut),
        Row(
            name: "half of it", shown: ["client_name": "b", "scope": "x", "tos_uri": "t0"],
            verdict: .showsOtherwise(["tos_uri"]),
            change: {
                $0.desired["tos_uri"] = "t1"; $0.before["tos_uri"] = "t0"
            }),
        Row(
            name: "substituted as ever", shown: ["client_name": "b", "scope": "x"], verdict: .carriedOut,
            change: {
                $0.desired["scope"] = "x y"; $0.requested["scope"] = "x y"
            }),
        Row(
            name: "an update back", shown: ["client_name": "a", "scope": "x"], verdict: .carriedOut,
            change: {
                $0.desired["client_name"] = "a"; $0.before["client_name"] = "z"
            }),
        Row(
            name: "no update back", shown: ["client_name": "z", "scope": "x"], verdict: .notCarriedOut,
            change: {
                $0.desired["client_name"] = "a"; $0.before["client_name"] = "z"
            }),
        Row(
            name: "ignored drift", shown: ["client_name": "b", "scope": "z"], verdict: .carriedOut,
            change: {
                $0.before["scope"] = "z"; $0.ignored = ["scope"]
            }),
        Row(
            name: "a removed field that the server kept", shown: ["client_name": "b", "scope": "x", "tos_uri": "t"],
            verdict: .carriedOut,
            change: {
                $0.before["tos_uri"] = "t"; $0.requested["tos_uri"] = "t"; $0.granted["tos_uri"] = "t"
            }),
        Row(
            name: "nothing but a removed field", shown: ["client_name": "a", "scope": "x"], verdict: .carriedOut,
            change: {
                $0.desired["client_name"] = "a"
                $0.before["tos_uri"] = "t"
                $0.requested["tos_uri"] = "t"
            }),
        Row(
            name: "nothing but a hidden field", shown: ["client_name": "a", "scope": "x"], verdict: .showsNothing,
            change: {
                $0.desired["client_name"] = "a"; $0.desired["contacts"] = ["c"]
            }, fates: ["contacts": .hidden]),
        Row(
            name: "a hidden field, and one that is shown", shown: ["client_name": "b", "scope": "x"], verdict: .carriedOut,
            change: { $0.desired["contacts"] = ["c"] }, fates: ["contacts": .hidden]),
        Row(
            name: "what is rewritten tells nothing", shown: ["client_name": "B!", "scope": "x"], verdict: .showsNothing,
            fates: ["client_name": .rewritten]),
        Row(
            name: "nothing was to change", shown: ["client_name": "a", "scope": "x"], verdict: .carriedOut,
            change: { $0.desired["client_name"] = "a" }),
    ]

    @Test func aReadTellsWhatItCan() {
        let before = ClientMetadata(["client_name": "a", "scope": "x"])
        for row in rows {
            var update = LostUpdate(
                requested: before, granted: before, before: before, desired: ClientMetadata(["client_name": "b", "scope": "x"]))
            row.change(&update)
            var traits = ServerTraits(profile: .generic)
            traits.evidence.fields = row.fates
            #expect(update.verdict(showing: ClientMetadata(row.shown), at: traits) == row.verdict, "\(row.name)")
        }
    }
}

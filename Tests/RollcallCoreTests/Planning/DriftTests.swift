import OAuthRegistration
import RollcallCore
import RollcallTestKit
import StrictJSON
import Testing

/// What a server shows, against what was granted: each cause apart, and no edit among them.
struct DriftTests {
    @Test func everyCauseIsShownApart() {
        let shown: (JSONObject) -> (inout Scene) -> Void = { object in
            { scene in scene.observations["web"] = .present(ClientMetadata(object)) }
        }
        let uris = Scene.callback
        let rows: [(name: String, change: (inout Scene) -> Void, words: [String])] = [
            ("as it was granted", shown(Scene.metadata), ["web as_granted"]),
            ("another name", shown(["client_name": "Other", "redirect_uris": uris]), ["web drifted (client_name drifted)"]),
            ("not shown any more", shown(["redirect_uris": uris]), ["web drifted (client_name drifted)"]),
            (
                "an edit that waits",
                {
                    $0.clients[0].metadata["client_name"] = "Site"
                    shown(Scene.metadata)(&$0)
                }, ["web as_granted"]
            ),
            (
                "what the manifest asks for as well",
                {
                    $0.clients[0].metadata["client_name"] = "Site"
                    shown(["client_name": "Site", "redirect_uris": uris])(&$0)
                }, ["web as_granted"]
            ),
            (
                "neither what was granted nor what the manifest asks for",
                {
                    $0.clients[0].metadata["client_name"] = "Site"
                    shown(["client_name": "Other", "redirect_uris": uris])(&$0)
                }, ["web drifted (client_name drifted)"]
            ),
            (
                "no longer declared, and gone",
                {
                    $0.clients[0].metadata["client_name"] = nil
                    shown(["redirect_uris": uris])(&$0)
                }, ["web as_granted"]
            ),
            (
                "ignored",
                {
                    $0.clients[0].ignore = ["client_name"]
                    shown(["client_name": "Other", "redirect_uris": uris])(&$0)
                }, ["web as_granted (client_name ignored)"]
            ),
            (
                "gained", shown(["client_name": "Web", "redirect_uris": uris, "jwks_uri": "https://x.example.com/"]),
                ["web as_granted (jwks_uri gained)", "RC2007 web"]
            ),
            (
                "substituted",
                {
                    $0.state?["web"]?.granted["client_name"] = "WEB"
                    shown(["client_name": "WEB", "redirect_uris": uris])(&$0)
                }, ["web as_granted (client_name substituted)"]
            ),
            (
                "never shown",
                {
                    $0.state?.servers["demo"]?.learned.fields["client_name"] = .hidden
                    shown(["redirect_uris": uris])(&$0)
                }, ["web as_granted (client_name unverifiable)"]
            ),
            (
                "undeclared",
                {
                    $0.clients = []
                    shown(["client_name": "Other", "redirect_uris": uris])(&$0)
                }, ["web drifted (client_name drifted)"]
            ),
            (
                "moved, and ignored under its new label",
                {
                    $0.move("web", to: "site")
                    $0.clients[0].ignore = ["client_name"]
                    shown(["client_name": "Other", "redirect_uris": uris])(&$0)
                }, ["web as_granted (client_name ignored)"]
            ),
            (
                "refused", { $0.observations["web"] = .unreadable(.refused(Refusal(status: 401, shape: .empty))) },
                ["web unreadable"]
            ),
            (
                "not there, as an administrator is told",
                {
                    $0.project.servers["demo"]?.manageWith = .accessToken
                    $0.observations["web"] = .unreadable(.refused(Refusal(status: 404, shape: .empty)))
                }, ["web gone"]
            ),
            (
                "no read there", { $0.observations["web"] = .unreadable(.refused(Refusal(status: 405, shape: .empty))) },
                ["web not_asked"]
            ),
            ("no way to read it", { $0.observations["web"] = .unreadable(.unmanaged) }, ["web not_asked"]),
            ("spared", { _ in }, ["web not_asked"]),
        ]
        for row in rows {
            var scene = Scene()
            row.change(&scene)
            #expect(scene.drift == row.words, "\(row.name)")
        }
    }

    @Test func aTokenIsSparedWhereEachReadReplacesIt() throws {
        let rows: [(name: String, change: (inout Scene) -> Void, isSpared: Bool)] = [
            ("nothing is known", { _ in }, false),
            ("a read has shown it", { $0.state?.servers["demo"]?.learned.rotatesOnRead = true }, true),
            ("a read has shown that it does not", { $0.state?.servers["demo"]?.learned.rotatesOnRead = false }, false),
            (
                "the profile knows better",
                {
                    $0.state?.servers["demo"]?.learned.rotatesOnRead = true
                    $0.project.servers["demo"] = Scene.server("https://id.example.com", profile: "keycloak")
                }, false
            ),
            (
                "an administrator reads",
                {
                    $0.state?.servers["demo"]?.learned.rotatesOnRead = true
                    $0.project.servers["demo"]?.manageWith = .accessToken
                }, false
            ),
        ]
        for row in rows {
            var scene = Scene()
            row.change(&scene)
            let state = try #require(scene.state)
            #expect(state.costlyToRead(["web"], scene.project) == (row.isSpared ? ["web"] : []), "\(row.name)")
        }
    }
}

extension Scene {
    /// In a few words: `web drifted (client_name drifted)`.
    fileprivate var drift: [String] {
        guard let state else { return [] }
        let drift = Drift(of: state.labels, input.manifest, state, observations)
        return drift.clients.map { client in
            "\(client.label) \(client.standing.name)"
                + client.fields.map { " (\($0.name) \($0.cause.rawValue))" }.joined()
        } + drift.diagnostics.all.map { "\($0.code.name) \($0.client?.text ?? "")" }
    }
}

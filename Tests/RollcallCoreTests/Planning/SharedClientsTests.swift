import OAuthRegistration
import RollcallCore
import RollcallTestKit
import StrictJSON
import Testing

/// Two labels that have one client of one server between them.
@Suite struct SharedClientsTests {
    /// `app` has what `web` has, and was registered later.
    private static func scene(_ change: (inout RecordedClient) -> Void = { _ in }) -> Scene {
        var scene = Scene()
        var app = Scene.recorded(2)
        app.clientID = "id-1"
        app.registeredAt = Timestamp("2026-02-01T00:00:00Z")
        change(&app)
        scene.state?["app"] = app
        scene.clients.append(Scene.declared("app"))
        return scene
    }

    private static let blocked = ["app blocked shared_client demo", "web blocked shared_client demo", "RC3025 web"]

    @Test func neitherIsChangedUntilOnlyOneHasIt() {
        let rows: [(name: String, change: (inout Scene) -> Void, story: [String])] = [
            ("nothing to do", { _ in }, Self.blocked),
            ("edited", { $0.clients[0].metadata["client_name"] = "Site" }, Self.blocked),
            ("no longer declared", { $0.clients.removeLast() }, Self.blocked),
            ("to be replaced", { $0.options.replace = ["web"] }, Self.blocked),
            ("destroyed", { $0.options.destroy = true }, Self.blocked),
            (
                "to be forgotten",
                {
                    $0.clients.removeLast()
                    $0.project.forgotten = ["app"]
                },
                ["app forget forgotten demo", "web blocked shared_client demo", "RC3025 web"]
            ),
            (
                "forgotten",
                {
                    $0.clients.removeLast()
                    $0.state?["app"] = nil
                }, []
            ),
            ("another is asked about", { $0.options.labels = ["web"] }, ["web blocked shared_client demo", "RC3025 web"]),
        ]
        for row in rows {
            var scene = Self.scene()
            row.change(&scene)
            #expect(scene.story == row.story, "\(row.name)")
        }
        // Another id, or the same at another server, is another client.
        #expect(Self.scene { $0.clientID = "id-2" }.story == [])
        #expect(!Self.scene { $0.server = "other" }.story.contains { $0.hasPrefix("RC3025") })
    }

    @Test func theOlderOneIsNamedFirst() throws {
        let shared = SharedClients(in: Self.scene().state)
        #expect(shared.groups == [["web", "app"]])
        let error = try #require(shared.diagnostics(.error) { $0 == "app" }.all.first)
        #expect(error.severity == .error && error.hint?.contains("rollcall forget web") == true)
        #expect(shared.diagnostics(.error) { $0 == "other" }.all.isEmpty)
        #expect(SharedClients(in: nil).groups.isEmpty)
    }

    @Test func aSavedPlanIsStaleOnceAnotherLabelHasTheClient() throws {
        var scene = Scene()
        scene.clients[0].metadata["client_name"] = "Site"
        let plan = scene.plan().plan
        let before = try #require(scene.state)
        #expect(Staleness.check(plan, against: before, digest: quickDigest) == [])
        let after = try #require(Self.scene().state)
        #expect(Staleness.check(plan, against: after, digest: quickDigest) == ["web"])
    }
}

import OAuthRegistration
import RollcallCore
import RollcallTestKit
import StrictJSON
import Testing

/// A plan taken apart: the calls that it comes to, and the state once everything is done that needs none.
struct ExecutionTests {
    private typealias Row = (name: String, change: (inout Scene) -> Void, calls: [String], recorded: [ClientLabel])

    @Test func everyChangeComesToItsCalls() throws {
        let former: (inout Scene) -> Void = {
            $0.state?["web"]?.former = [
                FormerRegistration(Scene.recorded(8, at: "other")), FormerRegistration(Scene.recorded(9)),
            ]
        }
        let formers = ["web delete id-8 other", "web delete id-9 demo"]
        let edit: (inout Scene) -> Void = { $0.clients[0].metadata["client_name"] = "Site" }
        let rows: [Row] = [
            ("register", { $0.clients.append(Scene.declared("app")) }, ["app register demo"], ["web"]),
            ("update", edit, ["web update id-1 demo"], ["web"]),
            ("replace", { $0.clients[0].server = "other" }, ["web register other", "web delete id-1 demo"], ["web"]),
            ("delete", { $0.clients = [] }, ["web delete id-1 demo"], ["web"]),
            (
                "forget",
                {
                    $0.project.forgotten = ["web"]; $0.clients = []
                }, [], []
            ),
            ("record", { $0.clients[0].protect = true }, [], ["web"]),
            (
                "blocked",
                {
                    edit(&$0); $0.state?["web"]?.credentials = Credentials()
                }, [], ["web"]
            ),
            ("what was replaced before", former, formers, ["web"]),
            (
                "replace, with what was replaced before",
                {
                    former(&$0); $0.options.replace = ["web"]
                },
                ["web register demo"] + formers + ["web delete id-1 demo"], ["web"]
            ),
            (
                "replace, and keep all that was replaced",
                {
                    former(&$0); $0.options.replace = ["web"]; $0.options.keepsFormer = true
                },
                ["web register demo"], ["web"]
            ),
            (
                "keep what was replaced before",
                {
                    former(&$0); edit(&$0); $0.options.keepsFormer = true
                }, ["web update id-1 demo"], ["web"]
            ),
            (
                "delete, with what was replaced before",
                {
                    former(&$0); $0.clients = []
                },
                formers + ["web delete id-1 demo"], ["web"]
            ),
            (
                "update, with what was replaced before",
                {
                    former(&$0); edit(&$0)
                }, ["web update id-1 demo"] + formers, ["web"]
            ),
            ("moved", { $0.move("web", to: "site") }, [], ["site"]),
            (
                "moved and updated",
                {
                    $0.move("web", to: "site"); edit(&$0)
                }, ["site update id-1 demo"], ["site"]
            ),
            (
                "moved and in doubt",
                {
                    $0.move("web", to: "site"); $0.doubt("web", .update)
                }, [], ["web"]
            ),
            (
                "a part of it",
                {
                    $0.add("app", 2); $0.clients = []; $0.options.labels = ["app"]
                }, ["app delete id-2 demo"], ["app", "web"]
            ),
        ]
        for row in rows {
            var scene = Scene()
            row.change(&scene)
            var generator = SeededGenerator(seed: 1)
            let execution = Execution(
                scene.plan().plan, on: try #require(scene.state), recordedKey: { $0 }, generator: &generator)
            #expect(execution.assignments.map(Self.words) == row.calls, "\(row.name)")
            #expect(execution.state.labels == row.recorded, "\(row.name)")
        }
    }

    /// Without an address and a token, nothing is sent, and it is told what stays; a client that is to go is not taken for gone.
    @Test func whatCannotBeDeletedIsToldOf() throws {
        typealias Row = (name: String, change: (inout Scene) -> Void, calls: [String], remaining: [JSONString])
        let lost = FormerRegistration(Scene.recorded(9))
        let rows: [Row] = [
            (
                "replaced", { $0.options.replace = ["web"] }, ["web register demo"], ["id-1"]
            ),
            (
                "deleted",
                {
                    $0.clients = []
                }, ["web delete id-1 demo"], []
            ),
            (
                "one of two former ones",
                {
                    $0.state?["web"]?.former = [lost, FormerRegistration(Scene.recorded(8))]
                }, ["web delete id-8 demo"], ["id-9"]
            ),
            (
                "deleted, and a former one",
                {
                    $0.state?["web"]?.former = [lost]; $0.clients = []
                }, ["web delete id-1 demo"], ["id-9"]
            ),
        ]
        for row in rows {
            var scene = Scene()
            row.change(&scene)
            var generator = SeededGenerator(seed: 1)
            let execution = Execution(
                scene.plan().plan, on: try #require(scene.state), recordedKey: { $0 },
                deletes: { $0.clientID == "id-8" }, generator: &generator)
            #expect(execution.assignments.map(Self.words) == row.calls, "\(row.name)")
            #expect((execution.remaining[0] ?? []).map(\.clientID) == row.remaining, "\(row.name)")
        }
    }

    /// What is recorded without a call is what the next plan starts from.
    @Test func whatIsRecordedIsWhatTheServerHas() throws {
        var scene = Scene()
        scene.clients[0].metadata["client_name"] = nil
        scene.clients[0].metadata["scope"] = "openid"
        scene.clients[0].tags = ["team": "x"]
        scene.observe(["redirect_uris": Scene.callback, "scope": "openid"])
        var generator = SeededGenerator(seed: 1)
        let state = try #require(scene.state)
        let after = Execution(scene.plan().plan, on: state, recordedKey: { $0 }, generator: &generator).state
        let web = try #require(after["web"])
        #expect(web.requested.members == ["redirect_uris": Scene.callback, "scope": "openid"])
        #expect(web.granted.members == ["redirect_uris": Scene.callback, "scope": "openid"])
        #expect(web.tags == ["team": "x"])
        // The name that went is not taken for one that is still there.
        scene.state = after
        scene.observations = [:]
        scene.clients[0].metadata["client_name"] = "Web"
        #expect(scene.story == ["web update fields_differ demo (client_name edited)"])
    }

    /// What a forgotten client leaves to be deleted is not forgotten with it.
    @Test func aForgottenClientsFormerRegistrationsAreOrphans() throws {
        var scene = Scene()
        scene.state?["web"]?.former = [FormerRegistration(Scene.recorded(9))]
        scene.clients = []
        scene.project.forgotten = ["web"]
        var generator = SeededGenerator(seed: 1)
        let state = try #require(scene.state)
        let after = Execution(scene.plan().plan, on: state, recordedKey: { $0 }, generator: &generator).state
        #expect(after.orphans == [FormerRegistration(Scene.recorded(9))])
    }

    private static func words(_ assignment: Assignment) -> String {
        switch assignment.work {
        case .register: "\(assignment.label) register \(assignment.server)"
        case .update(let client, _, _): "\(assignment.label) update \(client.clientID) \(assignment.server)"
        case .delete(let former): "\(assignment.label) delete \(former.clientID) \(assignment.server)"
        case .observe(let client): "\(assignment.label) observe \(client.clientID)"
        case .settle(let lost): "\(assignment.label) settle \(lost.intent.id)"
        }
    }
}

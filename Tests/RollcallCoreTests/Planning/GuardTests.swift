import OAuthRegistration
import RollcallCore
import RollcallTestKit
import StrictJSON
import Testing

/// What refuses a whole plan: limits, protection, and a state that is no longer the one it was made from.
struct GuardTests {
    @Test func deletesAndReplacesAreLimited() {
        let percent: (Int) -> Project.Limits = { Project.Limits(deletes: .percent($0)) }
        let count: (Int) -> Project.Limits = { Project.Limits(deletes: .count($0)) }
        let rows:
            [(name: String, recorded: Int, deletes: Int, replaces: Int, limits: Project.Limits, allowed: Int?, isRefused: Bool)] =
                [
                    ("all of nine: no percentage holds yet", 9, 9, 0, percent(30), nil, false),
                    ("three of ten", 10, 3, 0, percent(30), nil, false),
                    ("four of ten", 10, 4, 0, percent(30), nil, true),
                    ("rounded down: five of nineteen are three", 19, 6, 0, percent(30), nil, true),
                    ("replaces count too", 10, 2, 2, percent(30), nil, true),
                    ("one of ten, where none may go", 10, 1, 0, percent(0), nil, true),
                    ("all of ten, where all may", 10, 10, 0, percent(100), nil, false),
                    ("a count holds for few clients too", 3, 2, 0, count(1), nil, true),
                    ("within the count", 3, 1, 0, count(1), nil, false),
                    ("allowed", 10, 8, 0, percent(30), 8, false),
                    ("more than allowed", 10, 9, 0, percent(30), 8, true),
                    ("less allowed than the limit", 10, 2, 0, percent(30), 1, true),
                    ("allowed, of few", 3, 2, 0, percent(30), 1, true),
                ]
        for row in rows {
            let changes = (0..<row.deletes + row.replaces).map { number in
                let isDelete = number < row.deletes
                return Change(
                    label: StateSamples.label("c\(number)"), action: isDelete ? .delete : .replace,
                    reason: isDelete ? .notDeclared : .replaceRequested, server: "demo")
            }
            let rest = [
                Change(label: "x", action: .delete, reason: .formerRemains, server: "demo"),
                Change(label: "y", action: .delete, reason: .destroyed, server: "demo"),
                Change(label: "z", action: .forget, reason: .forgotten, server: "demo"),
            ]
            let found = Limits.check(
                Plan(changes: changes + rest), recorded: row.recorded, limits: row.limits, allowed: row.allowed)
            #expect(found.all.map(\.code) == (row.isRefused ? [.tooManyDeletes] : []), "\(row.name)")
        }
    }

    @Test func whatIsProtectedInStateIsNeitherDeletedNorReplaced() {
        let rows: [(name: String, change: (inout Scene) -> Void, refused: [ClientLabel])] = [
            ("deleted", { $0.clients = [] }, ["web"]),
            ("destroyed", { $0.options.destroy = true }, ["web"]),
            ("replaced", { $0.options.replace = ["web"] }, ["web"]),
            ("at another server", { $0.clients[0].server = "other" }, ["web"]),
            (
                "moved and replaced",
                {
                    $0.move("web", to: "site"); $0.clients[0].server = "other"
                }, ["site"]
            ),
            (
                "no longer to be protected, and replaced",
                {
                    $0.clients[0].protect = false; $0.options.replace = ["web"]
                }, ["web"]
            ),
            ("no longer to be protected", { $0.clients[0].protect = false }, []),
            ("updated", { $0.clients[0].metadata["client_name"] = "Site" }, []),
            (
                "forgotten",
                {
                    $0.clients = []; $0.project.forgotten = ["web"]
                }, []
            ),
            ("its former registration", { $0.state?["web"]?.former = [FormerRegistration(Scene.recorded(9))] }, []),
            (
                "not protected in state",
                {
                    $0.state?["web"]?.protect = false; $0.clients[0].protect = true; $0.options.replace = ["web"]
                }, []
            ),
        ]
        for row in rows {
            var scene = Scene()
            scene.state?["web"]?.protect = true
            scene.clients[0].protect = true
            row.change(&scene)
            #expect(Protection.check(scene.plan().plan, state: scene.state).all.map(\.client) == row.refused, "\(row.name)")
        }
    }

    /// Between making a plan and applying it, something happens.
    @Test func aPlanIsStaleOnceWhatItIsAboutHasChanged() throws {
        let rows: [(name: String, change: (inout Scene) -> Void, codes: [DiagnosticCode])] = [
            ("nothing", { _ in }, []),
            (
                "a neighbour, of whom nothing is said",
                {
                    $0.state?["other"]?.protect = true; $0.state?.serial = 4
                }, []
            ),
            ("a token", { $0.state?["web"]?.credentials = Credentials(registrationAccessToken: Secret("rotated")) }, []),
            ("an expiry", { $0.state?["web"]?.clientSecretExpiresAt = 9 }, []),
            ("what was granted", { $0.state?["web"]?.granted["scope"] = "openid" }, [.planStale]),
            ("what was requested", { $0.state?["web"]?.requested["scope"] = "openid" }, [.planStale]),
            ("tags", { $0.state?["web"]?.tags = ["team": "x"] }, [.planStale]),
            ("protection", { $0.state?["web"]?.protect = true }, [.planStale]),
            ("another registration", { $0.state?["web"]?.registration = StateSamples.registration(5) }, [.planStale]),
            ("its client_id", { $0.state?["web"]?.clientID = "x" }, [.planStale]),
            ("it has gone", { $0.state?["web"] = nil }, [.planStale]),
            ("what was to be registered is there", { $0.add("app", 4) }, [.planStale]),
            ("what was to be moved to is there", { $0.add("site", 4) }, [.planStale]),
            ("a call in doubt", { $0.doubt("web", .update) }, [.planStale]),
            ("a registration in doubt", { $0.doubt("app", .register) }, [.planStale]),
            ("a registration in doubt of what was to be moved to", { $0.doubt("site", .register) }, [.planStale]),
            ("a call in doubt of what was to be moved", { $0.doubt("moving", .update) }, [.planStale]),
            ("a read in doubt", { $0.doubt("web", .read) }, []),
            ("another state", { $0.state?.lineage = "00000000-0000-4000-8000-000000000000" }, [.planForeign]),
            ("a server's key", { $0.project.servers["demo"] = $0.project.servers["other"] }, [.planStale]),
        ]
        for row in rows {
            var scene = Scene()
            scene.add("moving", 2)
            scene.add("other", 3)
            scene.clients = [Scene.declared("app"), Scene.declared("other"), Scene.declared("site"), Scene.declared("web", [:])]
            scene.project.moved = [Project.Move(from: "moving", to: "site")]
            let plan = scene.plan().plan
            #expect(plan.changes.map(\.label) == ["app", "site", "web"])
            row.change(&scene)
            let found = Staleness.diagnostics(
                plan, against: try #require(scene.state), project: scene.project, digest: quickDigest)
            #expect(found.all.map(\.code) == row.codes, "\(row.name)")
        }
    }

    /// The plan of a server whose key is another's now calls it by a key that nobody has written yet.
    @Test func aServersNewKeyMakesNoPlanStale() throws {
        var scene = Scene()
        scene.project.servers["demo"] = scene.project.servers.removeValue(forKey: "other")
        scene.clients = []
        let plan = scene.plan().plan
        #expect(plan.servers.keys.sorted() == ["demo-2"])
        let state = try #require(scene.state)
        #expect(Staleness.diagnostics(plan, against: state, project: scene.project, digest: quickDigest).isEmpty)
        scene.project.servers["demo-2"] = Scene.server("https://third.example.com")
        let found = Staleness.diagnostics(plan, against: state, project: scene.project, digest: quickDigest)
        #expect(found.all.map(\.code) == [.planStale])
    }

    @Test func aSummaryCountsAndLeavesOutWhatIsNot() {
        let change: (Change.Action) -> Change = { Change(label: "web", action: $0, reason: .noted, server: "demo") }
        let rows: [(actions: [Change.Action], line: String, hasChanges: Bool, leavesSomethingUndone: Bool)] = [
            ([], "Plan: nothing to do.", false, false),
            ([.nothing], "Plan: nothing to do.", false, false),
            ([.blocked], "Plan: 1 blocked.", false, true),
            ([.record], "Plan: 1 to record.", true, false),
            (
                [.register, .update, .register, .replace, .forget, .record, .delete, .blocked, .nothing],
                "Plan: 2 to register, 1 to update, 1 to replace, 1 to delete, 1 to forget, 1 to record, 1 blocked.", true, true
            ),
        ]
        for row in rows {
            let summary = PlanSummary(Plan(changes: row.actions.map(change)))
            #expect(summary.line == row.line)
            #expect(summary.hasChanges == row.hasChanges && summary.leavesSomethingUndone == row.leavesSomethingUndone)
        }
    }
}

import OAuthRegistration
import RollcallCore
import RollcallTestKit
import StrictJSON
import Testing

/// A server is what it is named by, or its registration endpoint; never its key.
struct ServerMatchingTests {
    private typealias Row = (name: String, change: (inout Scene) -> Void, story: [String], renames: [String])

    @Test func aServerIsKnownByItsNameOrItsEndpoint() {
        let endpoint = Scene.address("https://id.example.com/register")
        let rows: [Row] = [
            ("the same", { _ in }, [], []),
            ("another key, the same name", { $0.rekey(["demo": "main", "other": "other"]) }, [], ["demo→main"]),
            ("two have changed places", { $0.rekey(["demo": "other", "other": "demo"]) }, [], ["demo→other", "other→demo"]),
            (
                "another key and name, the same endpoint", { $0.rename("main", .registrationEndpoint(endpoint)) }, [],
                ["demo→main"]
            ),
            ("the same key and endpoint, another name", { $0.rename("demo", .registrationEndpoint(endpoint)) }, [], []),
            (
                "an endpoint that is discovered",
                {
                    $0.rename("main", fhir); $0.endpoints["main"] = endpoint
                }, [], ["demo→main"]
            ),
            ("an endpoint still to be discovered", { $0.rename("main", fhir) }, ["web replace server_changed main"], []),
            ("another name at the same origin", { $0.rename("demo", fhir) }, [], []),
            ("another origin", { $0.rename("demo", elsewhere) }, ["RC2006 "], []),
            (
                "another origin, and nothing is registered there",
                {
                    $0.rename("demo", elsewhere); $0.state?["web"] = nil
                }, ["web register not_recorded demo"], []
            ),
            (
                "another origin, agreed to",
                {
                    $0.rename("demo", elsewhere)
                    $0.options.acceptedOrigins = [Scene.address("https://new.example.com").origin]
                }, [], []
            ),
            (
                "the same name, and an endpoint elsewhere",
                { $0.endpoints["demo"] = Scene.address("https://new.example.com/register") }, ["RC2006 "], []
            ),
            ("embedded under its key", { $0.rename("demo", .embedded(.rfc)) }, ["RC2006 "], []),
            (
                "two keys for one server",
                {
                    $0.project.servers["again"] = $0.project.servers["demo"]; $0.clients[0].server = "again"
                }, [], []
            ),
            (
                "no longer there, its client too",
                {
                    $0.project.servers["demo"] = nil; $0.clients = []
                },
                ["web delete not_declared demo"], []
            ),
            (
                "no longer there, its key another's",
                {
                    $0.project.servers["demo"] = $0.project.servers.removeValue(forKey: "other"); $0.clients = []
                },
                ["web delete not_declared demo-2"], ["demo→demo-2", "other→demo"]
            ),
        ]
        for row in rows {
            var scene = Scene()
            row.change(&scene)
            #expect(scene.story == row.story, "\(row.name)")
            #expect(scene.matching.renames.map { "\($0.from)→\($0.to)" } == row.renames, "\(row.name)")
        }
    }

    /// An embedded server is the file that bears its key: nothing else makes two of them one.
    @Test func anEmbeddedServerIsKnownByItsKeyAlone() {
        let embedded: (inout Scene) -> Void = {
            $0.project.servers = ["a": Self.embedded(.rfc), "b": Self.embedded(.rfc)]
            $0.state?.servers = ["a": Self.record(.rfc), "b": Self.record(.rfc)]
            $0.clients[0].server = "a"
            $0.state?["web"] = Scene.recorded(1, at: "a")
        }
        let keycloak = Self.embedded(.keycloak)
        let rows: [Row] = [
            ("the same", embedded, [], []),
            (
                "a client at the other one",
                {
                    embedded(&$0); $0.clients[0].server = "b"
                }, ["web replace server_changed b"], []
            ),
            (
                "at one that state does not know yet",
                {
                    embedded(&$0); $0.clients[0].server = "b"; $0.state?.servers["b"] = nil
                }, ["web replace server_changed b"], []
            ),
            (
                "a new client at one that state does not know yet",
                {
                    embedded(&$0); $0.clients.append(Scene.declared("app", at: "b")); $0.state?.servers["b"] = nil
                }, ["app register not_recorded b"], []
            ),
            (
                "another key",
                {
                    embedded(&$0); $0.rekey(["a": "c", "b": "b"])
                }, ["web replace server_changed c", "RC2013 "], []
            ),
            (
                "another key, and nothing was there",
                {
                    embedded(&$0); $0.rekey(["a": "a", "b": "c"])
                }, [], []
            ),
            (
                "another personality",
                {
                    embedded(&$0); $0.project.servers["a"] = keycloak
                }, ["RC2013 "], []
            ),
            (
                "its key is another server's",
                {
                    embedded(&$0); $0.state?.servers["demo"] = Scene.record("https://id.example.com")
                    $0.project.servers["a"] = Scene.server("https://id.example.com"); $0.clients = []
                }, ["web delete not_declared a-2", "RC2013 "], ["a→a-2", "demo→a"]
            ),
        ]
        for row in rows {
            var scene = Scene()
            row.change(&scene)
            #expect(scene.story == row.story, "\(row.name)")
            #expect(scene.matching.renames.map { "\($0.from)→\($0.to)" } == row.renames, "\(row.name)")
        }
    }

    private static func embedded(_ personality: Project.Server.Personality) -> Project.Server {
        Project.Server(
            namedBy: .embedded(personality), location: SourceLocation(file: "rollcall.yaml", line: 3, column: 3))
    }

    private static func record(_ personality: Project.Server.Personality) -> ServerRecord {
        ServerRecord(
            namedBy: ["embedded": .string(personality.rawValue)], profile: "generic", registrationClientURI: .asGiven,
            origin: "embedded", registrationEndpoint: "/register")
    }

    /// Whatever the keys come to be: the next plan has as little to do, and every part of the state has followed.
    @Test func theStateFollowsItsServersKeys() throws {
        var scene = Scene()
        scene.doubt("app", .register)
        scene.state?.orphans = [FormerRegistration(Scene.recorded(7, at: "other"))]
        scene.state?["web"]?.former = [FormerRegistration(Scene.recorded(8, at: "other"))]
        scene.state = try StateCodec.read(StateCodec.write(#require(scene.state), digest: quickDigest), digest: quickDigest)
        scene.rekey(["demo": "other", "other": "demo"])
        let story = scene.story
        let renames = scene.matching.renames
        scene.state = scene.state?.renaming(renames)
        #expect(scene.story == story)
        #expect(scene.matching.renames.isEmpty)
        let state = try #require(scene.state)
        #expect(state["web"]?.server == "other" && state["web"]?.former.first?.server == "demo")
        #expect(state.orphans.map(\.server) == ["demo"])
        #expect(state.doubts.values.map(\.intent.server) == ["other"])
        #expect(state.servers["other"]?.origin == "https://id.example.com")
    }

    private let fhir = Project.Server.Name.fhirBaseURL(Scene.address("https://id.example.com/fhir"))
    private let elsewhere = Project.Server.Name.issuer(
        Scene.address("https://new.example.com"), spelled: "https://new.example.com/")
}

extension Scene {
    var matching: ServerMatching {
        var diagnostics = Diagnostics()
        return ServerMatching(
            project: project, state: state, endpoints: endpoints, acceptedOrigins: options.acceptedOrigins,
            diagnostics: &diagnostics)
    }

    /// Other keys for the same servers; the clients' follow.
    mutating func rekey(_ keys: [String: String]) {
        project.servers = Dictionary(uniqueKeysWithValues: project.servers.map { (keys[$0.key]!, $0.value) })
        for index in clients.indices { clients[index].server = keys[clients[index].server]! }
    }

    /// `demo`, under another key and name.
    mutating func rename(_ key: String, _ name: Project.Server.Name) {
        var server = project.servers.removeValue(forKey: "demo")!
        server.namedBy = name
        project.servers[key] = server
        clients[0].server = key
    }
}

import OAuthRegistration
import RollcallCore
import RollcallTestKit
import StrictJSON
import Testing

/// What is read and obtained before the first call, and for which origin.
@Suite struct PreflightCredentialsTests {
    private static let endpoint = try! HTTPAddress("https://id.example.com/register")
    private static let location = SourceLocation(file: "rollcall.yaml", line: 3, column: 3)

    private struct Row {
        var name: String
        var change: (inout Project.Server, inout LocatedServer) -> Void
        var registers = true
        /// Tokens to be read, token endpoints to be asked.
        var references: [String] = []
        var endpoints: [String] = []
        var bound: [String: [String]] = [:]
        var codes: [DiagnosticCode] = []
        var accepts: [Origin] = []
    }

    private static func client(_ server: inout Project.Server, endpoint: String? = nil) {
        server.clientCredentials = ClientCredentials(
            clientID: "rollcall", proof: .secret(.environment("S")), tokenEndpoint: endpoint.map { try! HTTPAddress($0) })
    }

    private static var rows: [Row] {
        [
            Row(name: "nothing", change: { _, _ in }),
            Row(
                name: "an access token", change: { server, _ in server.accessToken = .environment("A") }, references: ["env:A"],
                bound: ["env:A": ["https://id.example.com"]]),
            Row(
                name: "is not read without need", change: { server, _ in server.accessToken = .environment("A") },
                registers: false),
            Row(
                name: "but to manage with",
                change: { server, _ in (server.accessToken, server.manageWith) = (.environment("A"), .accessToken) },
                registers: false, references: ["env:A"], bound: ["env:A": ["https://id.example.com"]]),
            Row(
                name: "a discovered token endpoint",
                change: { server, located in
                    client(&server)
                    located.tokenEndpoint = try! HTTPAddress("https://id.example.com/token")
                }, endpoints: ["https://id.example.com/token"], bound: ["env:S": ["https://id.example.com"]]),
            Row(name: "none", change: { server, _ in client(&server) }, codes: [.tokenEndpointUnknown]),
            Row(
                name: "one elsewhere",
                change: { server, located in
                    client(&server)
                    located.tokenEndpoint = try! HTTPAddress("https://login.example.com/token")
                }, codes: [.tokenEndpointElsewhere]),
            Row(
                name: "one elsewhere that is allowed: the secret is bound to where it goes",
                change: { server, _ in
                    client(&server, endpoint: "https://login.example.com/token")
                    server.allowOrigins = [try! HTTPAddress("https://login.example.com").origin]
                }, endpoints: ["https://login.example.com/token"], bound: ["env:S": ["https://login.example.com"]]),
            Row(
                name: "over plain http",
                change: { server, _ in
                    client(&server, endpoint: "http://id.example.com/token")
                    server.allowOrigins = [try! HTTPAddress("http://id.example.com").origin]
                }, codes: [.tokenEndpointElsewhere]),
            Row(
                name: "a secret that was used elsewhere",
                change: { server, _ in
                    client(&server, endpoint: "https://id.example.com/token")
                    server.clientCredentials?.proof = .privateKey(.environment("USED"))
                }, codes: [.referenceElsewhere]),
            Row(
                name: "as agreed",
                change: { server, _ in
                    client(&server, endpoint: "https://id.example.com/token")
                    server.clientCredentials?.proof = .secret(.environment("USED"))
                }, endpoints: ["https://id.example.com/token"],
                bound: ["env:USED": ["https://other.example.com", "https://id.example.com"]], accepts: [endpoint.origin]),
            Row(
                name: "a certificate",
                change: { server, _ in
                    client(&server, endpoint: "https://id.example.com/token")
                    server.clientCredentials?.proof = .certificate
                }, endpoints: ["https://id.example.com/token"]),
        ]
    }

    @Test func credentialsAreReadForTheOriginThatTheyGoTo() {
        for row in Self.rows {
            var server = Project.Server(namedBy: .issuer(Self.endpoint, spelled: Self.endpoint.text), location: Self.location)
            var located = LocatedServer(at: Self.endpoint, issuer: "https://id.example.com")
            row.change(&server, &located)
            var state = StateDocument(lineage: StateSamples.lineage)
            state.references["env:USED"] = ["https://other.example.com"]
            var preflight = Preflight(project: Project(servers: ["demo": server]), state: state)
            preflight.add("demo", located, registers: row.registers, acceptedOrigins: row.accepts)
            #expect(preflight.references.values.map(\.identity) == row.references, "\(row.name)")
            #expect(preflight.grants.values.map(\.tokenEndpoint.text) == row.endpoints, "\(row.name)")
            #expect(preflight.diagnostics.all.map(\.code) == row.codes, "\(row.name)")
            let used = row.bound["env:USED"] ?? ["https://other.example.com"]
            #expect(preflight.state.references == row.bound.merging(["env:USED": used]) { first, _ in first }, "\(row.name)")
            let context = preflight.contexts(tokens: ["demo": Secret("t")], parallelism: nil)["demo"]
            let isGiven = server.accessToken != nil
            #expect(
                context?.accessToken == (row.endpoints.isEmpty ? isGiven ? .token(Secret("t")) : nil : .obtained), "\(row.name)")
            #expect(context?.isManagedByAdministrator == (server.manageWith == .accessToken), "\(row.name)")
        }
    }

    /// A token of another kind, said before the first call, and again where it is refused.
    @Test func aDoubtfulTokenIsSaidAndHoldsNothingUp() {
        var server = Project.Server(namedBy: .registrationEndpoint(Self.endpoint), location: Self.location)
        server.initialAccessToken = .environment("A")
        var preflight = Preflight(
            project: Project(servers: ["demo": server]), state: StateDocument(lineage: StateSamples.lineage))
        preflight.add("demo", LocatedServer(at: Self.endpoint), registers: true, acceptedOrigins: [])
        // {"typ":"RegistrationAccessToken"}
        let tokens = ["demo": Secret("e30.eyJ0eXAiOiJSZWdpc3RyYXRpb25BY2Nlc3NUb2tlbiJ9.x")]
        let doubts = preflight.doubts(about: tokens, now: 0)
        #expect(doubts.all.map(\.code) == [.tokenDoubtful] && !doubts.hasErrors && doubts.all.first?.location == Self.location)
        let authority = preflight.authorities(tokens: tokens, now: 0)["demo"]
        #expect(authority?.registration == .initialAccessToken && authority?.remarks.count == 1)
        #expect(preflight.authorities(tokens: [:], now: 0)["demo"]?.registration == .nothing)
        #expect(preflight.doubts(about: ["demo": Secret("opaque")], now: 0).isEmpty)
    }
}

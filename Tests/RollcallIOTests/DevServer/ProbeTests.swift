import OAuthRegistration
import RollcallCore
import RollcallDevServer
import RollcallIO
import StrictJSON
import Synchronization
import Testing

/// A probe against servers that behave in different ways: what it prints is what they do.
struct ProbeTests {
    private typealias Row = (change: @Sendable (inout DevServer.Options) -> Void, shows: JSONObject)

    private static let rows: [Row] = [
        (
            { _ in },
            [
                "methods": ["GET", "PUT", "DELETE"], "rotates_on_read": false, "rotates_on_update": false,
                "secret_in_update": "ignored",
                "clearing": "omission", "dead_token_statuses": [401], "refuses_unknown_members": false,
            ]
        ),
        (
            {
                $0.rotatesOn = [.read]
                $0.secretInUpdate = .required
                $0.hidden = ["logo_uri"]
                $0.rewritten = ["software_version": "2", "contacts": "nobody", "client_name": 7]
            },
            [
                "rotates_on_read": true, "rotates_on_update": false, "secret_in_update": "required",
                "fields": ["client_name": "retyped", "logo_uri": "hidden"],
            ]
        ),
        (
            {
                $0.rotatesOn = [.update]
                $0.secretInUpdate = .refused
                $0.manages = [.read, .update]
            }, ["methods": ["GET", "PUT"], "rotates_on_update": true, "secret_in_update": "refused"]
        ),
        ({ $0.manages = [.delete] }, ["methods": ["DELETE"]]),
        ({ $0.manages = [] }, ["methods": []]),
    ]

    @Test func theProbeShowsWhatTheServerDoes() async throws {
        for (index, row) in Self.rows.enumerated() {
            let posts = Mutex(0)
            let kept = Mutex<[UInt8]>([])
            var options = DevServer.Options()
            row.change(&options)
            options.onExchange = { exchange in posts.withLock { $0 += exchange.method == "POST" ? 1 : 0 } }
            let manages = options.manages
            let outcome = try await DevServer.withServer(options) { address in
                let server = ServerContext(
                    registrationEndpoint: try HTTPAddress(address.registrationEndpoint),
                    initialAccessToken: address.initialAccessToken, registrationClientURI: .asGiven,
                    traits: ServerTraits(profile: .generic), parallelism: 1)
                return await Probe(
                    transport: AsyncHTTPTransport(version: "test"), server: server,
                    metadata: Probe.metadata(named: "probe", support: DeclaredSupport())
                ) { bytes in kept.withLock { $0 = bytes } }.run()
            }
            guard case .probed(let profile, let clientID, let remains) = outcome else {
                Issue.record("row \(index): \(outcome)")
                continue
            }
            for member in row.shows.members { #expect(profile.members[member.name] == member.value, "row \(index)") }
            #expect((remains == nil) == manages.contains(.delete), "row \(index)")
            #expect(posts.withLock { $0 } == 1)
            let answer = String(decoding: kept.withLock { $0 }, as: UTF8.self)
            #expect(answer.contains(clientID.text), "row \(index): its answers are kept")
        }
    }
}

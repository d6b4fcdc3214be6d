import OAuthRegistration
import RollcallCore
import RollcallDevServer
import RollcallIO
import RollcallTestKit
import StrictJSON
import Synchronization
import Testing

/// A register whose answers are lost, at a server that heeds `Idempotency-Key`, over sockets and a disk. Its initial access token is
/// good for one registration, so that a second client could not be made unseen.
@Suite struct IdempotencyKeyTests {
    private static let web = ClientLabel("web")!
    private static let token = Secret("good-for-one")
    private static let target = Change.Target(
        metadata: ClientMetadata(["client_name": "Web", "redirect_uris": ["https://web.example.com/callback"]]), tags: [:],
        protect: false, ignore: [])

    /// What became of it, and what the server was asked.
    private struct Conclusion {
        var settlements: [Settlement] = []
        var state: StateDocument
        var exchanges: [String]
    }

    /// - Parameters:
    ///   - lost: how many answers, the first ones.
    ///   - isKnown: the profile says that the server heeds the key.
    private func register(lost: Int, isKnown: Bool = true) async throws -> Conclusion {
        let exchanges = Mutex<[String]>([])
        var options = DevServer.Options(initialAccess: .token(Self.token, registrations: 1))
        options.faults = (0..<lost).map { DevServer.Fault(.register, $0 + 1, .cutAfterCommit) }
        options.onExchange = { exchange in
            exchanges.withLock { $0.append("\(exchange.method) \(exchange.status.map(String.init) ?? "cut")") }
        }
        return try await DevServer.withServer(options) { address in
            let endpoint = try HTTPAddress(address.registrationEndpoint)
            let folder = TemporaryFolder()
            let record = ServerRecord(
                namedBy: ["registration_endpoint": .string(endpoint.text)], profile: "generic", registrationClientURI: .asGiven,
                origin: endpoint.origin.text, registrationEndpoint: endpoint.text)
            let state = try StateOnDisk(in: folder, server: record, client: nil)
            let transport = AsyncHTTPTransport(version: "1")
            let loop = RunLoop(
                transport: { _ in transport }, append: { await state.append($0) }, sleep: { _ in },
                now: WallClock.now)
            var works: [Assignment.Work] = [.register(RegistrationID("11111111-1111-4111-8111-111111111111")!, Self.target)]
            var settlements: [Settlement] = []
            // A later run goes on with what is in doubt.
            for run in 1...3 {
                guard let work = works.popLast() else { break }
                let run = Run(
                    [Assignment(label: Self.web, server: "demo", work: work)],
                    servers: ["demo": context(endpoint, isKnown: isKnown)], id: "0000000\(run)")
                settlements += await loop.drive(run).settlements
                let now = await state.closed()
                works = try now.doubts.values.map { .settle(try LostCall($0, in: now, opening: .off)) }
            }
            let end = try await state.end()
            return Conclusion(settlements: settlements, state: end, exchanges: exchanges.withLock(\.self))
        }
    }

    private func context(_ endpoint: HTTPAddress, isKnown: Bool) -> ServerContext {
        var profile = ServerProfile(name: "generic")
        profile.heedsIdempotencyKeys = .declared(isKnown)
        var evidence = ServerEvidence()
        (evidence.registrationWasReadBack, evidence.updateWasReadBack) = (true, true)
        return ServerContext(
            registrationEndpoint: endpoint, initialAccessToken: Self.token, registrationClientURI: .asGiven,
            traits: ServerTraits(profile: profile, evidence: evidence), parallelism: 1)
    }

    /// In the same run twice, in a later one as often: the same client each time.
    @Test func aLostAnswerIsGivenAgain() async throws {
        for (lost, runs) in [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3)] {
            let end = try await register(lost: lost)
            #expect(end.exchanges == Array(repeating: "POST cut", count: lost) + ["POST 201"], "\(lost) lost")
            #expect(end.settlements.count == runs, "\(lost) lost")
            guard case .done(let report) = end.settlements.last else { Issue.record("\(end.settlements)"); continue }
            #expect((report.lostAnswer == nil) == (lost == 0), "\(lost) lost")
            #expect(end.state.doubts.isEmpty && end.state.count == 1 && end.state.orphans.isEmpty, "\(lost) lost")
            let client = try #require(end.state[Self.web])
            #expect(client.credentials.clientSecret != nil && client.requested == Self.target.metadata, "\(lost) lost")
        }
    }

    /// Where nobody knows that the server heeds it, nothing is sent twice.
    @Test func withoutTheFactNothingIsSentAgain() async throws {
        let end = try await register(lost: 1, isKnown: false)
        #expect(end.exchanges == ["POST cut"])
        #expect(end.state.doubts.count == 1 && end.state.isEmpty)
    }
}

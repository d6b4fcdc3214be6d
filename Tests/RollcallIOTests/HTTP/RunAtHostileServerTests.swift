import OAuthRegistration
import RollcallCore
import RollcallIO
import RollcallNetworkKit
import RollcallTestKit
import StrictJSON
import Testing

/// One client's call on its whole way, from the intent to the journal, over sockets and a disk, at a server that ends the exchange
/// somewhere: one intent is never two writes, and afterwards everybody knows what is not known.
@Suite struct RunAtHostileServerTests {
    static let works: [RegistrationOperation] = [.register, .update, .delete]
    private static let answer = #"{"client_id":"a","registration_access_token":"r1","client_name":"web"}"#
    private static let whole = "HTTP/1.1 200 OK\r\nContent-Length: \(answer.utf8.count)\r\n\r\n\(answer)"

    private struct Conclusion {
        var settlement: Settlement?
        /// The writes that the server saw a byte of.
        var writes: Int
        var state: StateDocument
        var replayed: (read: StateDocument?, begun: StateDocument)
    }

    @Test(arguments: works) func whereverItIsCutItIsInDoubtOrNotSent(_ work: RegistrationOperation) async throws {
        for cut in Cut.all(hasBody: work != .delete) {
            let patience: Duration = cut.ending == .silence ? .milliseconds(300) : .seconds(10)
            let end = try await run(work, at: cut.script, patience: patience)
            #expect(end.writes <= 1, "\(cut.name)")
            switch end.settlement {
            case .inDoubt(let id, reason: _):
                // The read that asks what became of it is cut like that, too.
                #expect(end.state.doubts.filter { $0.value.intent.operation != .read }.map(\.key) == [id], "\(cut.name)")
            case .failed(.notSent): #expect(end.writes == 0 && end.state.doubts.isEmpty, "\(cut.name)")
            case let other: Issue.record("\(cut.name): \(String(describing: other))")
            }
            // Nothing is taken for done.
            #expect((end.state[Self.web] == nil) == (work == .register), "\(cut.name)")
            for state in [end.replayed.read, end.replayed.begun] {
                #expect(state?.doubts == end.state.doubts && state?[Self.web] == end.state[Self.web], "\(cut.name)")
            }
        }
    }

    /// The same way without a cut: what the test above calls a failure is not the test's own.
    @Test(arguments: works) func anAnswerIsRecordedAlthoughTheConnectionIsCutAfterIt(_ work: RegistrationOperation) async throws {
        let end = try await run(work, at: [.readRequest, .write(Self.whole)], patience: .seconds(10))
        guard case .done = end.settlement else { Issue.record("\(String(describing: end.settlement))"); return }
        #expect(end.writes == 1 && end.state.doubts.isEmpty)
        #expect((end.state[Self.web] == nil) == (work == .delete))
        #expect(end.replayed.read?[Self.web] == end.state[Self.web] && end.replayed.begun[Self.web] == end.state[Self.web])
    }

    // MARK: A run

    private static let web = ClientLabel("web")!

    private func run(
        _ work: RegistrationOperation, at script: [HostileServer.Step], patience: Duration
    ) async throws -> Conclusion {
        // An update is preceded by a read.
        let server = work == .update ? HostileServer([.readRequest, .write(Self.whole)], script) : HostileServer(script)
        let client = work == .register ? nil : recorded(at: server)
        let folder = TemporaryFolder()
        let state = try StateOnDisk(in: folder, server: record(of: server), client: client)
        var limits = TransportLimits()
        limits.firstByte = patience
        let transport = AsyncHTTPTransport(version: "1", limits: limits)
        let loop = RunLoop(
            transport: { _ in transport }, append: { await state.append($0) }, sleep: { _ in },
            now: WallClock.now)
        let assignment = Assignment(label: Self.web, server: "demo", work: assigned(work, client))
        let run = Run([assignment], servers: ["demo": context(of: server)], id: "00000001")
        let settlement = await loop.drive(run).settlements.first
        let writes = await server.requestsSeen().filter { !$0.hasPrefix("G") }.count
        let end = try await state.end()
        return Conclusion(
            settlement: settlement, writes: writes, state: end, replayed: try StateOnDisk.replayed(in: folder))
    }

    private func assigned(_ work: RegistrationOperation, _ client: RecordedClient?) -> Assignment.Work {
        let metadata = work == .update ? ClientMetadata(["client_name": "renamed"]) : Self.metadata
        let target = Change.Target(metadata: metadata, tags: [:], protect: false, ignore: [])
        return switch (work, client) {
        case (.update, let client?): .update(client, target, fields: [FieldChange("client_name", .edited)])
        case (.delete, let client?): .delete(FormerRegistration(client))
        case (.register, _), (.update, nil), (.delete, nil), (.read, _): .register(Self.registration, target)
        }
    }

    private static let metadata = ClientMetadata(["client_name": "web"])
    private static let registration = RegistrationID("11111111-1111-4111-8111-111111111111")!

    private func recorded(at server: HostileServer) -> RecordedClient {
        RecordedClient(
            registration: Self.registration, server: "demo", protect: false, tags: [:], clientID: "a",
            registrationClientURI: JSONString(server.address("/register/a").text),
            credentials: Credentials(registrationAccessToken: Secret("r0")), requested: Self.metadata,
            granted: Self.metadata, registeredAt: WallClock.now(), updatedAt: WallClock.now())
    }

    private func record(of server: HostileServer) -> ServerRecord {
        ServerRecord(
            namedBy: ["registration_endpoint": .string(server.address().text)], profile: "generic",
            registrationClientURI: .asGiven, origin: server.origin, registrationEndpoint: server.address().text)
    }

    /// Nothing is left to learn, so no write is read back.
    private func context(of server: HostileServer) -> ServerContext {
        var evidence = ServerEvidence()
        (evidence.registrationWasReadBack, evidence.updateWasReadBack) = (true, true)
        return ServerContext(
            registrationEndpoint: server.address(), initialAccessToken: nil, registrationClientURI: .asGiven,
            traits: ServerTraits(profile: .generic, evidence: evidence), parallelism: 1)
    }
}

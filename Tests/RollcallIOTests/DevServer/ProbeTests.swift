import OAuthRegistration
import RollcallCore
import RollcallDevServer
import RollcallIO
import StrictJSON
import Synchronization
import Testing

/// A probe against servers that behave in different ways: what it prints is what they do.
struct ProbeTests {
    private struct Row {
        let change: @Sendable (inout DevServer.Options) -> Void
        let shows: JSONObject
        /// What the probe must not claim to know.
        let silent: [JSONString]
        /// Of the sentence about a client that is still there, or may be.
        let remains: String?
        let between: @Sendable (any HTTPTransport) -> any HTTPTransport

        init(
            _ change: @escaping @Sendable (inout DevServer.Options) -> Void, _ shows: JSONObject, silent: [JSONString] = [],
            remains: String? = nil, between: @escaping @Sendable (any HTTPTransport) -> any HTTPTransport = { $0 }
        ) {
            (self.change, self.shows, self.silent) = (change, shows, silent)
            (self.remains, self.between) = (remains, between)
        }
    }

    private static let plain: JSONObject = [
        "methods": ["GET", "PUT", "DELETE"], "rotates_on_read": false, "rotates_on_update": false,
        "secret_in_update": "ignored", "clearing": "omission", "dead_token_statuses": [401], "refuses_unknown_members": false,
    ]

    private static func later(_ operation: RegistrationOperation, _ occurrence: Int, _ status: Int = 429) -> DevServer.Fault {
        DevServer.Fault(operation, occurrence, .answer(status: status, retryAfter: "0"))
    }

    private static let rows: [Row] = [
        Row({ _ in }, plain),
        // Whatever is put off is asked again, and says nothing.
        Row(
            {
                $0.faults = [
                    later(.register, 1), later(.read, 1), later(.read, 2, 503), later(.update, 1), later(.update, 2, 503),
                    later(.update, 4), later(.delete, 1), later(.delete, 2, 503), later(.read, 6),
                ]
            }, plain),
        Row({ $0.faults = [DevServer.Fault(.read, 1, .answer(status: 404))] }, plain),
        Row({ $0.rotatesOn = [.update] }, plain.with(["rotates_on_update": true]), between: { LateReads($0) }),
        Row({ _ in }, plain, between: { MovingAddress($0) }),
        // The new token is kept from whoever has asked: its former one is dead, and nobody knows why.
        Row(
            { $0.rotatesOn = [.update] }, ["rotates_on_read": false],
            silent: ["rotates_on_update", "secret_in_update", "clearing", "methods", "dead_token_statuses"],
            remains: "refused to delete it (status 401)", between: { SilentUpdates($0) }),
        Row(
            { $0.faults = [DevServer.Fault(.delete, 1, .answerAfterCommit(status: 503))] },
            ["rotates_on_read": false, "clearing": "omission"], silent: ["methods", "dead_token_statuses"],
            remains: "most likely it is gone"),
        Row(
            { $0.faults = (1...4).map { later(.delete, $0) } }, ["clearing": "omission"], silent: ["methods"],
            remains: "puts its delete off"),
        Row(
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
        Row(
            {
                $0.rotatesOn = [.update]
                $0.secretInUpdate = .refused
                $0.manages = [.read, .update]
            }, ["methods": ["GET", "PUT"], "rotates_on_update": true, "secret_in_update": "refused"],
            remains: "refused to delete it (status 405)"),
        Row({ $0.manages = [.delete] }, ["methods": ["DELETE"]]),
        Row({ $0.manages = [] }, ["methods": []], remains: "no token"),
    ]

    @Test func theProbeShowsWhatTheServerDoes() async throws {
        for (index, row) in Self.rows.enumerated() {
            let posts = Mutex(0)
            let kept = Mutex<[UInt8]>([])
            var options = DevServer.Options()
            row.change(&options)
            options.onExchange = { exchange in posts.withLock { $0 += exchange.method == "POST" ? 1 : 0 } }
            let outcome = try await DevServer.withServer(options) { address in
                let server = ServerContext(
                    registrationEndpoint: try HTTPAddress(address.registrationEndpoint),
                    initialAccessToken: address.initialAccessToken, registrationClientURI: .asGiven,
                    traits: ServerTraits(profile: .generic), parallelism: 1)
                return await Probe(
                    transport: row.between(AsyncHTTPTransport(version: "test")), server: server,
                    metadata: Probe.metadata(named: "probe", support: DeclaredSupport()), sleep: { _ in }, now: WallClock.now
                ) { bytes in kept.withLock { $0 = bytes } }.run()
            }
            guard case .probed(let profile, let remains) = outcome else {
                Issue.record("row \(index): \(outcome)")
                continue
            }
            for member in row.shows.members { #expect(profile.members[member.name] == member.value, "row \(index)") }
            for name in row.silent { #expect(profile.members[name] == nil, "row \(index): \(name.text)") }
            #expect((remains == nil) == (row.remains == nil), "row \(index): \(remains?.why ?? "gone")")
            if let why = row.remains { #expect(remains?.why.contains(why) ?? false, "row \(index): \(remains?.why ?? "gone")") }
            #expect(posts.withLock { $0 } == (index == 1 ? 2 : 1), "row \(index)")
            let answer = String(decoding: kept.withLock { $0 }, as: UTF8.self)
            #expect(answer.contains("client_id"), "row \(index): its answers are kept")
            if let remains { #expect(answer.contains(remains.clientID.text), "row \(index)") }
        }
    }
}

extension JSONObject {
    fileprivate func with(_ others: JSONObject) -> JSONObject {
        var object = self
        for member in others.members { object[member.name] = member.value }
        return object
    }
}

/// The first read after each update comes from a replica that has not heard of it.
private final class LateReads: HTTPTransport {
    private let transport: any HTTPTransport
    private let seen = Mutex<(last: HTTPAnswer?, isLate: Bool)>((nil, false))

    init(_ transport: any HTTPTransport) { self.transport = transport }

    func send(_ request: HTTPRequest) async -> HTTPOutcome {
        let late = seen.withLock { seen in
            defer { seen.isLate = request.method == .put }
            return seen.isLate && request.method == .get ? seen.last : nil
        }
        if let late { return .answer(late) }
        let outcome = await transport.send(request)
        if request.method == .get, case .answer(let answer) = outcome { seen.withLock { $0.last = answer } }
        return outcome
    }
}

/// Each update gives the client another address, and its former one is no more.
private final class MovingAddress: HTTPTransport {
    private let transport: any HTTPTransport
    private let count = Mutex(0)

    init(_ transport: any HTTPTransport) { self.transport = transport }

    func send(_ request: HTTPRequest) async -> HTTPOutcome {
        if request.method == .post { return await transport.send(request) }
        let now = count.withLock { $0 }
        guard request.address.query == (now == 0 ? nil : "at=\(now)") else { return .answer(HTTPAnswer(status: 404)) }
        let outcome = await transport.send(request)
        guard case .answer(var answer) = outcome, answer.status == 200,
            var object = try? JSONReader.read(answer.body).object, let uri = object["registration_client_uri"]?.string
        else { return outcome }
        let next = count.withLock { count in
            count += request.method == .put ? 1 : 0
            return count
        }
        object["registration_client_uri"] = next == 0 ? .string(uri) : .string("\(uri)?at=\(next)")
        answer.body = object.canonicalBytes
        return .answer(answer)
    }
}

/// What an update was answered with, less its token.
private struct SilentUpdates: HTTPTransport {
    let transport: any HTTPTransport

    init(_ transport: any HTTPTransport) { self.transport = transport }

    func send(_ request: HTTPRequest) async -> HTTPOutcome {
        let outcome = await transport.send(request)
        guard request.method == .put, case .answer(var answer) = outcome,
            var object = try? JSONReader.read(answer.body).object
        else { return outcome }
        object["registration_access_token"] = nil
        answer.body = object.canonicalBytes
        return .answer(answer)
    }
}

import Glibc
import OAuthRegistration
import StrictJSON
import Synchronization
import Testing

@testable import RollcallDevServer

/// The rim: real connections, a real file.
@Suite struct DevServerSocketTests {
    private static let web = #"{"redirect_uris":["https://a.example/cb"]}"#

    @Test func aClientLivesThroughItsWholeLifeOverASocket() async throws {
        try await DevServer.withServer { address in
            let client = SocketClient(port: address.port)
            #expect(address.registrationEndpoint == "http://127.0.0.1:\(address.port)/register")
            #expect(address.initialAccessToken == nil)
            let registered = await client.send("POST", "/register", body: Self.web)
            #expect(registered.status == 201)
            #expect(
                registered.head.contains("cache-control: no-store") && registered.head.contains("content-type: application/json"))
            let id = try #require(registered.members["client_id"]?.text)
            let token = try #require(registered.members["registration_access_token"]?.text)
            #expect(registered.members["registration_client_uri"] == .string("\(address.registrationEndpoint)/\(id)"))
            #expect(await client.send("GET", "/register/\(id)?a=b", token: token).members == registered.members)
            let body = #"{"client_id":"\#(id)","grant_types":["client_credentials"]}"#
            #expect(await client.send("PUT", "/register/\(id)", token: token, body: body).status == 200)
            let deleted = await client.send("DELETE", "/register/\(id)", token: token)
            #expect(deleted.status == 204 && deleted.body.isEmpty)
            #expect(await client.send("GET", "/register/\(id)", token: token).status == 401)
            let large = #"{"client_name":"\#(String(repeating: "n", count: 300_000))"}"#
            #expect(await client.send("POST", "/register", body: large).status == 413)
            #expect(await client.send("GET", "/fhir/metadata").head.contains("application/fhir+json"))
        }
    }

    @Test func clientsTokensAndReplaysOutliveARestart() async throws {
        try await withTemporaryDirectory { directory in
            for personality in [Personality.rfc, .keycloak] {
                let path = "\(directory)/\(personality.rawValue).json"
                var options = DevServer.Options(personality: personality, dataPath: path, initialAccess: .minted)
                options.heedsIdempotencyKeys = true
                let (first, initial) = try await DevServer.withServer(options) { address in
                    let initial = try #require(address.initialAccessToken)
                    return (await register(address, initial), initial)
                }
                #expect(first.status == 201)
                var information = stat()
                #expect(stat(path, &information) == 0 && information.st_mode & 0o777 == 0o600)
                try await DevServer.withServer(options) { address in
                    #expect(address.initialAccessToken == initial)
                    let client = SocketClient(port: address.port)
                    let replayed = await register(address, initial)
                    #expect(replayed.members["client_secret"] == first.members["client_secret"])
                    let id = first.members["client_id"]!.text!
                    let clientPath =
                        String(address.registrationEndpoint.dropFirst("http://127.0.0.1:\(address.port)".count)) + "/\(id)"
                    let read = await client.send("GET", clientPath, token: first.members["registration_access_token"]?.text)
                    #expect(read.status == 200)
                    // The present address, not the one it was registered at.
                    #expect(read.members["registration_client_uri"] == .string("\(address.registrationEndpoint)/\(id)"))
                }
            }
        }
    }

    private func register(_ address: DevServer.Address, _ token: Secret) async -> SocketClient.Answer {
        let path = String(address.registrationEndpoint.dropFirst("http://127.0.0.1:\(address.port)".count))
        return await SocketClient(port: address.port).send(
            "POST", path, token: token.exposedText.text, fields: ["Idempotency-Key: one"], body: Self.web)
    }

    @Test func eachFaultSpoilsItsOwnExchangeOnly() async throws {
        let exchanges = Mutex<[DevServer.Exchange]>([])
        var options = DevServer.Options()
        options.faults = [
            DevServer.Fault(.register, 1, .cutBeforeCommit), DevServer.Fault(.register, 2, .cutAfterCommit),
            DevServer.Fault(.register, 3, .cutInAnswer),
            DevServer.Fault(.register, 4, .answer(status: 503, contentType: "text/html", body: "<html>", retryAfter: "7")),
            DevServer.Fault(.register, 5, .delay(.milliseconds(1))),
        ]
        options.onExchange = { exchange in exchanges.withLock { $0.append(exchange) } }
        try await DevServer.withServer(options) { address in
            let client = SocketClient(port: address.port)
            #expect(await client.send("POST", "/register", body: Self.web).bytes.isEmpty)
            #expect(await client.send("POST", "/register", body: Self.web).bytes.isEmpty)
            let half = await client.send("POST", "/register", body: Self.web)
            #expect(half.status == 201 && !half.body.isEmpty && half.members.isEmpty)
            #expect(!half.head.contains("content-length: \(half.body.count)\r\n"))
            let unavailable = await client.send("POST", "/register", body: Self.web)
            #expect(
                unavailable.status == 503 && unavailable.body == Array("<html>".utf8)
                    && unavailable.head.contains("retry-after: 7"))
            #expect(await client.send("POST", "/register", body: Self.web).status == 201)
            #expect(await client.send("POST", "/register", body: Self.web).status == 201)
        }
        #expect(exchanges.withLock { $0.map(\.status) } == [nil, nil, nil, 503, 201, 201])
    }

    @Test func aServerThatCannotStartSaysWhy() async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/data.json"
            try await DevServer.withServer { address in
                let failure = await #expect(throws: DevServerFailure.self) {
                    try await DevServer.withServer(port: address.port) { _ in }
                }
                guard case .cannotListen = failure else { throw try #require(failure) }
            }
            write("{}", to: path)
            await #expect(throws: DevServerFailure.self) {
                try await DevServer.withServer(DevServer.Options(dataPath: path)) { _ in }
            }
            let nowhere = DevServer.Options(dataPath: "\(directory)/missing/data.json")
            await #expect(throws: DevServerFailure.self) { try await DevServer.withServer(nowhere) { _ in } }
        }
    }

    private func write(_ text: String, to path: String) {
        let file = fopen(path, "w")
        fputs(text, file)
        fclose(file)
    }

    private func withTemporaryDirectory(_ body: (String) async throws -> Void) async throws {
        var template = Array("/tmp/rollcall-devserver-XXXXXX".utf8CString)
        let directory = try #require(mkdtemp(&template).map { String(cString: $0) })
        try await body(directory)
        for name in ["rfc.json", "keycloak.json", "data.json"] { unlink("\(directory)/\(name)") }
        rmdir(directory)
    }
}

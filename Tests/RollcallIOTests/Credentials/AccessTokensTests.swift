import Crypto
import OAuthRegistration
import RollcallCore
import RollcallDevServer
import RollcallIO
import RollcallNetworkKit
import RollcallTestKit
import StrictJSON
import Synchronization
import Testing

/// Access tokens by the client credentials grant, over sockets, at token endpoints of all kinds.
@Suite struct AccessTokensTests {
    private static let secret = Secret("canary:secret +/%")
    private static let client = ClientCredentials(clientID: "roll call:1", proof: .secret(.environment("S")), scope: "a b")

    /// A clock that a test moves.
    private final class Uptime: Sendable {
        private let seconds = Mutex(1000)
        func now() -> Int { seconds.withLock { $0 } }
        func pass(_ count: Int) { seconds.withLock { $0 += count } }
    }

    private static func tokens(
        at endpoint: HTTPAddress, issuer: String? = nil, isSMART: Bool = false, methods: [JSONString]? = nil,
        proof: AccessTokens.Proof = .secret(secret),
        uptime: Uptime = Uptime(), patience: Duration = .seconds(30)
    ) -> AccessTokens {
        var limits = TransportLimits()
        limits.firstByte = patience
        let support = DeclaredSupport(
            methods.map { ["token_endpoint_auth_methods_supported": .array($0.map(JSONValue.string))] } ?? [:])
        let grant = AccessTokenGrant(
            client: client, tokenEndpoint: endpoint, issuer: issuer, isSMART: isSMART, support: support)
        return AccessTokens(
            grant, proof: proof, transport: AsyncHTTPTransport(version: "1", limits: limits), sleep: { _ in },
            now: WallClock.now, uptime: uptime.now)
    }

    private static func answer(_ status: String, _ body: String, type: String = "application/json", fields: String = "") -> String
    {
        "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private static func token(_ token: String, _ more: String = #","expires_in":300"#) -> String {
        answer("200 OK", #"{"access_token":"\#(token)","token_type":"bearer"\#(more)}"#)
    }

    /// What a token endpoint may do, how many requests it is worth, and what is said of it.
    private static let failures: [(steps: [HostileServer.Step], requests: Int, words: String)] = [
        (
            [.write(answer("401 Unauthorized", #"{"error":"invalid_client","error_description":"no canary:secret +/% here"}"#))],
            2,
            #"status 401, "invalid_client": "no (secret) here""#
        ),
        ([.write(answer("401 Unauthorized", #"{"error":"invalid_token"}"#))], 1, #"status 401, "invalid_token""#),
        ([.write(answer("400 Bad Request", #"{"error":"invalid_scope","error_description":"b"}"#))], 1, #""invalid_scope": "b""#),
        ([.write(answer("200 OK", #"{"error":"invalid_scope"}"#))], 1, #"status 200, "invalid_scope""#),
        ([.write(answer("200 OK", "<html>", type: "text/html"))], 1, "without an access token (HTML)"),
        ([.write(answer("200 OK", #"{"access_token":"","token_type":"Bearer"}"#))], 1, "without an access token (json)"),
        ([.write(answer("200 OK", #"{"access_token":"a","token_type":"mac"}"#))], 1, #"of the type "mac""#),
        (
            [.write(answer("200 OK", #"{"access_token":"canary one","token_type":"Bearer"}"#))], 1,
            "holds something else than visible ASCII characters"
        ),
        ([.write(answer("302 Found", "", fields: "Location: https://elsewhere.example.com/\r\n"))], 1, "which is not followed"),
        ([.write(answer("429 Too Many Requests", "{}"))], 4, "status 429"),
        ([.write(answer("503 Service Unavailable", ""))], 4, "status 503"),
        ([.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")], 2, ""),
        ([.reset], 4, ""),
    ]

    @Test func whatATokenEndpointRefusesIsSaidAndLeaksNothing() async throws {
        for row in Self.failures {
            let server = HostileServer([.readRequest] + row.steps)
            let result = await Self.tokens(at: server.address("/token")).token()
            let requests = await server.requestsSeen()
            guard case .failure(let failure) = result else { Issue.record("a token: \(row.steps)"); continue }
            let diagnostic = failure.diagnostic(at: "demo", nil)
            #expect(requests.count == row.requests, "\(row.steps)")
            #expect(diagnostic.detail.contains(row.words), "\(diagnostic.detail)")
            #expect(!"\(diagnostic)".contains("canary") && diagnostic.code == .accessTokenNotObtained)
        }
    }

    @Test func aTokenEndpointThatSaysNothingIsNotWaitedForLong() async throws {
        let server = HostileServer([.readRequest, .wait])
        let result = await Self.tokens(at: server.address("/token"), patience: .milliseconds(200)).token()
        guard case .failure(let failure) = result else { Issue.record("a token"); return }
        #expect(failure.diagnostic(at: "demo", nil).hint?.contains("can be reached") == true)
        #expect(await server.requestsSeen().count <= 4)
    }

    @Test func theSecretIsSentAsTheServerTakesIt() async throws {
        let refusal = Self.answer("401 Unauthorized", #"{"error":"invalid_client"}"#)
        let (basic, post): (JSONString, JSONString) = ("client_secret_basic", "client_secret_post")
        let rows: [(methods: [JSONString]?, inForm: [Bool])] = [
            (nil, [false, true, true]), ([basic, post], [false, true, true]), ([post], [true, true]), ([basic], [false]),
        ]
        // As `id:secret`, form-encoded each (RFC 6749, section 2.3.1): roll+call%3A1:canary%3Asecret+%2B%2F%25
        let field = "Authorization: Basic cm9sbCtjYWxsJTNBMTpjYW5hcnklM0FzZWNyZXQrJTJCJTJGJTI1"
        for row in rows {
            let server = HostileServer { _, head in
                let isInForm = !head().contains("Authorization:")
                return [.readRequest, .write(isInForm ? Self.token("t", "") : refusal)]
            }
            let tokens = Self.tokens(at: server.address("/token"), methods: row.methods)
            for _ in 0..<2 {
                if case .success(let token) = await tokens.token() { await tokens.refuse(token) }
            }
            let requests = await server.requestsSeen().sorted { $0.contains("Authorization:") && !$1.contains("Authorization:") }
            #expect(requests.map { !$0.contains("\(field)\r\n") } == (row.methods == [basic] ? [false, false] : row.inForm))
            for request in requests {
                let body = Self.body(of: request)
                let isInForm = !request.contains("Authorization:")
                #expect(
                    body == "grant_type=client_credentials&scope=a+b"
                        + (isInForm ? "&client_id=roll+call%3A1&client_secret=canary%3Asecret+%2B%2F%25" : ""))
                #expect(request.contains("Content-Type: application/x-www-form-urlencoded\r\n"))
            }
        }
    }

    /// Lifetimes, and for how long such a token is used.
    @Test func aTokenIsUsedUntilShortlyBeforeItsEnd() async throws {
        let rows: [(more: String, seconds: Int?)] = [
            (#","expires_in":300"#, 270), (#","expires_in":"300""#, 270), (#","expires_in":40"#, 20), (#","expires_in":1"#, 1),
            (#","expires_in":0"#, nil), (#","expires_in":-5"#, nil), (#","expires_in":null"#, nil), ("", nil),
            (#","expires_in":9000000000000000000"#, nil),
        ]
        for row in rows {
            let server = HostileServer { connection, _ in [.readRequest, .write(Self.token("t\(connection)", row.more))] }
            let uptime = Uptime()
            let tokens = Self.tokens(at: server.address("/token"), uptime: uptime)
            #expect(await tokens.token() == .success(Secret("t0")))
            uptime.pass((row.seconds ?? 1_000_000) - 1)
            #expect(await tokens.token() == .success(Secret("t0")), "\(row.more)")
            uptime.pass(1)
            #expect(await tokens.token() == .success(Secret(row.seconds == nil ? "t0" : "t1")), "\(row.more)")
            _ = await server.requestsSeen()
        }
    }

    @Test func manyThatWantATokenAtOnceAskOnce() async throws {
        let server = HostileServer { connection, _ in [.readRequest, .write(Self.token("t\(connection)"))] }
        let tokens = Self.tokens(at: server.address("/token"))
        let all = await withTaskGroup(of: Result<Secret, AccessTokenFailure>.self) { group in
            for _ in 0..<64 { group.addTask { await tokens.token() } }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(all == [.success(Secret("t0"))])
        await tokens.refuse(Secret("another"))
        #expect(await tokens.token() == .success(Secret("t0")))
        await tokens.refuse(Secret("t0"))
        #expect(await tokens.token() == .success(Secret("t1")))
        #expect(await server.requestsSeen().count == 2)
    }

    /// The newest token goes where it is wanted, and nowhere else.
    @Test func aRequestIsSentWithTheNewestToken() async throws {
        let server = HostileServer { _, head in
            if head().hasPrefix("POST /token") { return [.readRequest, .write(Self.token("t"))] }
            return [.readRequest, .write(Self.answer(head().contains("Bearer t\r\n") ? "401 Unauthorized" : "200 OK", "{}"))]
        }
        let tokens = Self.tokens(at: server.address("/token"))
        let transport = AuthorizedTransport(AsyncHTTPTransport(version: "1"), tokens: tokens)
        let read = RegistrationRequest.read(address: server.address("/register/a"), bearer: nil)
        guard case .answer(let answer) = await transport.send(read.authorized(by: .obtained)),
            case .answer(let other) = await transport.send(read.authorized(by: .token(Secret("own"))))
        else { Issue.record("no answer"); return }
        #expect(answer.status == 401 && answer.sentWith == Secret("t") && other.status == 200 && other.sentWith == nil)
        // It was refused, so the next one is sent with another.
        _ = await transport.send(read.authorized(by: .obtained))
        // Which connection ends first is nobody's to say.
        let requests = await server.requestsSeen().map { String($0.prefix { $0 != " " }) }.sorted()
        #expect(requests == ["GET", "GET", "GET", "POST", "POST"])
    }

    @Test func withoutATokenNothingIsSent() async throws {
        let server = HostileServer([.readRequest, .write(Self.answer("400 Bad Request", #"{"error":"unauthorized_client"}"#))])
        let transport = AuthorizedTransport(
            AsyncHTTPTransport(version: "1"), tokens: Self.tokens(at: server.address("/token")))
        let read = RegistrationRequest.read(address: server.address("/register/a"), bearer: nil)
        guard case .notSent(let failure) = await transport.send(read.authorized(by: .obtained)) else {
            Issue.record("it was sent"); return
        }
        #expect(failure.kind == .credential && failure.text.contains("unauthorized_client"))
        #expect(await server.requestsSeen().count == 1)
    }

    // MARK: Keys

    @Test func anAssertionIsSignedByTheKeyAndForTheServer() async throws {
        let key = P256.Signing.PrivateKey()
        let point = key.publicKey.x963Representation.dropFirst()
        let encoded = [Array(point.prefix(32)), Array(point.suffix(32)), Array(key.rawRepresentation)].map(Self.base64URL)
        let jwk = #"{"kty":"EC","crv":"P-256","kid":"k1","x":"\#(encoded[0])","y":"\#(encoded[1])","d":"\#(encoded[2])"}"#
        for text in [key.pemRepresentation, jwk] {
            let signing = try await SigningKey(Secret(text), takenBy: nil)
            let assertion = try #require(
                await signing.assertion(of: "rollcall", for: "https://id.example.com", now: 1_700_000_000))
            let parts = assertion.expose { String(decoding: $0, as: UTF8.self) }.split(separator: ".").map(String.init)
            let signature = try P256.Signing.ECDSASignature(rawRepresentation: try #require(Base64URLText.decode(parts[2].utf8)))
            #expect(key.publicKey.isValidSignature(signature, for: Array("\(parts[0]).\(parts[1])".utf8)))
            let header = try JSONReader.read(try #require(Base64URLText.decode(parts[0].utf8))).object
            let claims = try JSONReader.read(try #require(Base64URLText.decode(parts[1].utf8))).object
            #expect(header?["alg"] == "ES256" && header?["kid"] == (text == jwk ? "k1" : nil))
            #expect(claims?["iss"] == "rollcall" && claims?["sub"] == "rollcall" && claims?["aud"] == "https://id.example.com")
            #expect(claims?["exp"] == 1_700_000_120 && claims?["jti"]?.text?.isEmpty == false)
        }
        let p384 = try await SigningKey(Secret(P384.Signing.PrivateKey().pemRepresentation), takenBy: ["RS256"])
        #expect(p384.algorithm == "ES384")
        #expect(await p384.assertion(of: "a", for: "b", now: 0) != nil)
    }

    @Test func whatIsNoPrivateKeySignsNothing() async throws {
        let key = P256.Signing.PrivateKey()
        for text in [
            "", "canary", key.publicKey.pemRepresentation, "{}", #"{"kty":"EC","crv":"P-256","x":"a","y":"b"}"#,
            #"{"kty":"oct","k":"canary","d":"x"}"#,
        ] {
            do {
                _ = try await SigningKey(Secret(text), takenBy: nil)
                Issue.record("it signs: \(text)")
            } catch {
                let diagnostic = error.diagnostic(at: "demo", nil)
                #expect(diagnostic.code == .signingKeyUnusable && !"\(diagnostic)".contains("canary"))
            }
        }
    }

    @Test func anAssertionGoesIntoTheForm() async throws {
        let server = HostileServer([.readRequest, .write(Self.token("t"))])
        let endpoint = server.address("/token")
        let tokens = Self.tokens(at: endpoint, proof: .assertion("ES256") { id, audience in Secret("\(id) for \(audience)") })
        #expect(await tokens.token() == .success(Secret("t")))
        let certificate = Self.tokens(at: endpoint, proof: .certificate)
        #expect(await certificate.token() == .success(Secret("t")))
        let bodies = await server.requestsSeen().map(Self.body).sorted { $0.utf8.count > $1.utf8.count }
        let begin = "grant_type=client_credentials&scope=a+b&client_id=roll+call%3A1"
        let audience = "http%3A%2F%2F127.0.0.1%3A\(server.port)%2Ftoken"
        #expect(
            bodies == [
                begin + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                    + "&client_assertion=roll+call%3A1+for+\(audience)",
                begin,
            ])
    }

    /// Whom assertions are for, one after another, at a server that wants its token endpoint named, or its issuer; and at one that wants neither.
    @Test func anAssertionIsForTheServerAsTheServerWantsIt() async throws {
        let issuer = "https://id.example.com"
        let rows: [(isSMART: Bool, wanted: String?, error: String, sent: [String])] = [
            (false, "issuer", "invalid_client", ["issuer", "issuer"]),
            (false, "endpoint", "invalid_client", ["issuer", "endpoint", "endpoint"]),
            (false, "endpoint", "invalid_grant", ["issuer", "endpoint", "endpoint"]),
            (true, "endpoint", "invalid_client", ["endpoint", "endpoint"]),
            (true, "issuer", "invalid_request", ["endpoint", "issuer", "issuer"]),
            (false, nil, "invalid_client", ["issuer", "endpoint", "issuer", "endpoint"]),
            (false, nil, "invalid_scope", ["issuer", "issuer"]),
        ]
        for row in rows {
            let sent = Mutex<[String]>([])
            let server = HostileServer { _, _ in
                let isWanted = sent.withLock { $0.last } == row.wanted
                let refusal = Self.answer("401 Unauthorized", #"{"error":"\#(row.error)"}"#)
                return [.readRequest, .write(isWanted ? Self.token("t", "") : refusal)]
            }
            let endpoint = server.address("/token")
            let proof = AccessTokens.Proof.assertion("RS256") { _, audience in
                sent.withLock { $0.append(audience == issuer ? "issuer" : audience == endpoint.text ? "endpoint" : audience) }
                return Secret("assertion")
            }
            let tokens = Self.tokens(at: endpoint, issuer: issuer, isSMART: row.isSMART, proof: proof)
            for _ in 0..<2 {
                switch await tokens.token() {
                case .success(let token): await tokens.refuse(token)
                case .failure(let failure):
                    #expect(row.wanted == nil)
                    let hint = failure.diagnostic(at: "demo", nil).hint ?? ""
                    let isOfTheProof = row.error == "invalid_client"
                    #expect(hint.contains(isOfTheProof ? (row.isSMART ? "RS384, ES384" : "it signed with RS256") : "check scope"))
                }
            }
            #expect(sent.withLock { $0 } == row.sent)
            _ = await server.requestsSeen()
        }
    }

    private static func body(of request: String) -> String {
        request.split(separator: "\r\n\r\n", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        Base64.encode(bytes).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

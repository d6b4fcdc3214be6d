import Crypto
import CryptoExtras
import OAuthRegistration
import RollcallCore
import RollcallNetworkKit
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallIO

/// What a token endpoint is shown by a client that has no secret: an assertion under a key, or its certificate.
@Suite struct TokenEndpointTests {
    private static let answer = #"{"access_token":"t","token_type":"Bearer","expires_in":60}"#
    private static let response =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(answer.utf8.count)\r\n\r\n\(answer)"

    private static func tokens(
        at endpoint: HTTPAddress, _ proof: AccessTokens.Proof, _ settings: ConnectionSettings = ConnectionSettings()
    ) -> AccessTokens {
        let client = ClientCredentials(clientID: "rollcall", proof: .certificate, scope: nil)
        return AccessTokens(
            AccessTokenGrant(client: client, tokenEndpoint: endpoint, issuer: "https://id.example.com"), proof: proof,
            transport: AsyncHTTPTransport(version: "1", settings: settings), sleep: { _ in }, now: WallClock.now, uptime: { 0 })
    }

    // MARK: private_key_jwt (RFC 7523)

    private struct Row {
        let key: String
        /// What the server declares to take.
        var taken: [JSONString]?
        let algorithm: JSONValue
        let keyID: JSONValue?
        let verifies: (_ signature: [UInt8], _ signed: [UInt8]) throws -> Bool
    }

    private static func rows() throws -> [Row] {
        let elliptic = P256.Signing.PrivateKey()
        let rsa = try _RSA.Signing.PublicKey(pemRepresentation: TestRSAKey.publicPEM)
        let inRSA = { (padding: _RSA.Signing.Padding) in
            { (signature: [UInt8], signed: [UInt8]) in
                rsa.isValidSignature(_RSA.Signing.RSASignature(rawRepresentation: signature), for: signed, padding: padding)
            }
        }
        return [
            Row(key: elliptic.pemRepresentation, taken: ["RS256"], algorithm: "ES256", keyID: nil) { signature, signed in
                elliptic.publicKey.isValidSignature(try P256.Signing.ECDSASignature(rawRepresentation: signature), for: signed)
            },
            Row(key: TestRSAKey.pem, algorithm: "RS256", keyID: nil, verifies: inRSA(.insecurePKCS1v1_5)),
            Row(key: TestRSAKey.pem, taken: ["ES256"], algorithm: "RS256", keyID: nil, verifies: inRSA(.insecurePKCS1v1_5)),
            Row(key: TestRSAKey.pem, taken: ["ES256", "PS256"], algorithm: "PS256", keyID: nil, verifies: inRSA(.PSS)),
            Row(key: TestRSAKey.jwk(), algorithm: "RS256", keyID: nil, verifies: inRSA(.insecurePKCS1v1_5)),
            Row(key: TestRSAKey.jwk(), taken: ["PS256", "PS512"], algorithm: "PS256", keyID: nil, verifies: inRSA(.PSS)),
            Row(key: TestRSAKey.jwk(#","alg":"PS256","kid":"k2""#), algorithm: "PS256", keyID: "k2", verifies: inRSA(.PSS)),
        ]
    }

    @Test func aTokenEndpointCanVerifyWhoAsks() async throws {
        for (index, row) in try Self.rows().enumerated() {
            let server = HostileServer([.readRequest, .write(Self.response)])
            let signing = try await SigningKey(Secret(row.key), takenBy: row.taken)
            let tokens = Self.tokens(
                at: server.address("/token"),
                .assertion(signing.algorithm) { await signing.assertion(of: $0, for: $1, now: 1_700_000_000) })
            #expect(await tokens.token() == .success(Secret("t")), "row \(index)")
            let request = try #require(await server.requestsSeen().first)
            let fields = Self.form(request)
            #expect(fields["client_id"] == "rollcall" && fields["client_secret"] == nil && !request.contains("Authorization:"))
            #expect(fields["client_assertion_type"] == "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer")
            let parts = try #require(fields["client_assertion"]).split(separator: ".").map(String.init)
            let decoded = try parts.map { try #require(Base64URLText.decode($0.utf8)) }
            let header = try JSONReader.read(decoded[0]).object
            let claims = try JSONReader.read(decoded[1]).object
            #expect(header?["alg"] == row.algorithm && header?["kid"] == row.keyID, "row \(index)")
            #expect(claims?["iss"] == "rollcall" && claims?["sub"] == "rollcall" && claims?["aud"] == "https://id.example.com")
            let signed = Array("\(parts[0]).\(parts[1])".utf8)
            #expect(try row.verifies(decoded[2], signed), "row \(index)")
            #expect(try !row.verifies(decoded[2], signed + [0]), "row \(index)")
        }
    }

    // MARK: tls_client_auth (RFC 8705, section 2)

    @Test func aTokenEndpointThatWantsACertificateGetsItAndNoSecret() async throws {
        let folder = TemporaryFolder()
        var settings = ConnectionSettings()
        try settings.trust(folder.write("ca.pem", Array(TestCertificates.authority.utf8)))
        let stranger = settings
        try settings.identify(
            as: folder.write("client.pem", Array(TestCertificates.localhost.utf8)), key: Secret(TestCertificates.key))

        let server = try await TLSServer(TestCertificates.localhost, wantsClients: true, answering: Self.response)
        let endpoint = try HTTPAddress("https://localhost:\(server.port)/token")
        guard case .failure = await Self.tokens(at: endpoint, .certificate, stranger).token() else {
            Issue.record("a token without a certificate")
            return
        }
        #expect(server.requests == 0)
        #expect(await Self.tokens(at: endpoint, .certificate, settings).token() == .success(Secret("t")))
        #expect(server.requests == 1)
        #expect(Self.form(server.received) == ["grant_type": "client_credentials", "client_id": "rollcall"])
        #expect(!server.received.contains("Authorization:"))
    }

    /// As it was sent, encoded.
    private static func form(_ request: String) -> [String: String] {
        let body = request.split(separator: "\r\n\r\n", maxSplits: 1).dropFirst().first ?? ""
        let pairs = body.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0.dropFirst().first ?? "") })
    }
}

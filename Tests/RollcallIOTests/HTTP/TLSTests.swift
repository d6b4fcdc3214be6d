import NIOSSL
import OAuthRegistration
import RollcallCore
import RollcallNetworkKit
import Testing

@testable import RollcallIO

/// Who a server is, is settled before a byte of the request leaves.
@Suite struct TLSTests {
    private static let limits: TransportLimits = {
        var limits = TransportLimits()
        (limits.connect, limits.firstByte) = (.seconds(20), .seconds(20))
        return limits
    }()

    private func send(_ server: TLSServer, host: String, trusting: Bool = true) async throws -> HTTPOutcome {
        var settings = ConnectionSettings()
        let folder = TemporaryFolder()
        if trusting { try settings.trust(folder.write("ca.pem", Array(TestCertificates.authority.utf8))) }
        let transport = AsyncHTTPTransport(version: "1", limits: Self.limits, settings: settings)
        let address = try HTTPAddress("https://\(host):\(server.port)/register")
        return await transport.send(HTTPRequest(.post, address, bearer: Secret("s3cret"), body: Array("{}".utf8)))
    }

    @Test func aCertificateForTheHostIsAccepted() async throws {
        for (certificate, host) in [
            (TestCertificates.localhost, "localhost"), (TestCertificates.localhost, "127.0.0.1"),
            (TestCertificates.addressOnly, "127.0.0.1"),
        ] {
            let server = try await TLSServer(certificate)
            let outcome = try await send(server, host: host)
            guard case .answer(let answer) = outcome else { Issue.record("\(outcome)"); continue }
            #expect(answer.status == 201)
            #expect(server.requests == 1)
        }
    }

    @Test func anyOtherCertificateEndsTheCallBeforeItIsSent() async throws {
        let rows: [(certificate: String, host: String, trusting: Bool, words: String)] = [
            // NIOSSL alone would accept it: the address matches, and the common name.
            (TestCertificates.addressOnly, "localhost", true, "is not for localhost"),
            (TestCertificates.elsewhere, "localhost", true, "is not for localhost"),
            (TestCertificates.elsewhere, "127.0.0.1", true, "is not for 127.0.0.1"),
            (TestCertificates.localhost, "localhost", false, "its issuer is not trusted"),
            (TestCertificates.expired, "localhost", true, "it expired "),
        ]
        for row in rows {
            let server = try await TLSServer(row.certificate)
            let outcome = try await send(server, host: row.host, trusting: row.trusting)
            guard case .notSent(let failure) = outcome else { Issue.record("\(row.words): \(outcome)"); continue }
            #expect(failure.kind == .certificate)
            #expect(failure.text.contains(row.words), "\(failure.text)")
            #expect(server.requests == 0)
        }
    }

    // MARK: Who we are (RFC 8705)

    private func settings(_ folder: TemporaryFolder, _ certificate: String?) throws -> ConnectionSettings {
        var settings = ConnectionSettings()
        try settings.trust(folder.write("ca.pem", Array(TestCertificates.authority.utf8)))
        if let certificate {
            try settings.identify(as: folder.write("client.pem", Array(certificate.utf8)), key: Secret(TestCertificates.key))
        }
        return settings
    }

    @Test func aServerThatWantsACertificateGetsOurs() async throws {
        for version in [TLSVersion.tlsv12, .tlsv13] {
            let server = try await TLSServer(TestCertificates.localhost, speaking: (version, version), wantsClients: true)
            let transport = AsyncHTTPTransport(
                version: "1", limits: Self.limits, settings: try settings(TemporaryFolder(), TestCertificates.localhost))
            let outcome = await transport.send(try post(server))
            guard case .answer = outcome else { Issue.record("\(version): \(outcome)"); continue }
            #expect(server.requests == 1)
        }
    }

    /// In TLS 1.3 the request leaves before the server has said that it does not want us. It is never read; but the connection's end may
    /// come before the alert that says so, and then nobody can know.
    @Test func aServerThatWantsAnotherCertificateReadsNothing() async throws {
        for version in [TLSVersion.tlsv12, .tlsv13] {
            let server = try await TLSServer(TestCertificates.localhost, speaking: (version, version), wantsClients: true)
            let transport = AsyncHTTPTransport(
                version: "1", limits: Self.limits, settings: try settings(TemporaryFolder(), nil))
            switch await transport.send(try post(server)) {
            case .notSent(let failure):
                #expect(failure.kind == .tls && failure.text.contains("client certificate"), "\(failure.text)")
            case .noAnswer(let received, let failure):
                #expect(version == .tlsv13 && received.isEmpty && failure.kind == .closed, "\(failure)")
            case .answer(let answer): Issue.record("\(answer)")
            }
            #expect(server.requests == 0)
        }
    }

    private func post(_ server: TLSServer) throws -> HTTPRequest {
        HTTPRequest(
            .post, try HTTPAddress("https://localhost:\(server.port)/register"), bearer: Secret("s3cret"), body: Array("{}".utf8))
    }

    @Test func aFileThatIsNoCertificateOrKeyIsNamed() throws {
        let folder = TemporaryFolder()
        let (good, key) = (Array(TestCertificates.localhost.utf8), TestCertificates.key)
        let rows: [(certificate: [UInt8]?, key: String, words: String)] = [
            (nil, key, "cannot be read: No such file"), ([], key, "no certificate in PEM"),
            (Array("x".utf8), key, "no certificate in PEM"),
            (Array(key.utf8), key, "no certificate in PEM"), (Array(TestCertificates.expired.utf8), key, "expired "),
            (good, "s3cret", "no private key in PEM"), (good, "", "no private key in PEM"),
            (Array(TestCertificates.authority.utf8), key, "another certificate's"),
        ]
        for (number, row) in rows.enumerated() {
            let path = try row.certificate.map { try folder.write("\(number).pem", $0) } ?? "\(folder.path)/none"
            var settings = ConnectionSettings()
            do {
                try settings.identify(as: path, key: Secret(row.key))
                Issue.record("\(row.words)")
            } catch {
                #expect(
                    error.text.contains(row.words) && error.text.contains(path) && !error.text.contains("s3cret"), "\(error.text)"
                )
            }
        }
        var settings = ConnectionSettings()
        #expect(throws: ConnectionSettingsFailure.self) { try settings.trust("/dev/zero") }
    }

    @Test func nothingIsSaidInOldTLS() async throws {
        let server = try await TLSServer(TestCertificates.localhost, speaking: (.tlsv1, .tlsv11))
        let outcome = try await send(server, host: "localhost")
        guard case .notSent(let failure) = outcome else { Issue.record("\(outcome)"); return }
        #expect(failure.kind == .tls)
        #expect(failure.text.contains("TLS 1.2"), "\(failure.text)")
        #expect(server.requests == 0)
    }

    @Test func whatDoesNotShakeHandsIsSentNothing() async throws {
        let rows: [(name: String, script: [HostileServer.Step], kinds: [TransportFailure.Kind])] = [
            ("plain text", [.read(1), .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), .wait], [.tls]),
            ("silence", [.wait], [.tls]), ("silence after a byte", [.read(1), .wait], [.tls]),
            ("FIN", [.read(1)], [.tls, .closed]), ("RST", [.read(1), .reset], [.closed]),
        ]
        for row in rows {
            let server = HostileServer(row.script)
            var limits = Self.limits
            limits.connect = .milliseconds(row.name.hasPrefix("silence") ? 200 : 5000)
            let address = try HTTPAddress("https://127.0.0.1:\(server.port)/register")
            let outcome = await AsyncHTTPTransport(version: "1", limits: limits)
                .send(HTTPRequest(.post, address, bearer: Secret("s3cret"), body: Array("{}".utf8)))
            guard case .notSent(let failure) = outcome else { Issue.record("\(row.name): \(outcome)"); continue }
            #expect(row.kinds.contains(failure.kind), "\(row.name): \(failure)")
            #expect(failure.text.contains("does not end the handshake") == row.name.hasPrefix("silence"), "\(failure.text)")
            #expect(await server.requestsSeen().allSatisfy { !$0.contains("POST") }, "\(row.name)")
        }
    }

    @Test func aNameMatchesAsRFC9525Says() {
        let rows: [(String, String, Bool)] = [
            ("id.example.com", "id.example.com", true), ("ID.Example.COM", "id.example.com", true),
            ("*.example.com", "id.example.com", true), ("*.example.com", "example.com", false),
            ("*.example.com", "a.b.example.com", false), ("*.com", "example.com", false),
            ("i*.example.com", "id.example.com", false),
            ("id.example.com", "id.example.org", false), ("", "id.example.com", false), ("*", "localhost", false),
        ]
        for (name, host, expected) in rows {
            #expect(CertificateName.matches(Array(name.utf8), Array(host.utf8)) == expected, "\(name) for \(host)")
        }
    }
}

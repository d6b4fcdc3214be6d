import OAuthRegistration
import RollcallCore
import RollcallIO
import RollcallNetworkKit
import Testing

/// A proxy that a manifest names is asked for a tunnel, and sees nothing else. What it does not do is told apart from what the server
/// does not do.
@Suite struct ProxyTests {
    private func send(_ address: HTTPAddress, through proxy: HTTPAddress, trusting: Bool = true) async throws -> HTTPOutcome {
        var settings = ConnectionSettings(proxy: proxy.origin)
        if trusting { try settings.trust(TemporaryFolder.shared.write("ca.pem", Array(TestCertificates.authority.utf8))) }
        var limits = TransportLimits()
        (limits.connect, limits.firstByte) = (.seconds(5), .seconds(5))
        return await AsyncHTTPTransport(version: "1", limits: limits, settings: settings)
            .send(HTTPRequest(.post, address, bearer: Secret("s3cret"), body: Array("{}".utf8)))
    }

    private static let opened: [HostileServer.Step] = [.readHead, .write("HTTP/1.1 200 OK\r\n\r\n")]

    @Test func theProxySeesOnlyWhereTheServerIs() async throws {
        let tls = try await TLSServer(TestCertificates.localhost)
        let plain = HostileServer([.readRequest, .write(TLSServer.empty)])
        for (address, port) in [("https://localhost:\(tls.port)/register", tls.port), (plain.origin + "/register", plain.port)] {
            let proxy = HostileServer(Self.opened + [.tunnel(port)])
            let outcome = try await send(try HTTPAddress(address), through: proxy.address("/"))
            guard case .answer(let answer) = outcome else { Issue.record("\(address): \(outcome)"); continue }
            #expect(answer.status == 201)
            let seen = await proxy.requestsSeen().joined()
            #expect(seen.hasPrefix("CONNECT ") && !seen.contains("s3cret") && !seen.contains("/register"), "\(seen)")
        }
        #expect(await plain.requestsSeen().count == 1)
    }

    @Test func whatFailsBeforeThereIsATunnelIsNotSent() async throws {
        let elsewhere = try await TLSServer(TestCertificates.elsewhere)
        let rows: [(script: [HostileServer.Step], kind: TransportFailure.Kind, words: String)] = [
            (
                [.readHead, .write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")], .proxy,
                "wants to know who asks"
            ),
            ([.readHead, .write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")], .proxy, "does not open a tunnel"),
            ([.readHead], .closed, "the proxy http://127.0.0.1"),
            (Self.opened + [.tunnel(elsewhere.port)], .certificate, "is for another host"),
        ]
        for row in rows {
            let proxy = HostileServer(row.script)
            let outcome = try await send(
                try HTTPAddress("https://localhost:\(elsewhere.port)/register"), through: proxy.address("/"))
            guard case .notSent(let failure) = outcome else { Issue.record("\(row.words): \(outcome)"); continue }
            #expect(failure.kind == row.kind && failure.text.contains(row.words), "\(failure)")
            #expect(await proxy.requestsSeen().allSatisfy { !$0.contains("s3cret") })
        }
        let closed = try HTTPAddress("http://127.0.0.1:1/")
        guard case .notSent(let failure) = try await send(try HTTPAddress("https://localhost:1/register"), through: closed) else {
            Issue.record("sent through nothing")
            return
        }
        #expect(failure.kind == .refused && failure.text.contains("the proxy http://127.0.0.1:1"), "\(failure)")
        #expect(elsewhere.requests == 0)
    }

    /// NIOSSL compares an address in a certificate with where the connection goes: here the proxy.
    @Test func aCertificateForTheProxysAddressIsNotForTheServer() async throws {
        let server = try await TLSServer(TestCertificates.addressOnly)
        let proxy = HostileServer(Self.opened + [.tunnel(server.port)])
        let outcome = try await send(try HTTPAddress("https://127.0.0.2:\(server.port)/register"), through: proxy.address("/"))
        guard case .notSent(let failure) = outcome else { Issue.record("\(outcome)"); return }
        #expect(failure.kind == .certificate && server.requests == 0)
        _ = await proxy.requestsSeen()
    }
}

extension TemporaryFolder {
    fileprivate static let shared = TemporaryFolder()
}

import Foundation
import RollcallNetworkKit
import Testing

/// `doctor` says when a server's certificate ends, while there is still time.
@Suite struct CertificateEndTests {
    private struct Row {
        var hours: Int
        var level: String
        var words: String
        var isTrusted = true
    }

    private static let rows = [
        Row(hours: 400 * 24, level: "ok", words: "Its certificate is good until <end>."),
        Row(hours: 31 * 24, level: "ok", words: "Its certificate is good until <end>."),
        Row(hours: 9 * 24 + 12, level: "warning", words: "Its certificate, or one in its chain, ends at <end>: in 9 days."),
        Row(hours: 12, level: "warning", words: "Its certificate, or one in its chain, ends at <end>: in less than a day."),
        Row(
            hours: -12, level: "error", words: "[RC3001] Its certificate, or one in its chain, ended at <end>.", isTrusted: false),
        Row(
            hours: -9 * 24, level: "error", words: "[RC3001] Its certificate, or one in its chain, ended at <end>.",
            isTrusted: false),
    ]

    @Test func doctorSaysWhenACertificateEnds() async throws {
        for row in Self.rows {
            let end = Int(Date().timeIntervalSince1970) + row.hours * 3600
            let certificate = try MadeCertificate.ending(at: end)
            let server = try await TLSServer(certificate, answering: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            let folder = try ProjectFolder()
            try folder.write(
                """
                rollcall: 1
                servers: { demo: { registration_endpoint: "https://127.0.0.1:\(server.port)/register", tls: { ca_file: made.pem } } }
                state: state.json
                clients: {}
                """, to: "rollcall.yaml")
            try folder.write(certificate, to: "made.pem")
            let result = try await Command(arguments: ["rollcall", "doctor"], folder: folder).run()
            let said = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            let moment = Date(timeIntervalSince1970: TimeInterval(end)).formatted(.iso8601)
            #expect(
                said.contains("\(row.level) \(row.words.replacing("<end>", with: moment))"), "\(row.hours): \(result.everything)")
            #expect(
                said.contains("answers, over TLS, with a certificate that is trusted") == row.isTrusted, "\(result.everything)")
            #expect(said.contains("it expired") != row.isTrusted, "\(result.everything)")
            #expect((result.status == 0) == row.isTrusted, "\(result.everything)")
        }
    }

    @Test func doctorSaysWhatIsWrongWithACertificate() async throws {
        let rows: [(certificate: String, authority: String?, words: String)] = [
            (TestCertificates.elsewhere, TestCertificates.authority, "it is not for localhost"),
            (TestCertificates.localhost, nil, "its issuer is not trusted"),
        ]
        for row in rows {
            let server = try await TLSServer(row.certificate, answering: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            let folder = try ProjectFolder()
            let tls = row.authority == nil ? "" : ", tls: { ca_file: ca.pem }"
            try folder.write(
                """
                rollcall: 1
                servers: { demo: { registration_endpoint: "https://localhost:\(server.port)/register"\(tls) } }
                state: state.json
                clients: {}
                """, to: "rollcall.yaml")
            if let authority = row.authority { try folder.write(authority, to: "ca.pem") }
            let result = try await Command(arguments: ["rollcall", "doctor"], folder: folder).run()
            let said = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(said.contains(row.words) && said.contains("see to its certificate"), "\(result.everything)")
            #expect(result.status == 1 && server.requests == 0)
        }
    }
}

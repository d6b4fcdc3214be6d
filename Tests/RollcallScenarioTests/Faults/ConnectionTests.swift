import Foundation
import Glibc
import OAuthRegistration
import RollcallDevServer
import RollcallNetworkKit
import Testing

/// How the built binary connects: what `tls:` says, what the environment says in vain, and a reason in words for each connection that
/// is not made.
@Suite struct ConnectionTests {
    private struct Row: Sendable {
        var name: String
        var certificate = TestCertificates.localhost
        var wantsClients = false
        var isOld = false
        var tls = ""
        var environment: [String: String] = [:]
        var status: Int32
        var words: String
    }

    private static let trusted = "tls: { ca_file: ca.pem }"
    private static let known = "tls: { ca_file: ca.pem, certificate: client.pem, private_key: { file: client.key } }"

    private static let rows = [
        Row(name: "a private authority that is named", tls: trusted, status: 0, words: "web registered at demo"),
        Row(name: "a private authority that is not", status: 3, words: "its issuer is not trusted"),
        Row(
            name: "one that the environment names",
            environment: ["SSL_CERT_FILE": "ca.pem", "SSL_CERT_DIR": ".", "SSLKEYLOGFILE": "keys"],
            status: 3, words: "its issuer is not trusted"),
        Row(
            name: "another host's", certificate: TestCertificates.elsewhere, tls: trusted, status: 3,
            words: "it is not for localhost"),
        Row(name: "expired", certificate: TestCertificates.expired, tls: trusted, status: 3, words: "it expired "),
        Row(name: "TLS 1.1", isOld: true, tls: trusted, status: 3, words: "TLS 1.2 or later"),
        Row(name: "we are known", wantsClients: true, tls: known, status: 0, words: "web registered at demo"),
        Row(
            name: "the key is in the environment", wantsClients: true,
            tls: known.replacingOccurrences(of: "{ file: client.key }", with: "{ env: KEY }"),
            environment: ["KEY": TestCertificates.key],
            status: 0, words: "web registered at demo"),
        Row(
            name: "no such key", tls: known.replacingOccurrences(of: "client.key", with: "none"), status: 1,
            words: "there is no such file"),
        Row(name: "no such authority", tls: "tls: { ca_file: none.pem }", status: 1, words: "none.pem cannot be read"),
        Row(
            name: "a key that is none", tls: known.replacingOccurrences(of: "client.key", with: "ca.pem"), status: 1,
            words: "no private key in PEM"),
    ]

    @Test func aConnectionIsMadeAsTheManifestSays() async throws {
        for row in Self.rows {
            let server = try await TLSServer(
                row.certificate, speaking: row.isOld ? TLSServer.old : TLSServer.new, wantsClients: row.wantsClients,
                answering: "HTTP/1.1 201 Created\r\nContent-Length: 17\r\n\r\n{\"client_id\":\"c\"}")
            let folder = try project("registration_endpoint: https://localhost:\(server.port)/register, \(row.tls)")
            // Neither of these reads a file that tls: names.
            for words in [["validate"], ["init"], ["plan"]] {
                #expect(try await rollcall(folder, words, row.environment).status == 0, "\(row.name): \(words)")
            }
            let result = try await rollcall(folder, ["apply", "--auto-approve"], row.environment)
            #expect(result.status == row.status && spoken(result).contains(row.words), "\(row.name): \(result.everything)")
            #expect(server.requests == (row.status == 0 ? 1 : 0), "\(row.name)")
            #expect(!result.everything.contains("PRIVATE KEY") && !FileManager.default.fileExists(atPath: folder.path + "/keys"))
        }
    }

    /// The answer is lost; what is asked about it since goes the same way, or none.
    @Test func whatIsInDoubtIsAskedAboutTheSameWay() async throws {
        let part = #"{"client_id":"c","registration_access_token":"t","registration_client_uri":"https://localhost/register/c"}"#
        let server = try await TLSServer(
            TestCertificates.localhost, wantsClients: true,
            answering: "HTTP/1.1 500 x\r\nContent-Length: \(part.utf8.count)\r\n\r\n\(part)")
        let place = "registration_endpoint: https://localhost:\(server.port)/register, registration_client_uri: same_origin"
        let folder = try project("\(place), \(Self.known)")
        _ = try await rollcall(folder, ["init"])
        let rows = [(["apply", "--auto-approve"], 3), (["recover"], 5)]
        for (words, requests) in rows {
            let result = try await rollcall(folder, words)
            #expect(result.status == 3 && server.requests == requests, "\(words): \(result.everything)")
        }
        try FileManager.default.removeItem(atPath: folder.path + "/client.key")
        let blind = try await rollcall(folder, ["recover"])
        #expect(blind.status == 3 && spoken(blind).contains("there is no such file"), "\(blind.everything)")
        #expect(server.requests == 5)
    }

    /// A read is enough: after it, the key goes to no other origin.
    @Test func aKeyIsBoundToTheOriginThatItWasFirstUsedWith() async throws {
        let client =
            #"{"client_id":"c","registration_access_token":"t","registration_client_uri":"https://localhost/register/c"}"#
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: \(client.utf8.count)\r\n\r\n\(client)"
        let server = try await TLSServer(TestCertificates.localhost, answering: answer)
        let place = "registration_endpoint: https://localhost:\(server.port)/register, registration_client_uri: same_origin"
        let folder = try project("\(place), \(Self.trusted)")
        _ = try await rollcall(folder, ["init"])
        #expect(try await rollcall(folder, ["apply", "--auto-approve"]).status == 0)
        try folder.write(
            try folder.read("rollcall.yaml").replacingOccurrences(of: Self.trusted, with: Self.known), to: "rollcall.yaml")
        #expect(try await rollcall(folder, ["plan"]).status == 0)
        #expect(try !folder.read("state.json").contains("client.key"), "nothing has been read")
        #expect(try await rollcall(folder, ["plan", "--refresh"]).status == 0)
        #expect(try folder.read("state.json").contains(#"{"file:client.key":["https://localhost:\#(server.port)"]}"#))
    }

    // MARK: Discovery

    private struct Document {
        var name: String
        var answer: String
        var words: String
    }

    private static func document(_ body: String) -> String {
        "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private static let documents = [
        Document(name: "HTML", answer: document("<html>Sign in</html>"), words: "is no JSON object (it looks like HTML)"),
        Document(name: "nothing", answer: document("{}"), words: "has no registration_endpoint"),
        Document(
            name: "a number", answer: document(#"{"registration_endpoint":7}"#),
            words: "has the number registration_endpoint where a string belongs"),
        Document(
            name: "an array", answer: document(#"{"registration_endpoint":["/r"]}"#), words: "has the array registration_endpoint"
        ),
        Document(
            name: "twice", answer: document(#"{"registration_endpoint":"/r","registration_endpoint":"/r"}"#),
            words: "has registration_endpoint more than once"),
        Document(
            name: "issuer twice", answer: document(#"{"issuer":"a","issuer":"a","registration_endpoint":"/r"}"#),
            words: "has issuer more than once"),
        Document(
            name: "a password", answer: document(#"{"registration_endpoint":"https://a:b@c.example/r"}"#),
            words: "user information before the host"),
        Document(
            name: "plain http elsewhere", answer: document(#"{"registration_endpoint":"http://c.example/r"}"#),
            words: "Over plain http"),
        Document(
            name: "100 KB",
            answer: document("{\"registration_endpoint\":\"https://c.example/\(String(repeating: "x", count: 100_000))\"}"),
            words: "it is longer than 8192 bytes"),
        Document(
            name: "escapes", answer: document(#"{"registration_endpoint":"https://\u001b[31m\u202e.example/::error::"}"#),
            words: #"https://\u{1b}[31m\u{202e}.example"#),
        Document(
            name: "a redirect",
            answer: "HTTP/1.1 302 Found\r\nLocation: https://c.example/other?token=x\r\nContent-Length: 0\r\n\r\n",
            words: "a redirect (302) to https://c.example/other, which is not followed"),
        Document(name: "not modified", answer: "HTTP/1.1 304 Not Modified\r\n\r\n", words: "status 304"),
        Document(name: "not found", answer: "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", words: "status 404"),
        Document(
            name: "gzip", answer: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
            words: "encoded answer"),
        Document(
            name: "2 MB", answer: "HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + String(repeating: "x", count: 2_000_000),
            words: "more than 1048576 bytes"),
    ]

    @Test func aDocumentThatNamesNoUsableEndpointIsToldAndNothingIsSent() async throws {
        for document in Self.documents {
            let server = HostileServer([.readRequest, .write(document.answer)])
            let folder = try project("fhir_base_url: \(server.origin)/fhir")
            _ = try await rollcall(folder, ["init"])
            let result = try await rollcall(folder, ["apply", "--auto-approve"])
            #expect(result.status == 1 && spoken(result).contains(document.words), "\(document.name): \(result.everything)")
            #expect(spoken(result).contains("\(server.origin)/fhir/.well-known/smart-configuration"), "\(document.name)")
            #expect(!result.everything.contains("\u{1B}") && result.everything.utf8.count < 5000, "\(document.name)")
            #expect(await server.requestsSeen().allSatisfy { $0.hasPrefix("GET ") && !$0.contains("Authorization") })
        }
    }

    /// Tokens and credentials would go there.
    @Test func anEndpointAtAnotherOriginIsToBeAllowed() async throws {
        let client = #"{"client_id":"c"}"#
        let other = HostileServer([
            .readRequest, .write("HTTP/1.1 201 Created\r\nContent-Length: \(client.utf8.count)\r\n\r\n\(client)"),
        ])
        let named = HostileServer([
            .readRequest, .write(Self.document("{\"registration_endpoint\":\"\(other.origin)/register\"}")),
        ])
        let refused = try project("fhir_base_url: \(named.origin)/fhir")
        _ = try await rollcall(refused, ["init"])
        let first = try await rollcall(refused, ["apply", "--auto-approve"])
        #expect(
            first.status == 1 && spoken(first).contains("RC3023") && spoken(first).contains("allow_origins: [\(other.origin)]"),
            "\(first.everything)")
        let allowed = try project("fhir_base_url: \(named.origin)/fhir, allow_origins: [\"\(other.origin)\"]")
        _ = try await rollcall(allowed, ["init"])
        let second = try await rollcall(allowed, ["apply", "--auto-approve"])
        #expect(second.status == 0, "\(second.everything)")
        #expect(await other.requestsSeen().count == 1, "nothing was sent before it was allowed")
    }

    // MARK: A server that is not there, or has had enough

    @Test func whatIsNotThereIsSentNothingAndLeftAloneInTheEnd() async throws {
        let (closed, port) = HostileServer.listen(backlog: nil)
        defer { close(closed) }
        let rows = [
            ("http://127.0.0.1:\(port)/register", "connection refused"),
            ("http://nowhere.invalid/register, allow_http: true", "there is no address for"),
        ]
        for (address, words) in rows {
            let folder = try project("registration_endpoint: \(address), parallelism: 8")
            try folder.write(Self.clients(9), to: "clients/web.yaml")
            _ = try await rollcall(folder, ["init"])
            let result = try await rollcall(folder, ["apply", "--auto-approve"])
            #expect(result.status == 3 && spoken(result).contains(words), "\(result.everything)")
            #expect(result.everything.components(separatedBy: "error[RC3022]").count == 2, "\(result.everything)")
            #expect(try await rollcall(folder, ["status"]).status == 0, "nothing is in doubt")
        }
    }

    /// F73: a token that is good for two registrations.
    @Test func aTokenThatIsUsedUpEndsTheRegistrations() async throws {
        let options = DevServer.Options(initialAccess: .token(Secret(FaultPlay.token), registrations: 2))
        try await DevServer.withServer(options) { address in
            let token = "initial_access_token: { env: TOKEN }, parallelism: 1"
            let folder = try project("registration_endpoint: \(address.registrationEndpoint), \(token)")
            try folder.write(Self.clients(9), to: "clients/web.yaml")
            _ = try await rollcall(folder, ["init"])
            let result = try await rollcall(folder, ["apply", "--auto-approve"], ["TOKEN": FaultPlay.token])
            #expect(
                result.status == 3 && result.output.contains("Applied: 2 registered; 5 failed, 2 not begun."),
                "\(result.everything)")
            #expect(spoken(result).contains("2 calls that were still to be made were not begun"), "\(result.everything)")
            #expect(!result.everything.contains(FaultPlay.token))
            let recorded = try await rollcall(folder, ["state", "list"]).output
            #expect(recorded.contains("web0") && recorded.contains("web1") && !recorded.contains("web2"), "\(recorded)")
        }
    }

    private static func clients(_ count: Int) -> String {
        (0..<count).map { client("web\($0)") }.joined().replacingOccurrences(of: "}\nclients:\n", with: "}\n")
    }

    private func project(_ server: String) throws -> ProjectFolder {
        let folder = try ProjectFolder()
        try folder.write(
            "rollcall: 1\nservers: { demo: { \(server) } }\ndefaults: { server: demo }\nstate: state.json\n", to: "rollcall.yaml")
        try folder.write(Self.client("web"), to: "clients/web.yaml")
        try folder.write(TestCertificates.authority, to: "ca.pem")
        try folder.write(TestCertificates.localhost, to: "client.pem")
        try folder.write(TestCertificates.key, to: "client.key")
        return folder
    }

    private static func client(_ label: String) -> String {
        "clients:\n  \(label): { metadata: { redirect_uris: [\"https://web.example.com/callback\"] } }\n"
    }

    private func rollcall(_ folder: ProjectFolder, _ words: [String], _ environment: [String: String] = [:]) async throws
        -> Command.Result
    {
        try await Command(arguments: ["rollcall"] + words, folder: folder, environment: environment).run()
    }

    /// Without the line breaks of the terminal.
    private func spoken(_ result: Command.Result) -> String {
        result.everything.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    }
}

import Foundation
import OAuthRegistration
import RollcallDevServer
import Testing

/// Every file in `Sessions` is a terminal session that goes as it is written there.
struct SessionTests {
    @Test(arguments: try SessionTests.names()) func theSessionGoesAsWritten(_ name: String) async throws {
        let path = "\(Self.folder)/\(name).session"
        let written = SessionFile(try SourceTree.text(path))
        let appeared = try await play(written, SessionServers.options[name] ?? DevServer.Options())
        let text = SessionFile(about: written.about, entries: appeared).text
        #expect(SessionFile(text).entries == appeared, "\(name): what appeared reads as something typed")
        try Golden.expect(text, path)
    }

    @Test func everySpecialServerHasItsSession() throws {
        #expect(Set(SessionServers.options.keys).subtracting(try Self.names()) == [])
    }

    private func play(_ session: SessionFile, _ options: DevServer.Options) async throws -> [SessionFile.Entry] {
        let (folder, log) = (try ProjectFolder(), try ProjectFolder())
        let exchanges = try ExchangeLog(path: log.path + "/exchanges")
        var options = options
        options.onExchange = { exchanges.append($0) }
        return try await DevServer.withServer(options) { address in
            var environment = ["ENDPOINT": address.registrationEndpoint, "EXCHANGES": exchanges.path]
            environment["INITIAL_ACCESS_TOKEN"] = address.initialAccessToken?.expose { String(decoding: $0, as: UTF8.self) }
            return try await SessionShell(folder: folder, environment: environment).type(session.entries)
        }
    }

    private static let folder = "Tests/RollcallScenarioTests/Sessions"

    static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(SourceTree.root)/\(folder)").filter { $0.hasSuffix(".session") }
            .map { String($0.dropLast(".session".count)) }.sorted()
    }
}

import OAuthRegistration
import RollcallCore
import RollcallIO
import RollcallNetworkKit
import StrictJSON
import Testing

/// A document that came and cannot be read is no server that cannot be reached.
@Suite struct UnreadableDocumentTests {
    @Test func aServerThatAnswersIsNotUnreachable() async throws {
        let rows: [(steps: [HostileServer.Step], code: DiagnosticCode, words: String)] = [
            ([.readRequest, .write("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n")], .serverNotFound, "cannot be read"),
            ([.readRequest, .write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{")], .serverNotFound, "cannot be read"),
            ([.readRequest, .write("<html>")], .serverNotFound, "cannot be read"),
            ([.reset], .serverUnreachable, "was asked for its registration endpoint"),
        ]
        for row in rows {
            let server = HostileServer(row.steps)
            let base = server.address("/fhir")
            let project = Project.Server(
                namedBy: .fhirBaseURL(base), location: SourceLocation(file: "rollcall.yaml", line: 1, column: 1))
            let locator = ServerLocator(
                transport: AsyncHTTPTransport(version: "1"), sleep: { _ in }, now: WallClock.now)
            guard case .failure(let failure) = await locator.locate("demo", project) else {
                Issue.record("found: \(row.steps)")
                continue
            }
            _ = await server.requestsSeen()
            #expect(failure.diagnostic.code == row.code, "\(failure.diagnostic.detail)")
            #expect(failure.diagnostic.detail.contains(row.words), "\(failure.diagnostic.detail)")
        }
    }
}

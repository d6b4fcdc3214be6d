import Foundation
import RollcallCore
import Testing

@testable import RollcallManifest

struct ManifestGoldenTests {
    @Test func everyFixtureIsReadAsExpected() throws {
        let shared = try Fixture.sharedProject()
        for fixture in try Fixture.all() + GeneratedInputs.all {
            let golden = fixture.read(shared)
            #expect(try fixture.expected(golden.text) == golden.text, "\(fixture.name)")
            #expect(fixture.read(shared).text == golden.text, "\(fixture.name) is read in the same way twice")
            expectNoSecret(golden.diagnostics, fixture.name)
        }
    }

    @Test func whatOnlyAllFilesShowIsReportedAtBothPlaces() throws {
        let shared = try Fixture.sharedProject()
        var diagnostics = Diagnostics()
        let files = [
            "b.yaml": "clients:\n  twice: {}\n  once: {}\n", "a.yaml": "clients: { also: {}, twice: {} }\n",
            "c.yaml": "clients: { twice: {} }",
        ]
        let sheets = files.sorted { $0.key > $1.key }.compactMap { path, text in
            ManifestReader.sheet(ManifestSource(path: path, bytes: Array(text.utf8)), of: shared, diagnostics: &diagnostics)
        }
        let manifest = ManifestReader.manifest(shared, sheets, matched: [:], diagnostics: &diagnostics)
        #expect(manifest.sheets.map(\.file) == ["a.yaml", "b.yaml", "c.yaml", "rollcall.yaml"])
        let golden = Golden(diagnostics: diagnostics).text
        #expect(try Fixture(name: "i08-across-files", bytes: []).expected(golden) == golden)
    }

    @Test func clientsThatInheritTooMuchAreRefused() throws {
        var shared = try Fixture.sharedProject()
        shared.context.arenaLimit = 1000
        let fixture = Fixture(
            name: "i05-clients-too-large",
            bytes: Array(("clients:\n" + (0..<50).map { "  c\($0): {}\n" }.joined()).utf8))
        let golden = fixture.read(shared)
        #expect(try fixture.expected(golden.text) == golden.text)
    }

    @Test func everyCodeOfManifestsStandsInAnExpectation() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Fixture.folder.path).filter { $0.hasSuffix(".expected") }
        let expected = try files.map { try String(contentsOf: Fixture.folder.appending(path: $0), encoding: .utf8) }.joined()
        for code in DiagnosticCode.all where code.name.hasPrefix("RC1") {
            #expect(expected.contains("\(code.severity.rawValue)[\(code.name)]: \(code.summary)\n"), "\(code.name)")
        }
        #expect(DiagnosticCode.all.filter { $0.name.hasPrefix("RC1") }.map(\.name).isStrictlyAscending)
    }

    /// Fixtures write secrets as `SECRET`, tokens begin as all do.
    private func expectNoSecret(_ diagnostics: Diagnostics, _ name: String) {
        for diagnostic in diagnostics.all {
            let text = [diagnostic.detail, diagnostic.hint ?? "", diagnostic.field ?? ""].joined()
            #expect(!text.contains("SECRET") && !text.contains("eyJ"), "\(name): \(diagnostic.code.name)")
        }
    }
}

extension [String] {
    fileprivate var isStrictlyAscending: Bool { zip(self, dropFirst()).allSatisfy { $0 < $1 } }
}

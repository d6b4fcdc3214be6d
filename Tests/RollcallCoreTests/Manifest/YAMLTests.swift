import Foundation
import OAuthRegistration
import RollcallCore
import StrictJSON
import Testing

@testable import RollcallManifest

struct YAMLTests {
    @Test func theCoreSchemaDecidesWhatAPlainScalarIs() {
        let cases: [(CoreScalar, [String])] = [
            (.null, ["", "~", "null", "Null", "NULL"]),
            (.bool(true), ["true", "True", "TRUE"]),
            (.bool(false), ["false", "False", "FALSE"]),
            (
                .number(isJSON: true),
                ["0", "-0", "12", "-7", "1.5", "0.10", "1e3", "1E+3", "-1.5e-7", "123456789012345678901234567890"]
            ),
            (.number(isJSON: false), ["+1", "007", "012", "-01", ".5", "-.5", "5.", "0x1F", "0xaf", "0o17", "1.e3", "+.5E1"]),
            (.notFinite, [".inf", ".Inf", "-.INF", "+.inf", ".nan", ".NaN", ".NAN"]),
            (.text(.truthValue), ["yes", "Yes", "NO", "on", "Off", "y", "N"]),
            (.text(.baseSixty), ["1:30", "190:20:30", "-1:30", "23:59:59"]),
            (.text(.number), ["1_000", "0b11", "-1_0"]),
            (.text(.date), ["2024-01-31", "2024-1-1", "2024-01-31T10:00:00Z", "2024-01-31 10:00:00"]),
            (
                .text(nil),
                [
                    "nULL", "tRue", "yEs", "-", "+", ".", "..", "1.2.3", "1e", "e3", "0x", "0o8", "0xg", "-.nan", ".infinity",
                    "1-2-3",
                    "20240-01-01", "https://a.example.com", "12:", "1:300", "a:b", "%", "-a", "é", "nope",
                ]
            ),
        ]
        for (scalar, texts) in cases {
            for text in texts { #expect(CoreScalar(Array(text.utf8)[...]) == scalar, "\(text)") }
        }
    }

    @Test func aTapeHoldsEveryNodeWithItsPlace() throws {
        #expect(MemoryLayout<YAMLNode>.size == 16)
        var diagnostics = Diagnostics()
        let tape = try #require(read("k: &x [é, \"q\\t\", {a: b}]\nlong: |-\n  two\n  lines\nl: *x\n", &diagnostics))
        #expect(diagnostics.isEmpty)
        let places = tape.nodes.map { "\($0.kind) \($0.line):\($0.column)+\($0.length)" }
        #expect(
            places == [
                "mapping 1:1+1", "plain 1:1+1", "sequence 1:4+1", "plain 1:8+1", "quoted 1:11+5", "mapping 1:18+1",
                "plain 1:19+1",
                "plain 1:22+1", "plain 2:1+4", "quoted 2:7+1", "plain 5:1+1", "alias 5:4+2",
            ])
        let entries = Array(tape.entries(of: 0))
        #expect(entries.map { tape.string(of: $0.key) } == ["k", "long", "l"])
        #expect(entries.map(\.value) == [2, 9, 2])
        #expect(tape.elements(of: 2).map { tape.nodes[$0].kind } == [.plain, .quoted, .mapping])
        #expect(tape.string(of: 4) == "q\t" && tape.string(of: 9) == "two\nlines")
    }

    /// Found by fuzzing: without a line break at the end, what is not there stood a line behind it.
    @Test func nothingStandsBehindTheLastLine() throws {
        var diagnostics = Diagnostics()
        let tape = try #require(read("clients:\n ? web:\n ? ", &diagnostics))
        #expect(tape.nodes.allSatisfy { $0.line <= 3 })
    }

    /// What people have found to break programs, each as a quoted client name: it comes through, or is refused for a character
    /// that YAML does not allow.
    @Test func naughtyStringsComeThroughByteForByte() throws {
        guard let corpus = Corpora.find("big-list-of-naughty-strings/blns.json") else { return }
        let shared = try Fixture.sharedProject()
        let strings = try #require(try JSONReader.read([UInt8](Data(contentsOf: corpus))).array).compactMap(\.string)
        var refused = 0
        for string in strings {
            var bytes = Array("clients: { a: { metadata: { client_name: ".utf8)
            string.write(to: &bytes)
            bytes += Array(" } } }".utf8)
            var diagnostics = Diagnostics()
            let sheet = ManifestReader.sheet(ManifestSource(path: "x.yaml", bytes: bytes), of: shared, diagnostics: &diagnostics)
            let errors = diagnostics.all.filter { $0.severity == .error }
            #expect(errors.allSatisfy { $0.code == .fileEncoding || $0.code == .variable }, "\(string)")
            refused += errors.isEmpty ? 0 : 1
            guard errors.isEmpty, let sheet, let row = sheet.rows.first else { continue }
            #expect(sheet.client(row).metadata["client_name"] == .string(string))
        }
        #expect(strings.count > 500 && refused < 20, "\(refused)")
    }

    private func read(_ text: String, _ diagnostics: inout Diagnostics) -> YAMLTape? {
        YAMLFile.read(ManifestSource(path: "x.yaml", bytes: Array(text.utf8)), diagnostics: &diagnostics)
    }
}

import Foundation
import OAuthRegistration
import RollcallCore
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallManifest

struct ManifestRobustnessTests {
    /// Fixtures cut off, and with bytes overwritten, put in or taken out. Whatever comes of it, its places are in the file and
    /// its clients can be had.
    @Test func damagedManifestsAreReadToAnEnd() throws {
        let shared = try Fixture.sharedProject()
        let fixtures = try Fixture.all().map(\.bytes)
        for seed in 0..<1500 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let bytes = Self.damaged(fixtures[Int.random(in: 0..<fixtures.count, using: &random)], &random)
            expectSense(bytes, shared, "seed \(seed)")
        }
    }

    @Test func jsonTextsAreReadToAnEnd() throws {
        guard let corpus = Corpora.find("JSONTestSuite/test_parsing") else { return }
        let shared = try Fixture.sharedProject()
        for (name, bytes) in try Corpora.files(in: corpus, prefix: "") {
            expectSense(bytes, shared, name)
            expectSense(Array("clients: { a: { metadata: { vendor_field: ".utf8) + bytes + Array(" } } }".utf8), shared, name)
        }
    }

    @Test func everyCornerOfYAMLIsReadInTheSameWayTwiceAndFast() throws {
        try expectSenseOfEach(YAMLSamples.all.map { Array($0.utf8) })
    }

    /// As a file, as values in every style, as keys and tags, as a label: what people have found to break programs.
    @Test func naughtyStringsAreReadInTheSameWayTwiceAndFast() throws {
        guard let corpus = Corpora.find("big-list-of-naughty-strings/blns.json") else { return }
        let strings = try #require(try JSONReader.read([UInt8](Data(contentsOf: corpus))).array).compactMap(\.string)
        let places: [(String, String)] = [
            ("", ""), ("clients: { a: { metadata: { client_name: ", " } } }\n"),
            ("clients:\n  a:\n    metadata:\n      client_name: ", "\n"),
            ("clients: { a: { metadata: { vendor_field: '", "' } } }\n"), ("clients: { a: { tags: { \"", "\": x } } }\n"),
            ("clients:\n  a:\n    metadata:\n      ", ": x\n"), ("clients:\n  ", ": {}\n"),
            ("clients:\n  a:\n    metadata:\n      client_name: |-\n        ", "\n"),
            ("clients: { a: { metadata: { redirect_uris: [\"", "\"], scope: x } } }\n"), ("# ", "\nclients: {}\n"),
            ("rollcall: 1\nservers: { demo: { issuer: \"", "\" } }\nclients: {}\n"),
        ]
        try expectSenseOfEach(strings.flatMap { string in places.map { Array($0.0.utf8) + string.utf8 + Array($0.1.utf8) } })
    }

    private func expectSenseOfEach(_ inputs: [[UInt8]]) throws {
        let shared = try Fixture.sharedProject()
        let start = ContinuousClock.now
        for input in inputs {
            let first = expectSense(input, shared, String(decoding: input, as: UTF8.self))
            #expect(expectSense(input, shared, "again") == first, "\(String(decoding: input, as: UTF8.self))")
        }
        let each = (ContinuousClock.now - start) / (2 * inputs.count)
        #expect(each < .milliseconds(50), "\(each)")
    }

    @discardableResult
    private func expectSense(_ bytes: [UInt8], _ shared: ProjectFile, _ comment: String) -> Diagnostics {
        var diagnostics = Diagnostics()
        let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
        let source = ManifestSource(path: "x.yaml", bytes: bytes)
        let sheet = ManifestReader.sheet(source, of: shared, diagnostics: &diagnostics)
        let project = ManifestReader.project(source, diagnostics: &diagnostics)
        for sheet in [sheet, project?.ownClients].compactMap(\.self) {
            for row in sheet.rows {
                let metadata = sheet.client(row).metadata.canonicalBytes
                #expect(metadata == Array(sheet.bytes(row.metadata)), "\(comment)")
            }
        }
        for location in diagnostics.all.compactMap(\.location) where location.line > lines || location.column > bytes.count + 1 {
            Issue.record("\(comment): \(location)")
        }
        #expect(sheet != nil || diagnostics.hasErrors, "\(comment)")
        return diagnostics
    }

    private static func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let byte = Array("{}[],:-&*!|>'\"%@`#?\n \t\0\\~<x1".utf8).randomElement(using: &random)!
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = byte
            case 1: bytes.insert(byte, at: place)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + 9))
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }
}

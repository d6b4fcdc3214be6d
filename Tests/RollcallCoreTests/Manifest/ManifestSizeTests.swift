import RollcallCore
import Testing

@testable import RollcallManifest

/// Files of a megabyte in which one thing stands many thousand times: nothing that reads them is quadratic.
struct ManifestSizeTests {
    private static let head = "rollcall: 1\n"
    private static let demo = "servers: { demo: { embedded: rfc } }\ndefaults: { server: demo }\n"

    private static func many(_ count: Int, _ text: (Int) -> String) -> String { (0..<count).map(text).joined(separator: ", ") }

    private static let projects: [(name: String, text: String, diagnostics: Int)] = [
        ("moves", head + demo + "clients: {}\nmoved: [" + many(20_000) { "{ from: a\($0), to: b\($0) }" } + "]\n", 0),
        (
            "redirect URIs to warn of",
            head + demo + "clients: { a: { metadata: { redirect_uris: [" + many(20_000) { "http://a.example.com/\($0)" }
                + "] } } }\n",
            20_000
        ),
        (
            "ignored fields that do not exist",
            head + demo + "clients: { a: { metadata: { x: [" + many(2000) { "v\($0)" } + "] }, ignore: ["
                + many(4000) { "unheard-of-\($0)" } + "] } }\n", 4001
        ),
        (
            "extensions",
            head + demo + "extensions: [" + many(20_000) { "extension-\($0)" } + "]\nclients: { a: { metadata: { "
                + many(20_000) { "extension-\($0): x" } + " } } }\n", 0
        ),
        (
            "servers that are not there",
            head + "servers: { " + many(10_000) { "s\($0): { embedded: rfc }" } + " }\nclients: { "
                + many(10_000) { "c\($0): { server: t\($0) }" } + " }\n", 10_000
        ),
        (
            "members of the defaults, of a profile that refuses them, for many clients",
            head + "servers: { demo: { embedded: rfc }, k: { issuer: https://a.example.com, profile: keycloak } }\nextensions: ["
                + many(500) { "x\($0)" } + "]\ndefaults: { server: demo, metadata: { " + many(500) { "x\($0): v" }
                + " } }\nclients: { " + many(100) { "c\($0): { server: k }" } + " }\n", 50_000
        ),
    ]

    @Test func whatStandsManyThousandTimesIsReadInSeconds() {
        for (name, text, count) in Self.projects {
            var diagnostics = Diagnostics()
            let time = ContinuousClock().measure {
                let source = ManifestSource(path: "rollcall.yaml", bytes: Array(text.utf8))
                _ = ManifestReader.project(source, diagnostics: &diagnostics)
            }
            #expect(diagnostics.all.count == count, "\(name)")
            #expect(time < .seconds(20), "\(name): \(time)")
        }
    }

    @Test func noPatternStandsForMoreThanItsLimits() {
        let nested = String(repeating: "{a,", count: 1300) + "b" + String(repeating: "}", count: 1300)
        for text in [nested, String(repeating: "{a,b}", count: 800), String(repeating: "x", count: 5000)] {
            let time = ContinuousClock().measure { #expect(GlobPattern(text) == nil) }
            #expect(time < .seconds(5), "\(text.prefix(20)): \(time)")
        }
    }
}

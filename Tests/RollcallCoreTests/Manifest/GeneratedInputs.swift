/// Inputs too large or too odd for a file in Git; what is expected of them stands in `Fixtures` like the others'. Those of the
/// bad-input matrix carry its row in their name.
enum GeneratedInputs {
    static let all: [Fixture] = [
        Fixture(name: "i01-billion-laughs", text: billionLaughs),
        Fixture(name: "i01-one-large-anchor", text: largeAnchor),
        Fixture(name: "i01-alias-in-alias-too-deep", text: deepAliases),
        Fixture(name: "i02-brackets", text: String(repeating: "[", count: 100 << 10)),
        Fixture(name: "i02-braces", text: String(repeating: "{a: ", count: 25 << 10)),
        Fixture(name: "i02-dashes", text: String(repeating: "- ", count: 50_000)),
        Fixture(name: "i02-question-marks", text: String(repeating: "? ", count: 100_000)),
        Fixture(name: "i03-tag-directives", text: String(repeating: "%TAG !a! tag:a,2000:\n", count: 130_000)),
        Fixture(name: "i03-tag-directives-behind-a-document", text: "clients: {}\n...\n%TAG !a! tag:a,2000:\n"),
        Fixture(name: "i05-too-large", text: "clients: {}\n#" + String(repeating: "x", count: 4 << 20)),
        Fixture(name: "i05-many-documents", text: String(repeating: "---\nclients: {}\n", count: 100_000)),
        Fixture(name: "i07-many-equal-keys", text: "clients: { a: { tags: {" + manyKeys + " k7: '' } } }\n"),
        Fixture(name: "i12-tab-indentation", text: "clients:\n\tweb: {}\n"),
        Fixture(name: "i12-no-last-line-break", text: "clients:\n  ? "),
        Fixture(name: "i12-crlf", text: "clients:\r\n  web:\r\n    metadata: { client_name: 5 }\r\n"),
        Fixture(name: "i12-cr-alone", text: "clients:\n  web:\r    metadata: {}\n"),
        Fixture(name: "i12-next-line", text: "clients: # \u{85}\n  web: {}\n"),
        Fixture(name: "i12-line-separator", text: "clients:\n  web: { tags: { a: é\u{2028}b } }\n"),
        Fixture(name: "i12-mark-at-start", text: "\u{FEFF}clients: { web: { metadata: { client_name: 5 } } }\n"),
        Fixture(name: "i12-mark-inside", text: "clients:\n  \u{FEFF}web: {}\n"),
        Fixture(name: "i12-utf16-with-mark", bytes: [0xFF, 0xFE] + utf16("clients: {}\n")),
        Fixture(name: "i12-utf16-without-mark", bytes: utf16("clients: {}\n")),
        Fixture(name: "i12-not-utf8", bytes: Array("clients:\n  web: { tags: { é: ".utf8) + [0xE9] + Array(" } }".utf8)),
        Fixture(name: "i12-overlong", bytes: Array("# ".utf8) + [0xC0, 0xAF]),
        Fixture(name: "i12-surrogate", bytes: Array("# ".utf8) + [0xED, 0xA0, 0x80]),
        Fixture(name: "i12-cut-off", bytes: Array("# ".utf8) + [0xE2, 0x82]),
        Fixture(name: "i12-null", text: "clients: {\n  a\0b: {} }\n"),
        Fixture(name: "i12-lone-surrogate", text: #"clients: { web: { metadata: { client_name: "\ud800" } } }"#),
        Fixture(name: "i16-many-redirects", text: redirects((0..<1000).map { "https://a.example.com/\($0)" })),
        Fixture(name: "i16-long-redirect", text: redirects(["https://a.example.com/" + String(repeating: "x", count: 2100)])),
        Fixture(name: "project-long-pattern", text: pattern(String(repeating: "*a", count: 4000))),
        Fixture(name: "project-wide-pattern", text: pattern("{" + String(repeating: "a,", count: 900) + "b}" + longName)),
        Fixture(name: "i24-empty", text: ""),
        Fixture(name: "i24-comments-only", text: "# nothing\n"),
        Fixture(name: "i24-marker-only", text: "---\n"),
    ]

    private static func utf16(_ text: String) -> [UInt8] { text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }

    private static let billionLaughs: String = {
        var text = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        for (name, last) in zip("bcdefghi", "abcdefgh") {
            text += "\(name): &\(name) [" + Array(repeating: "*\(last)", count: 9).joined(separator: ", ") + "]\n"
        }
        return text
    }()

    /// Few aliases, each of much.
    private static let largeAnchor =
        "a: &a " + String(repeating: "x", count: 1 << 20) + "\nb: ["
        + Array(repeating: "*a", count: 100).joined(separator: ", ") + "]\n"

    /// Each alias is shallow where it stands.
    private static let deepAliases: String = {
        var text = "k0: &k0 [[[[[[[[[[x]]]]]]]]]]\n"
        for number in 1..<10 { text += "k\(number): &k\(number) [[[[[[[[[[*k\(number - 1)]]]]]]]]]]\n" }
        return text
    }()

    private static func redirects(_ uris: [String]) -> String {
        "clients: { web: { metadata: { redirect_uris: [" + uris.joined(separator: ", ") + "] } } }\n"
    }

    private static func pattern(_ text: String) -> String { "rollcall: 1\nclients: {}\ninclude: [\"\(text)\"]\n" }

    private static let longName = String(repeating: "x", count: 1000)

    private static let manyKeys = (0..<40).map { "k\($0): v," }.joined(separator: " ")
}

extension Fixture {
    fileprivate init(name: String, text: String) { self.init(name: name, bytes: Array(text.utf8)) }
}

/// Text that came from a server or a manifest, made harmless for a terminal and a CI log: the one place where it is done.
///
/// What could move the cursor, hide, reorder or start a command is written as `\u{…}`: control characters, bidirectional and
/// zero-width characters, line separators, tag characters; and the openings of CI commands (`::name`, `##[`, `##vso[`).
enum InertText {
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if let short = shortEscapes[scalar] {
                result += short
            } else if isActive(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return withoutCommands(result)
    }

    /// In quotes, so that its end is seen.
    static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

    private static let shortEscapes: [Unicode.Scalar: String] = ["\n": "\\n", "\r": "\\r", "\t": "\\t"]

    private static func isActive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }

    /// GitHub reads `::` at the start of a line and `##[` anywhere, Azure `##vso[`.
    private static func withoutCommands(_ text: String) -> String {
        var result = text
        if result.hasPrefix("::") { result = ":\\u{3a}" + result.dropFirst(2) }
        return result.split(separator: "##", omittingEmptySubsequences: false).joined(separator: "#\\u{23}")
    }
}

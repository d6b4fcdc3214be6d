/// Text that came from a server or a manifest, made harmless for a terminal and a CI log: the one place where it is done.
/// (`InertJSON` is the one for JSON.)
///
/// What could move the cursor, hide, reorder or start a command is written as `\u{…}`: control characters, bidirectional and
/// zero-width characters, line separators, tag characters; and the openings of CI commands (`::name`, `##[`, `##vso[`).
enum InertText {
    static func escaped(_ text: String) -> String {
        var result = ""
        var opening = CommandOpening()
        for scalar in text.unicodeScalars {
            let isOpening = opening.completes(scalar)
            if let short = shortEscapes[scalar] {
                result += short
            } else if isOpening || isActive(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// In quotes, so that its end is seen.
    static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

    private static let shortEscapes: [Unicode.Scalar: String] = ["\n": "\\n", "\r": "\\r", "\t": "\\t"]

    /// Acts on what shows it, or is not to be seen where it stands.
    static func isActive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}

/// Finds the second character of what opens a command in a CI log: GitHub reads `::` where a line begins, white space apart, and
/// `##[` anywhere; Azure `##vso[`. Where text is wrapped, a line can begin after any white space.
struct CommandOpening {
    /// The start of a text may be the start of a line.
    private var before = (first: Unicode.Scalar(" "), second: Unicode.Scalar(" "))

    /// - Parameter scalar: The next one of the text.
    mutating func completes(_ scalar: Unicode.Scalar) -> Bool {
        defer { before = (before.second, scalar) }
        switch scalar {
        case "#": return before.second == "#"
        case ":": return before.second == ":" && before.first.properties.isWhitespace
        default: return false
        }
    }
}

import RollcallCore
import StrictJSON

/// A client definition as YAML: a member a line, lists below their names, everything else as JSON, which YAML takes as it is. Harmless for
/// whatever shows it: what `InertText` would escape stands as a YAML escape in quotes.
enum ManifestText {
    static func client(_ label: ClientLabel, server: String, _ metadata: JSONObject) -> String {
        let head = ["clients:", "  \(scalar(label.text)):", "    server: \(scalar(server))"]
        if metadata.isEmpty { return (head + ["    metadata: {}"]).map { $0 + "\n" }.joined() }
        return (head + ["    metadata:"] + metadata.members.flatMap(lines)).map { $0 + "\n" }.joined()
    }

    private static func lines(_ member: JSONObject.Member) -> [String] {
        let name = "      \(scalar(member.name.text)):"
        guard let elements = member.value.array, !elements.isEmpty else { return ["\(name) \(flow(member.value))"] }
        return [name] + elements.map { "        - \(flow($0))" }
    }

    private static func flow(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): scalar(text.text)
        case .array(let elements): "[" + elements.map(inner).joined(separator: ", ") + "]"
        case .object(let object):
            "{" + object.members.map { "\(quoted($0.name.text)): \(inner($0.value))" }.joined(separator: ", ") + "}"
        case .number(let number): number.text
        case .bool(let flag): flag ? "true" : "false"
        case .null: "null"
        }
    }

    /// In brackets a comma ends a plain text.
    private static func inner(_ value: JSONValue) -> String { value.text.map(quoted) ?? flow(value) }

    /// Plain where nobody can take it for anything else.
    private static func scalar(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, first.isLetter, text.utf8.allSatisfy(\.isPlain), !taken.contains(text.lowercased())
        else { return false }
        return text.utf8.last != UInt8(ascii: ":") && text.utf8.last != UInt8(ascii: " ") && !text.contains(": ")
            && !text.contains("::") && !text.contains("  ")
    }

    /// Words that some reader of YAML takes for something else than text.
    private static let taken: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        var before: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            // What opens a command in a CI log.
            case ":" where before == ":", "#" where before == "#": quoted += escape(scalar)
            default:
                if InertText.isActive(scalar) { quoted += escape(scalar) } else { quoted.unicodeScalars.append(scalar) }
            }
            before = scalar
        }
        return quoted + "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        let (letter, width) = scalar.value > 0xFFFF ? ("U", 8) : ("u", 4)
        return "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
    fileprivate var isPlain: Bool {
        isLetter || (0x30...0x39).contains(self) || "._-/:@+=?&%~#; ".utf8.contains(self) && self != 0x23
    }
}

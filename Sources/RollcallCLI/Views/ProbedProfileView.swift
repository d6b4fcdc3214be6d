import RollcallCore
import StrictJSON

/// A profile that a probe has shown, as `rollcall.yaml` takes it.
struct ProbedProfileView {
    let profile: ProbedProfile
    /// What it is called there.
    let name: String

    var text: String {
        let known = profile.members
        let silent = Self.words.filter { known[$0] == nil && $0 != "fields" }
        let rest =
            silent.isEmpty
            ? "" : "\n" + WrappedText.indented("Not shown by the probe: \(silent.map(\.text).joined(separator: ", ")).", by: 0)
        return "The profile that the probe has shown, for rollcall.yaml\n"
            + yaml.split(separator: "\n").map { "  \($0)\n" }.joined()
            + rest
    }

    var yaml: String {
        let members = profile.members
        if members.members.isEmpty { return "profiles:\n  \(name): {}\n" }
        let lines = Self.words.compactMap { word in
            members[word].map { "    \(word.text):\($0.object == nil ? " " : "")\(Self.written($0))\n" }
        }
        return "profiles:\n  \(name):\n" + lines.joined()
    }

    /// In the order in which they are read best.
    private static let words: [JSONString] = [
        "methods", "rotates_on_read", "rotates_on_update", "new_secret_on_read", "new_secret_on_update", "secret_in_update",
        "clearing", "dead_token_statuses", "refuses_unknown_members", "fields",
    ]

    /// Words and lists are YAML as they are; a field's name comes from the server, and is quoted unless it is a plain one.
    private static func written(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): plain(text) ?? ValueView.inline(value)
        case .array(let elements): "[" + elements.map(written).joined(separator: ", ") + "]"
        case .object(let object):
            object.members.map { member in
                "\n      \(plain(member.name) ?? ValueView.inline(.string(member.name))): \(written(member.value))"
            }.joined()
        case .bool, .number, .null: ValueView.inline(value)
        }
    }

    private static func plain(_ text: JSONString) -> String? {
        let isWord = { (byte: UInt8) in (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x5F }
        guard let first = text.utf8.first, (0x61...0x7A).contains(first | 0x20), text.utf8.allSatisfy(isWord) else { return nil }
        return text.text
    }
}

import RollcallCore
import StrictJSON

/// JSON values as text: canonical, made harmless, and laid out over lines where one would be too long to read.
enum ValueView {
    /// In columns. What cannot be taken apart may be longer.
    static let width = 80
    /// In characters; a longer string is opaque (a JWT, a certificate), and its middle says nothing. JSON reports have all of it.
    private static let stringLimit = 400

    /// On one line, whatever its length.
    static func inline(_ value: JSONValue?, whole: Bool = false) -> String {
        guard let value else { return "(absent)" }
        return InertText.escaped(String(decoding: (whole ? value : shortened(value)).canonicalBytes, as: UTF8.self))
    }

    /// On one line if it fits, else as indented JSON.
    static func lines(_ value: JSONValue, width: Int = 60) -> [String] {
        let text = inline(value)
        let (opening, parts, closing) = taken(value, width: width - 2)
        if parts.isEmpty || text.count <= width { return [text] }
        let inner = parts.enumerated().flatMap { index, lines in
            index == parts.count - 1 ? lines : lines.dropLast() + [(lines.last ?? "") + ","]
        }
        return [opening] + inner.map { "  " + $0 } + [closing]
    }

    /// `"name": value`.
    static func lines(_ member: JSONObject.Member, width: Int = 60) -> [String] {
        let name = inline(.string(member.name)) + ": "
        let value = lines(member.value, width: width - name.count)
        return [name + value[0]] + value.dropFirst()
    }

    /// What stands below the name of a field whose value is too long to stand behind it: a part a line, without brackets; empty if
    /// there is nothing to take apart.
    static func parts(_ value: JSONValue) -> [String] { taken(value, width: 60).parts.flatMap(\.self) }

    private static func taken(_ value: JSONValue, width: Int) -> (opening: String, parts: [[String]], closing: String) {
        switch value {
        case .array(let elements): ("[", elements.map { lines($0, width: width) }, "]")
        case .object(let object): ("{", object.members.map { lines($0, width: width) }, "}")
        case .string, .number, .bool, .null: ("", [], "")
        }
    }

    /// Tags as `--select` takes them.
    static func tags(_ tags: JSONObject) -> String {
        tags.members.map { InertText.escaped("\($0.name)=\($0.value.text ?? "")") }.joined(separator: ", ")
    }

    private static func shortened(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let string): .string(shortened(string))
        case .array(let elements): .array(elements.map(shortened))
        case .object(let object): .object(JSONObject(object.members.map { ($0.name, shortened($0.value)) }))
        case .number, .bool, .null: value
        }
    }

    private static func shortened(_ string: JSONString) -> JSONString {
        guard string.utf8.count > stringLimit else { return string }
        let text = string.text
        return JSONString("\(text.prefix(80))… (\(text.count) characters) …\(text.suffix(20))")
    }
}

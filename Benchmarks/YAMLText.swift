import StrictJSON

/// JSON values as people write YAML: block style, and quotes only where a plain word would not be a string.
enum YAMLText {
    static func document(_ object: JSONObject) -> String { members(object, indent: 0) }

    private static func members(_ object: JSONObject, indent: Int) -> String {
        object.members.map { line(scalar($0.name) + ":", $0.value, indent: indent) }.joined()
    }

    private static func line(_ head: String, _ value: JSONValue, indent: Int) -> String {
        let space = String(repeating: " ", count: indent)
        switch value {
        case .object(let object): return "\(space)\(head)\n" + members(object, indent: indent + 2)
        case .array(let elements) where !elements.isEmpty:
            return "\(space)\(head)\n" + elements.map { line("-", $0, indent: indent + 2) }.joined()
        case .string(let text): return "\(space)\(head) \(scalar(text))\n"
        case .null, .bool, .number, .array: return "\(space)\(head) \(String(decoding: value.canonicalBytes, as: UTF8.self))\n"
        }
    }

    /// A word that begins with a letter and holds nothing that means something in YAML stands as it is.
    private static func scalar(_ text: JSONString) -> String {
        let address = text.utf8.starts(with: "https://".utf8) ? text.utf8.dropFirst(8) : text.utf8[...]
        let isPlain = address.first.map(isLetter) == true && address.allSatisfy { isLetter($0) || plainBytes.contains($0) }
        return isPlain ? text.text : String(decoding: JSONValue.string(text).canonicalBytes, as: UTF8.self)
    }

    private static let plainBytes = Array("0123456789 .@_/*-".utf8)
    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}

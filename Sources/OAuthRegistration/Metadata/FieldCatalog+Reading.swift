public import StrictJSON

/// Servers show some fields as another JSON type than the one that their specification gives them: one address as a string, a set of keys
/// as JSON in a string, words as an array. Where it is plain what is meant, it is read as that; what could be read in two ways stays what it
/// is, and agrees with nothing.
///
/// | type | read from |
/// |---|---|
/// | array of strings, of URIs, of objects | JSON of one in a string; else one string: its only element |
/// | array of URIs | a string with spaces: each word, since no URI has a space (RFC 3986, section 2) |
/// | space-separated string | an array of words |
/// | object | JSON of one in a string |
/// | boolean, integer | their JSON in a string |
extension FieldCatalog {
    /// The value in the type of its field: as it is, or what it plainly stands for.
    public static func read(_ name: JSONString, _ value: JSONValue) -> JSONValue {
        guard !hasDeclaredType(name, value), let type = rule(for: name)?.type else { return value }
        return type.reading(of: value).flatMap { type.admits($0) ? $0 : nil } ?? value
    }
}

extension ClientMetadata {
    /// Each member as its field's type has it, as far as that is plain.
    var read: ClientMetadata {
        var read = self
        for member in members.members { read[member.name] = FieldCatalog.read(member.name, member.value) }
        return read
    }
}

extension FieldType {
    fileprivate func reading(of value: JSONValue) -> JSONValue? {
        switch self {
        case .string, .uri: nil
        case .boolean, .integer, .object, .objectArray: value.string?.json
        case .words: value.strings?.joined
        case .stringArray: value.string.map { $0.jsonArray ?? [.string($0)] }
        case .uriArray: value.string.map { $0.jsonArray ?? .array($0.words) }
        }
    }
}

extension JSONString {
    fileprivate var json: JSONValue? { try? JSONReader.read(Array(utf8)) }

    fileprivate var jsonArray: JSONValue? {
        guard utf8.first == UInt8(ascii: "["), let json, json.strings != nil else { return nil }
        return json
    }

    fileprivate var words: [JSONValue] {
        utf8.split(separator: 0x20).compactMap { JSONString(validating: $0) }.map { .string($0) }
    }
}

extension [JSONString] {
    /// `nil` where one has a space in it: then they are no words.
    fileprivate var joined: JSONValue? {
        guard allSatisfy({ !$0.utf8.contains(0x20) }) else { return nil }
        return .string(map(\.text).joined(separator: " "))
    }
}

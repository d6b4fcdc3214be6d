import OAuthRegistration
import StrictJSON

/// The JSON type that each known member must have.
enum MetadataTypes {
    /// `nil`: not a known member.
    static func type(of name: JSONString) -> FieldType? {
        if let type = table[name] { return type }
        // RFC 7591, section 2.2: a language tag behind a member for people.
        guard let mark = name.utf8.firstIndex(of: UInt8(ascii: "#")), let base = JSONString(validating: name.utf8[..<mark]) else { return nil }
        return tagged.contains(base) ? table[base] : nil
    }

    static func check(_ member: JSONObject.Member, _ type: FieldType) throws(RequestRefusal) {
        guard fits(member.value, type) else { throw .metadata("\(member.name) must be: \(type.rawValue)") }
    }

    static func fits(_ value: JSONValue, _ type: FieldType) -> Bool {
        switch type {
        case .string, .words: value.string != nil
        case .uri: value.string.map(URISyntax.isAbsolute) ?? false
        case .boolean: value.bool != nil
        case .integer: value.int64 != nil
        case .object: value.object != nil
        // What is wrong with a redirect URI is told apart from a wrong type (RFC 7591, section 3.2.2).
        case .stringArray, .uriArray: value.array?.allSatisfy { $0.string != nil } ?? false
        case .objectArray: value.array?.allSatisfy { $0.object != nil } ?? false
        }
    }

    private static let tagged: Set<JSONString> = ["client_name", "client_uri", "logo_uri", "policy_uri", "tos_uri"]
    private static let table: [JSONString: FieldType] = ["client_name": .string]
}

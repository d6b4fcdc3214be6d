/// A JSON value (RFC 8259). Equal values have equal canonical bytes: members are in order of their names' bytes, and a
/// number is its text, so `1` and `1.0` differ.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(JSONString)
    case array([JSONValue])
    case object(JSONObject)
}

/// A number as it was written. It is never rounded: what cannot be an `Int64` keeps its text and passes through.
public struct JSONNumber: Hashable, Sendable {
    /// Matches the grammar of RFC 8259, section 6.
    public let text: String

    public init(_ value: Int64) { text = String(value) }
    public init(_ value: Int) { text = String(value) }

    /// For text that a scanner has already found to be a number.
    init(scanned text: String) { self.text = text }

    /// `nil` if the number has a fraction, an exponent or no place in 64 bits.
    public var int64: Int64? { Int64(text) }
}

extension JSONValue {
    public var string: JSONString? { if case .string(let value) = self { value } else { nil } }
    public var text: String? { string?.text }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var int64: Int64? { if case .number(let value) = self { value.int64 } else { nil } }
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

    public static func string(_ text: String) -> JSONValue { .string(JSONString(text)) }
    public static func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

    /// The word of RFC 8259 for what this is: `string`, `number`, `object`, `array`, `boolean` or `null`.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral
{
    public init(stringLiteral text: String) { self = .string(text) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral members: (JSONString, JSONValue)...) { self = .object(JSONObject(members)) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
}

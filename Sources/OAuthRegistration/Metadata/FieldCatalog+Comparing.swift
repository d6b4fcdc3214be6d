public import StrictJSON

/// Normalise, then compare: every value has one normal form, and two values of a field agree if their normal forms are equal.
///
/// | value | normal form |
/// |---|---|
/// | `null` | absent, always |
/// | `""`, `[]`, or only spaces in a set of words | absent; but `grant_types: []` is a value, as its default is another one |
/// | absent | the field's default, where it has one |
/// | set, set of words, set of word sets | ascending by bytes, each once |
/// | list, string, any other JSON, a field without a row | itself |
/// | of another type than its field's | itself: it agrees with no value of the right type |
extension FieldCatalog {
    /// `nil` is absent.
    public static func normalized(_ name: JSONString, _ value: JSONValue?) -> JSONValue? {
        let rule = rule(for: name)
        guard let value, value != .null else { return rule?.defaultValue }
        let normal = rule?.comparison.normalForm(of: value) ?? value
        guard normal.isEmpty, let usual = rule?.defaultValue else { return normal.isEmpty ? nil : normal }
        return normal == "" && rule?.type == .string ? usual : normal
    }

    public static func agree(_ name: JSONString, _ left: JSONValue?, _ right: JSONValue?) -> Bool {
        normalized(name, left) == normalized(name, right)
    }

    /// Whether the value is of the JSON type that its field declares. `null` is absent, and absent is of any type; so is
    /// whatever stands in a field that the catalogue lacks.
    public static func hasDeclaredType(_ name: JSONString, _ value: JSONValue) -> Bool {
        guard value != .null, let rule = rule(for: name) else { return true }
        return rule.type.admits(value)
    }
}

extension FieldType {
    /// The JSON type alone: whether a URI is one is for `RedirectURI` and the server to say.
    public func admits(_ value: JSONValue) -> Bool {
        switch self {
        case .string, .uri, .words: value.string != nil
        case .boolean: value.bool != nil
        case .integer: value.int64 != nil
        case .object: value.object != nil
        case .stringArray, .uriArray: value.strings != nil
        case .objectArray: value.array?.allSatisfy { $0.object != nil } ?? false
        }
    }

    /// What a value must be, for a sentence: "must be an array of strings".
    public var inWords: String {
        switch self {
        case .string: "a string"
        case .uri: "a URI in a string"
        case .boolean: "true or false"
        case .integer: "a whole number"
        case .object: "an object"
        case .stringArray: "an array of strings"
        case .uriArray: "an array of URIs, each in a string"
        case .objectArray: "an array of objects"
        case .words: "one string of words separated by spaces"
        }
    }
}

extension FieldComparison {
    fileprivate func normalForm(of value: JSONValue) -> JSONValue {
        switch self {
        case .bytes, .list, .json: value
        case .set: value.strings.map { .array(JSONString.ascending($0)) } ?? value
        case .wordSet: value.string.map { .string($0.wordSet) } ?? value
        case .setOfWordSets: value.strings.map { .array(JSONString.ascending($0.map(\.wordSet))) } ?? value
        }
    }
}

extension JSONString {
    /// Ascending by bytes, each once.
    fileprivate static func ascending(_ strings: [JSONString]) -> [JSONValue] {
        var unique: [JSONString] = []
        for string in strings.sorted() where string != unique.last { unique.append(string) }
        return unique.map { .string($0) }
    }

    /// Its words ascending by bytes, each once, one space between them.
    fileprivate var wordSet: JSONString {
        var words: [ArraySlice<UInt8>] = []
        for word in utf8.split(separator: 0x20).sorted(by: { $0.lexicographicallyPrecedes($1) }) where word != words.last {
            words.append(word)
        }
        return JSONString(validating: words.joined(separator: [0x20])) ?? self
    }
}

extension JSONValue {
    fileprivate var isEmpty: Bool { self == "" || self == [] }

    /// `nil` unless it is an array of strings and nothing else.
    var strings: [JSONString]? {
        guard let array else { return nil }
        let strings = array.compactMap(\.string)
        return strings.count == array.count ? strings : nil
    }
}

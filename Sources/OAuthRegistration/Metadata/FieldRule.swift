public import StrictJSON

/// One metadata field: a row of `FieldCatalog`.
public struct FieldRule: Hashable, Sendable {
    public let name: JSONString
    public let type: FieldType
    public let comparison: FieldComparison
    /// What a server takes an absent member for, where its specification says so.
    public let defaultValue: JSONValue?
    /// Whether `name#tag` is allowed (RFC 7591, section 2.2).
    public let languageTags: Bool
    /// The defining section, such as `RFC 7591, section 2`.
    public let section: String

    init(
        _ name: JSONString, _ type: FieldType, _ comparison: FieldComparison, default defaultValue: JSONValue? = nil,
        languageTags: Bool = false, _ section: String
    ) {
        self.name = name
        self.type = type
        self.comparison = comparison
        self.defaultValue = defaultValue
        self.languageTags = languageTags
        self.section = section
    }
}

/// The JSON type of a field's value, and what its text must be.
public enum FieldType: String, Hashable, Sendable {
    case string, uri, boolean, integer, object
    case stringArray = "array of strings"
    case uriArray = "array of URIs"
    case objectArray = "array of objects"
    /// Words separated by spaces, in one string.
    case words = "space-separated string"
}

/// How two values of a field compare.
public enum FieldComparison: String, Hashable, Sendable {
    /// Equal bytes, never Unicode-equivalent ones.
    case bytes
    /// Arrays whose order does not matter.
    case set
    /// Arrays whose order matters.
    case list
    /// Space-separated words whose order does not matter.
    case wordSet = "set of words"
    /// An array, in any order, of word sets (`response_types`).
    case setOfWordSets = "set of word sets"
    /// Equal as JSON values: canonical bytes.
    case json
}

public import StrictJSON

/// A metadata member's name, taken apart: `client_name#ja-JP` is the field `client_name` in the language `ja-jp` (RFC 7591,
/// section 2.2).
///
/// Two names are the same field if their `FieldName`s are equal: tags compare without case (BCP 47, section 2.1.1).
public struct FieldName: Hashable, Sendable {
    public let base: JSONString
    /// In lower case; `nil` if there is none. What is no language tag is part of the base, so an odd name stays what it is.
    public let languageTag: JSONString?

    public init(_ name: JSONString) {
        guard let mark = name.utf8.firstIndex(of: UInt8(ascii: "#")), name.utf8[(mark + 1)...].isLanguageTag,
            let base = JSONString(validating: name.utf8[..<mark])
        else {
            self.base = name
            languageTag = nil
            return
        }
        self.base = base
        languageTag = JSONString(validating: name.utf8[(mark + 1)...].map(\.asciiLowercased))
    }

    /// The one spelling of this field: its tag in lower case.
    public var name: JSONString {
        guard let languageTag else { return base }
        return JSONString(base.text + "#" + languageTag.text)
    }
}

extension ClientMetadata {
    /// The value of the field that `name` names: the member spelled so, else one that differs only in the case of its language
    /// tag.
    public func value(of name: JSONString) -> JSONValue? {
        if let value = members[name] { return value }
        let field = FieldName(name)
        guard field.languageTag != nil else { return nil }
        return members.members.first { FieldName($0.name) == field }?.value
    }
}

extension Collection<UInt8> {
    /// As far as it matters here: letters, digits and hyphens, at least one.
    fileprivate var isLanguageTag: Bool { !isEmpty && allSatisfy { $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") } }
}

/// Text of a JSON document: valid UTF-8, compared and ordered by its bytes.
///
/// Swift's `String` treats canonically equivalent texts as equal, so two different redirect URIs or member names could
/// pass for one. Nothing here does: equal means equal bytes.
public struct JSONString: Hashable, Comparable, Sendable {
    /// UTF-8, always valid.
    public let utf8: [UInt8]

    public init(_ text: String) { utf8 = Array(text.utf8) }

    /// `nil` if the bytes are not UTF-8.
    public init?(validating bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        utf8 = bytes
    }

    /// For bytes that a scanner has already found to be UTF-8.
    init(scanned bytes: [UInt8]) { utf8 = bytes }

    /// The text, to be shown or taken apart. To compare, compare the `JSONString`s.
    public var text: String { String(decoding: utf8, as: UTF8.self) }

    public static func < (left: JSONString, right: JSONString) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }
}

extension JSONString: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text) }
}

extension JSONString: CustomStringConvertible {
    public var description: String { text }
}

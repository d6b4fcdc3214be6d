/// The name a client is declared under: `[a-z0-9][a-z0-9._-]{0,62}`, unique in the project and stable for life.
/// ASCII, so byte order is text order, no two labels look alike, and a label is safe as a file name.
public struct ClientLabel: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String

    /// `nil` if `text` is no label.
    public init?(_ text: String) {
        guard Self.isValid(text.utf8) else { return nil }
        self.text = text
    }

    public static func isValid(_ bytes: some Collection<UInt8>) -> Bool {
        guard let first = bytes.first, first.isLabelStart, bytes.count <= 63 else { return false }
        return bytes.allSatisfy {
            $0.isLabelStart || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
        }
    }

    public static func < (left: ClientLabel, right: ClientLabel) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    public var description: String { text }
}

extension UInt8 {
    fileprivate var isLabelStart: Bool {
        (self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z")) || (self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9"))
    }
}

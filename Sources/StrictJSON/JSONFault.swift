/// Why bytes are not the JSON that was asked for, and where.
public struct JSONFault: Error, Hashable, Sendable {
    /// Byte offset of the first byte that cannot stand where it stands. In a string: of the escape or the character that is
    /// wrong; for a member name: of its text, behind the quote. The end of the text if that comes too early.
    public let offset: Int
    public let reason: Reason

    public enum Reason: String, Hashable, Sendable {
        case unexpectedByte = "unexpected character"
        case unexpectedEnd = "the text ends too early"
        case trailingBytes = "something follows the value"
        case controlCharacter = "control character in a string"
        case badEscape = "unknown escape in a string"
        case loneSurrogate = "half of a surrogate pair in a string"
        case badUTF8 = "not UTF-8"
        case badNumber = "not a JSON number"
        case byteOrderMark = "byte order mark"
        case tooDeep = "nested deeper than 64"
        case duplicateMember = "member name repeated"
        case unorderedMember = "member names not in ascending order"
    }

    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// Line and column of the fault, both from 1; columns count bytes.
    public func position(in text: some Collection<UInt8>) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for byte in text.prefix(offset) {
            if byte == UInt8(ascii: "\n") { (line, column) = (line + 1, 1) } else { column += 1 }
        }
        return (line, column)
    }
}

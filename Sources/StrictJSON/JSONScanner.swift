/// A strict walk over JSON text (RFC 8259): it checks grammar, UTF-8, escapes, numbers and depth, and hands out ranges of
/// the text instead of values. `JSONReader` builds values on it; the state file is indexed with it without being decoded.
///
/// A caller enters a container, asks for each member or element, and scans or skips the value that follows:
///
///     try scanner.enterObject()
///     while let name = try scanner.nextMember() { _ = try scanner.skipValue() }
///
/// After a fault a scanner must not be used again.
public struct JSONScanner: Sendable {
    /// Deepest nesting of arrays and objects.
    public static let depthLimit = 64

    /// What object member names must satisfy. In text of our own, ascending names make duplicates impossible without a set.
    public enum MemberOrder: Sendable { case any, ascending }

    let bytes: [UInt8]
    private let end: Int
    /// Where the next byte is read.
    public private(set) var position: Int
    private var depth = 0
    /// One bit a level: a member or element of this container has been seen.
    private var seen: UInt64 = 0
    /// May change between values: a document of our own has members in a fixed order around metadata in ascending order.
    public var order: MemberOrder

    public init(_ bytes: [UInt8], in range: Range<Int>? = nil, order: MemberOrder = .any) {
        self.bytes = bytes
        self.position = range?.lowerBound ?? 0
        self.end = range?.upperBound ?? bytes.count
        self.order = order
    }

    /// What begins at the position, past white space.
    public enum Token: Sendable { case object, array, string, number, literal }

    public mutating func nextToken() throws(JSONFault) -> Token {
        skipWhitespace()
        guard position < end else { throw JSONFault(.unexpectedEnd, at: end) }
        switch bytes[position] {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): return .literal
        case 0xEF where position == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]): throw JSONFault(.byteOrderMark, at: 0)
        default: throw JSONFault(.unexpectedByte, at: position)
        }
    }

    // MARK: Containers

    public mutating func enterObject() throws(JSONFault) { try enter(UInt8(ascii: "{")) }
    public mutating func enterArray() throws(JSONFault) { try enter(UInt8(ascii: "[")) }

    /// The next member's name as it is written, without its quotes; the position is then at its value. `nil` leaves the object.
    public mutating func nextMember() throws(JSONFault) -> Range<Int>? {
        guard try next(closing: UInt8(ascii: "}")) else { return nil }
        skipWhitespace()
        let name = try string()
        skipWhitespace()
        try take(UInt8(ascii: ":"))
        return name
    }

    /// Whether another element follows; the position is then at it. `false` leaves the array.
    public mutating func nextElement() throws(JSONFault) -> Bool { try next(closing: UInt8(ascii: "]")) }

    /// Nothing but white space may follow.
    public mutating func finish() throws(JSONFault) {
        skipWhitespace()
        if position < end { throw JSONFault(.trailingBytes, at: position) }
    }

    // MARK: Values

    /// The range of the value that follows, checked to its end. With `.ascending`, so are the names in all its objects.
    @discardableResult
    public mutating func skipValue() throws(JSONFault) -> Range<Int> {
        let token = try nextToken()
        let start = position
        switch token {
        case .string: _ = try string()
        case .number: _ = try number()
        case .literal: _ = try literal()
        case .array:
            try enterArray()
            while try nextElement() { try skipValue() }
        case .object:
            try enterObject()
            var previous: Range<Int>?
            while let name = try nextMember() {
                if order == .ascending, let previous { try check(name, follows: previous) }
                previous = name
                try skipValue()
            }
        }
        return start..<position
    }

    /// The range inside the quotes. Escapes are checked and left as they are.
    public mutating func string() throws(JSONFault) -> Range<Int> {
        try take(UInt8(ascii: "\""))
        let start = position
        while true {
            skipPlainText()
            guard position < end else { throw JSONFault(.unexpectedEnd, at: end) }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return start..<position - 1
            case UInt8(ascii: "\\"): try escape()
            case ..<0x20: throw JSONFault(.controlCharacter, at: position)
            case 0x80...: try multibyteCharacter()
            default: position += 1
            }
        }
    }

    /// The text of a string whose range inside the quotes is `range`.
    public func text(_ range: Range<Int>) -> JSONString {
        let raw = bytes[range]
        guard raw.contains(UInt8(ascii: "\\")) else { return JSONString(scanned: Array(raw)) }
        return JSONString(scanned: JSONEscape.decoded(raw))
    }

    public mutating func number() throws(JSONFault) -> Range<Int> {
        let start = position
        if peek == UInt8(ascii: "-") { position += 1 }
        if peek == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if peek == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        // `01`, `1x` and `1.2.3` are one bad number, not a number and something behind it.
        if let byte = peek, byte.isNumberByte { throw JSONFault(.badNumber, at: position) }
        return start..<position
    }

    /// `true`, `false` or `null`.
    public mutating func literal() throws(JSONFault) -> JSONValue {
        for (word, value) in Self.literals where bytes[position..<end].starts(with: word) {
            position += word.count
            return value
        }
        let bad = bytes[position..<end].prefix(while: \.isLowercaseLetter)
        throw JSONFault(bad.endIndex == end ? .unexpectedEnd : .unexpectedByte, at: position)
    }

    private static let literals: [([UInt8], JSONValue)] = [
        (Array("true".utf8), .bool(true)), (Array("false".utf8), .bool(false)), (Array("null".utf8), .null),
    ]

    // MARK: Steps

    private var peek: UInt8? { position < end ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) throws(JSONFault) {
        guard position < end else { throw JSONFault(.unexpectedEnd, at: end) }
        guard bytes[position] == byte else { throw JSONFault(.unexpectedByte, at: position) }
        position += 1
    }

    private mutating func skipWhitespace() {
        while position < end, bytes[position] <= 0x20,
            bytes[position] == 0x20 || bytes[position] == 0x0A || bytes[position] == 0x0D || bytes[position] == 0x09
        {
            position += 1
        }
    }

    private mutating func enter(_ bracket: UInt8) throws(JSONFault) {
        skipWhitespace()
        if depth == Self.depthLimit { throw JSONFault(.tooDeep, at: position) }
        try take(bracket)
        depth += 1
        seen &= ~(1 << UInt64(depth - 1))
    }

    private mutating func next(closing bracket: UInt8) throws(JSONFault) -> Bool {
        let bit: UInt64 = 1 << UInt64(depth - 1)
        skipWhitespace()
        if peek == bracket {
            position += 1
            depth -= 1
            return false
        }
        if seen & bit != 0 { try take(UInt8(ascii: ",")) }
        seen |= bit
        return true
    }

    private func check(_ name: Range<Int>, follows previous: Range<Int>) throws(JSONFault) {
        let (left, right) = (text(previous), text(name))
        if left == right { throw JSONFault(.duplicateMember, at: name.lowerBound) }
        if right < left { throw JSONFault(.unorderedMember, at: name.lowerBound) }
    }

    private mutating func digits() throws(JSONFault) {
        let start = position
        while let byte = peek, byte.isDigit { position += 1 }
        if position == start { throw JSONFault(position < end ? .badNumber : .unexpectedEnd, at: position) }
    }

    /// Past bytes that are neither a quote, a backslash, a control character nor beyond ASCII, eight at a time.
    private mutating func skipPlainText() {
        let (bytes, end) = (bytes, end)
        let raw = bytes.span.bytes
        var cursor = position
        let high: UInt64 = 0x8080_8080_8080_8080
        let ones: UInt64 = 0x0101_0101_0101_0101
        while cursor + 8 <= end {
            let word = raw.unsafeLoadUnaligned(fromByteOffset: cursor, as: UInt64.self)
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            let control = (word &- ones &* 0x20) & ~word
            let special = ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | control | word
            if special & high != 0 { break }
            cursor += 8
        }
        while cursor < end, bytes[cursor].isPlainText { cursor += 1 }
        position = cursor
    }

    private mutating func escape() throws(JSONFault) {
        let start = position
        guard position + 1 < end else { throw JSONFault(.unexpectedEnd, at: end) }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        case UInt8(ascii: "u"):
            let unit = try codeUnit()
            if unit & 0xFC00 == 0xDC00 { throw JSONFault(.loneSurrogate, at: start) }
            guard unit & 0xFC00 == 0xD800 else { return }
            guard position + 1 < end, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u"),
                try codeUnit() & 0xFC00 == 0xDC00
            else { throw JSONFault(.loneSurrogate, at: start) }
        default: throw JSONFault(.badEscape, at: start)
        }
    }

    /// The four digits of `\uXXXX` at the position.
    private mutating func codeUnit() throws(JSONFault) -> UInt16 {
        guard position + 6 <= end else { throw JSONFault(.unexpectedEnd, at: end) }
        var unit: UInt16 = 0
        for byte in bytes[position + 2..<position + 6] {
            guard let digit = byte.hexDigit else { throw JSONFault(.badEscape, at: position) }
            unit = unit << 4 | UInt16(digit)
        }
        position += 6
        return unit
    }

    /// One character of two to four bytes, in the shortest form and no surrogate (RFC 3629, section 4).
    private mutating func multibyteCharacter() throws(JSONFault) {
        func byte(_ index: Int) -> UInt8 { position + index < end ? bytes[position + index] : 0 }
        let second: ClosedRange<UInt8>
        let length: Int
        switch byte(0) {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw JSONFault(.badUTF8, at: position)
        }
        guard second.contains(byte(1)), (2..<4).allSatisfy({ $0 >= length || byte($0) & 0xC0 == 0x80 }) else {
            throw JSONFault(.badUTF8, at: position)
        }
        position += length
    }
}

extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    var isLowercaseLetter: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }
    var isPlainText: Bool { self >= 0x20 && self < 0x80 && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\") }
    var isNumberByte: Bool {
        isDigit || isLowercaseLetter || self == UInt8(ascii: ".") || self == UInt8(ascii: "+")
            || self == UInt8(ascii: "-") || (self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z"))
    }

    var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// A strict walk over JSON text (RFC 8259): it checks grammar, UTF-8, escapes, numbers and depth, and hands out ranges of
/// the text instead of values. `JSONReader` builds values on it; the state file is indexed with it without being decoded.
///
/// A caller enters a container, asks for each member or element, and scans or skips the value that follows:
///
///     try scanner.enterObject()
///     while let name = try scanner.nextMember() { try scanner.skipValue() }
///
/// After a fault a scanner must not be used again.
public struct JSONScanner: Sendable {
    /// Deepest nesting of arrays and objects.
    public static let depthLimit = 64

    /// What the names of an object's members must satisfy where a value is skipped. In text of our own, ascending names make
    /// duplicates impossible without a set. Names compare by the bytes that they stand for, escapes decoded.
    public enum MemberOrder: Sendable { case any, ascending }

    /// What begins at the position, past white space.
    public enum Token: Sendable { case object, array, string, number, literal }

    let bytes: [UInt8]
    let end: Int
    /// Where the next byte is read.
    public internal(set) var position: Int
    private var depth = 0
    /// One bit a level: a member or element of this container has been seen.
    private var seen: UInt64 = 0
    /// May change between values: a document of our own has members in a fixed order around metadata in ascending order.
    public var order: MemberOrder

    /// `range` must lie within `bytes`; without one, all of them are the text.
    public init(_ bytes: [UInt8], in range: Range<Int>? = nil, order: MemberOrder = .any) {
        self.bytes = bytes
        self.position = range?.lowerBound ?? 0
        self.end = range?.upperBound ?? bytes.count
        self.order = order
    }

    public mutating func nextToken() throws(JSONFault) -> Token {
        skipWhitespace()
        guard let byte = peek else { throw JSONFault(.unexpectedEnd, at: end) }
        switch byte {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): return .literal
        default:
            let isMark = bytes[position..<end].starts(with: [0xEF, 0xBB, 0xBF])
            throw JSONFault(isMark ? .byteOrderMark : .unexpectedByte, at: position)
        }
    }

    /// Nothing but white space may follow.
    public mutating func finish() throws(JSONFault) {
        skipWhitespace()
        if position < end { throw JSONFault(.trailingBytes, at: position) }
    }

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
            while let name = try nextMember(after: previous) {
                if order == .ascending { previous = name }
                try skipValue()
            }
        }
        return start..<position
    }

    // MARK: Containers

    public mutating func enterObject() throws(JSONFault) { try enter(UInt8(ascii: "{")) }
    public mutating func enterArray() throws(JSONFault) { try enter(UInt8(ascii: "[")) }

    /// The next member's name as it is written, without its quotes; the position is then at its value. `nil` leaves the object.
    /// With `previous`, the range of another name, it must be greater than that.
    public mutating func nextMember(after previous: Range<Int>? = nil) throws(JSONFault) -> Range<Int>? {
        guard try next(closing: UInt8(ascii: "}")) else { return nil }
        skipWhitespace()
        let name = try string()
        if let previous { try check(name, follows: previous) }
        skipWhitespace()
        try take(UInt8(ascii: ":"))
        return name
    }

    /// Whether another element follows; the position is then at it. `false` leaves the array.
    public mutating func nextElement() throws(JSONFault) -> Bool { try next(closing: UInt8(ascii: "]")) }

    private mutating func enter(_ bracket: UInt8) throws(JSONFault) {
        skipWhitespace()
        let start = position
        try take(bracket)
        if depth == Self.depthLimit { throw JSONFault(.tooDeep, at: start) }
        seen &= ~(1 << UInt64(depth))
        depth += 1
    }

    @inline(__always)
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
        var (left, right) = (bytes[previous], bytes[name])
        // Up to the first byte that differs, or may differ once it is decoded.
        while let byte = left.first, byte == right.first, byte != UInt8(ascii: "\\") {
            left.removeFirst()
            right.removeFirst()
        }
        if left.first == UInt8(ascii: "\\") || right.first == UInt8(ascii: "\\") {
            (left, right) = (JSONEscape.decoded(left)[...], JSONEscape.decoded(right)[...])
        }
        if left == right { throw JSONFault(.duplicateMember, at: name.lowerBound) }
        if right.lexicographicallyPrecedes(left) { throw JSONFault(.unorderedMember, at: name.lowerBound) }
    }

    // MARK: Steps

    // Inlined into the walk: it spends its time here, and a call costs more than the work.

    @inline(__always)
    var peek: UInt8? { position < end ? bytes[position] : nil }

    @inline(__always)
    mutating func take(_ byte: UInt8) throws(JSONFault) {
        guard let next = peek else { throw JSONFault(.unexpectedEnd, at: end) }
        guard next == byte else { throw JSONFault(.unexpectedByte, at: position) }
        position += 1
    }

    @inline(__always)
    private mutating func skipWhitespace() {
        while position < end, bytes[position] <= 0x20, bytes[position].isWhitespace { position += 1 }
    }
}

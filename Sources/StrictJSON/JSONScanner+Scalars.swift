/// Numbers and literals: the values that are words.
extension JSONScanner {
    /// The range of a number as it is written (RFC 8259, section 6). Its size and precision are not limited.
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

    private mutating func digits() throws(JSONFault) {
        let start = position
        while let byte = peek, byte.isDigit { position += 1 }
        if position == start { throw JSONFault(position < end ? .badNumber : .unexpectedEnd, at: position) }
    }

    /// `true`, `false` or `null`.
    public mutating func literal() throws(JSONFault) -> JSONValue {
        switch peek {
        case UInt8(ascii: "t"): try word("true", .bool(true))
        case UInt8(ascii: "f"): try word("false", .bool(false))
        default: try word("null", .null)
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        for byte in word.utf8 { try take(byte) }
        return value
    }
}

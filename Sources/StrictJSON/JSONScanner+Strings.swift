/// Strings: where they end, and that everything in them is UTF-8 and well escaped (RFC 8259, sections 7 and 8.1).
extension JSONScanner {
    /// The range inside the quotes. Escapes are checked and left as they are.
    public mutating func string() throws(JSONFault) -> Range<Int> {
        try take(UInt8(ascii: "\""))
        let start = position
        while true {
            position = plainTextEnd()
            guard let byte = peek else { throw JSONFault(.unexpectedEnd, at: end) }
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return start..<position - 1
            case UInt8(ascii: "\\"): try skipEscape()
            case ..<0x20: throw JSONFault(.controlCharacter, at: position)
            default: try skipMultibyteCharacter()
            }
        }
    }

    /// The text of a string whose range inside the quotes is `range`.
    public func text(_ range: Range<Int>) -> JSONString { JSONString(scanned: JSONEscape.decoded(bytes[range])) }

    /// The first position of a quote, a backslash, a control character or a byte beyond ASCII, eight at a time: a byte of
    /// `special` has its highest bit set where such a byte stands. A borrow may set it wrongly, but only behind (in the text)
    /// a byte that has it rightly, and only the first is looked at. (Portable SIMD types are calls on this toolchain, not
    /// instructions, and 200 times slower.)
    @inline(__always)
    private func plainTextEnd() -> Int {
        let text = bytes.span.bytes
        let ones: UInt64 = 0x0101_0101_0101_0101
        var cursor = position
        while cursor + 8 <= end {
            let word = UInt64(littleEndian: text.unsafeLoadUnaligned(fromByteOffset: cursor, as: UInt64.self))
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            let control = (word &- ones &* 0x20) & ~word
            let special = (((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | control | word) & (ones &* 0x80)
            if special != 0 { return cursor + special.trailingZeroBitCount / 8 }
            cursor += 8
        }
        while cursor < end, bytes[cursor].isPlainText { cursor += 1 }
        return cursor
    }

    private mutating func skipEscape() throws(JSONFault) {
        let start = position
        guard position + 1 < end else { throw JSONFault(.unexpectedEnd, at: end) }
        guard bytes[position + 1] == UInt8(ascii: "u") else {
            guard JSONEscape.byte(for: bytes[position + 1]) != nil else { throw JSONFault(.badEscape, at: start) }
            position += 2
            return
        }
        let unit = try codeUnit()
        if unit & 0xFC00 == 0xDC00 { throw JSONFault(.loneSurrogate, at: start) }
        guard unit & 0xFC00 == 0xD800 else { return }
        guard bytes[position..<end].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
            throw JSONFault(.loneSurrogate, at: start)
        }
        if try codeUnit() & 0xFC00 != 0xDC00 { throw JSONFault(.loneSurrogate, at: start) }
    }

    /// The four digits of the `\uXXXX` at the position.
    private mutating func codeUnit() throws(JSONFault) -> UInt16 {
        var unit: UInt16 = 0
        for index in position + 2..<position + 6 {
            guard index < end else { throw JSONFault(.unexpectedEnd, at: end) }
            guard let digit = bytes[index].hexDigit else { throw JSONFault(.badEscape, at: position) }
            unit = unit << 4 | UInt16(digit)
        }
        position += 6
        return unit
    }

    /// One character of two to four bytes, in its shortest form and no surrogate (RFC 3629, section 4).
    private mutating func skipMultibyteCharacter() throws(JSONFault) {
        let second: ClosedRange<UInt8>
        let length: Int
        switch bytes[position] {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw JSONFault(.badUTF8, at: position)
        }
        guard position + length <= end, second.contains(bytes[position + 1]),
            bytes[position + 2..<position + length].allSatisfy({ $0 & 0xC0 == 0x80 })
        else { throw JSONFault(.badUTF8, at: position) }
        position += length
    }
}

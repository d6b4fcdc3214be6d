/// The escapes of RFC 8259, section 7, in both directions.
enum JSONEscape {
    /// The byte that a backslash and `letter` stand for. `/` may be escaped but never is by us.
    static func byte(for letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// What `raw`, the inside of a string that a scanner has accepted, stands for.
    static func decoded(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        guard raw.contains(UInt8(ascii: "\\")) else { return Array(raw) }
        var out: [UInt8] = []
        out.reserveCapacity(raw.count)
        var rest = raw
        while let next = rest.popFirst() {
            guard next == UInt8(ascii: "\\"), let letter = rest.popFirst() else {
                out.append(next)
                continue
            }
            if let byte = byte(for: letter) { out.append(byte) } else { out += UTF8.encode(unicodeScalar(&rest))! }
        }
        return out
    }

    /// Takes what follows a `\u` off `rest`: four digits, or four, another `\u` and four more (RFC 8259, section 7).
    private static func unicodeScalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar {
        let first = codeUnit(&rest)
        guard first & 0xFC00 == 0xD800 else { return Unicode.Scalar(first)! }
        rest.removeFirst(2)
        return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + codeUnit(&rest) & 0x3FF)!
    }

    private static func codeUnit(_ rest: inout ArraySlice<UInt8>) -> UInt32 {
        defer { rest.removeFirst(4) }
        return rest.prefix(4).reduce(0) { $0 << 4 | UInt32($1.hexDigit!) }
    }

    /// Appends `text` in quotes, with the shortest escapes: two characters where they exist, `\u00xx` for other controls, else none.
    static func encode(_ text: [UInt8], into out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        var rest = text[...]
        while let special = rest.firstIndex(where: \.needsEscape) {
            out += rest[..<special]
            appendEscape(of: rest[special], to: &out)
            rest = rest[(special + 1)...]
        }
        out += rest
        out.append(UInt8(ascii: "\""))
    }

    private static func appendEscape(of byte: UInt8, to out: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
        case 0x08: out += Array("\\b".utf8)
        case 0x0C: out += Array("\\f".utf8)
        case 0x0A: out += Array("\\n".utf8)
        case 0x0D: out += Array("\\r".utf8)
        case 0x09: out += Array("\\t".utf8)
        default: out += Array("\\u00".utf8) + [hex(byte >> 4), hex(byte & 15)]
        }
    }

    private static func hex(_ digit: UInt8) -> UInt8 { digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10 }
}

/// The escapes of RFC 8259, section 7, in both directions.
enum JSONEscape {
    /// `raw` is the inside of a string that a scanner has accepted.
    static func decoded(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(raw.count)
        var index = raw.startIndex
        while index < raw.endIndex {
            guard raw[index] == UInt8(ascii: "\\") else {
                out.append(raw[index])
                index += 1
                continue
            }
            if raw[index + 1] == UInt8(ascii: "u") {
                let (scalar, length) = unicodeScalar(raw[index...])
                out += Array(UTF8.encode(scalar)!)
                index += length
            } else {
                out.append(short.first { $0.letter == raw[index + 1] }!.byte)
                index += 2
            }
        }
        return out
    }

    /// Appends `text` in quotes, with the shortest escapes: two characters where they exist, `\u00xx` for other controls, else none.
    static func encode(_ text: some Sequence<UInt8>, into out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for byte in text {
            if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                out.append(byte)
            } else if let escape = short.first(where: { $0.byte == byte }) {
                out += [UInt8(ascii: "\\"), escape.letter]
            } else {
                out += Array("\\u00".utf8) + [hex(byte >> 4), hex(byte & 15)]
            }
        }
        out.append(UInt8(ascii: "\""))
    }

    /// `/` may be escaped but never is by us.
    private static let short: [(letter: UInt8, byte: UInt8)] = [
        (UInt8(ascii: "\""), 0x22), (UInt8(ascii: "\\"), 0x5C), (UInt8(ascii: "b"), 0x08), (UInt8(ascii: "f"), 0x0C),
        (UInt8(ascii: "n"), 0x0A), (UInt8(ascii: "r"), 0x0D), (UInt8(ascii: "t"), 0x09), (UInt8(ascii: "/"), 0x2F),
    ]

    private static func hex(_ digit: UInt8) -> UInt8 { digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10 }

    /// `\uXXXX`, or a pair of them, at the start of `raw`; and how many bytes it takes.
    private static func unicodeScalar(_ raw: ArraySlice<UInt8>) -> (Unicode.Scalar, Int) {
        func unit(at offset: Int) -> UInt32 {
            raw[(raw.startIndex + offset + 2)..<(raw.startIndex + offset + 6)].reduce(0) { $0 << 4 | UInt32($1.hexDigit!) }
        }
        let first = unit(at: 0)
        guard first & 0xFC00 == 0xD800 else { return (Unicode.Scalar(first)!, 6) }
        return (Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + unit(at: 6) & 0x3FF)!, 12)
    }
}

/// IP addresses as text, in the one spelling that all readers agree on: no octal, no hexadecimal, no missing parts.
enum IPAddress {
    /// Four decimal numbers from 0 to 255 without leading zeros (RFC 3986, section 3.2.2); else `nil`.
    static func octets(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let octets = parts.compactMap { part -> UInt8? in
            guard part.allSatisfy(\.isASCIIDigit), part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
            return UInt8(String(decoding: part, as: UTF8.self))
        }
        return octets.count == 4 ? octets : nil
    }

    /// The eight groups of an IPv6 address without brackets and zone (RFC 4291, section 2.2); else `nil`.
    static func groups(_ text: ArraySlice<UInt8>) -> [UInt16]? {
        guard let gap = gap(in: text) else {
            let groups = run(text)
            return groups?.count == 8 ? groups : nil
        }
        let tail = text[(gap + 2)...]
        guard let before = run(text[..<gap]), let after = run(tail), before.count + after.count < 8,
            !text[..<gap].contains(UInt8(ascii: "."))
        else { return nil }
        return before + Array(repeating: 0, count: 8 - before.count - after.count) + after
    }

    /// Where the first `::` begins. A second one is left to fail as an empty group.
    private static func gap(in text: ArraySlice<UInt8>) -> Int? {
        text.indices.dropLast().first { text[$0] == UInt8(ascii: ":") && text[$0 + 1] == UInt8(ascii: ":") }
    }

    /// Groups between single colons; the last may be an IPv4 address, which makes two. Empty text has none.
    private static func run(_ text: ArraySlice<UInt8>) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, let octets = octets(part) {
                groups += [UInt16(octets[0]) << 8 | UInt16(octets[1]), UInt16(octets[2]) << 8 | UInt16(octets[3])]
            } else if (1...4).contains(part.count), part.allSatisfy(\.isHexDigit) {
                groups.append(part.reduce(0) { $0 << 4 | UInt16($1.hexDigitValue) })
            } else {
                return nil
            }
        }
        return groups
    }
}

extension UInt8 {
    /// Of a byte that `isHexDigit`.
    fileprivate var hexDigitValue: UInt8 { isASCIIDigit ? self - UInt8(ascii: "0") : asciiLowercased - UInt8(ascii: "a") + 10 }
}

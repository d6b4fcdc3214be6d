/// Base64 (RFC 4648, section 4), padded, without line breaks. Only what `encode` writes can be decoded.
public enum Base64 {
    public static func encode(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            let group = (0..<3).reduce(0) { $0 << 8 | ($1 < count ? Int(bytes[start + $1]) : 0) }
            for digit in 0..<4 {
                out.append(digit <= count ? alphabet[group >> (18 - 6 * digit) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// `nil` if `text` is not what `encode` writes.
    public static func decode(_ text: [UInt8]) -> [UInt8]? {
        let digits = text.prefix { $0 != UInt8(ascii: "=") }
        let padding = text.count - digits.count
        guard text.count % 4 == 0, padding <= 2, text.suffix(padding).allSatisfy({ $0 == UInt8(ascii: "=") }) else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(text.count / 4 * 3)
        var (group, bits) = (0, 0)
        for byte in digits {
            guard let digit = values[Int(byte)] else { return nil }
            (group, bits) = (group << 6 | digit, bits + 6)
            guard bits >= 8 else { continue }
            bits -= 8
            out.append(UInt8(group >> bits))
            group &= 1 << bits - 1
        }
        return group == 0 ? out : nil
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static let values: [Int?] = (0..<256).map { byte in alphabet.firstIndex(of: UInt8(byte)) }
}

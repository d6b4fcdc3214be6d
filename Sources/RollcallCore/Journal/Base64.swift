/// Base64 (RFC 4648, section 4), padded, without line breaks. Only what `encode` writes can be decoded.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
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
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
        var out: [UInt8] = []
        out.reserveCapacity(text.count / 4 * 3)
        for start in stride(from: 0, to: text.count, by: 4) {
            var group = 0
            for (index, byte) in text[start..<start + 4].enumerated() {
                let isPadding = start + index >= text.count - padding
                guard let digit = isPadding ? 0 : values[Int(byte)] else { return nil }
                group = group << 6 | digit
            }
            out += [UInt8(group >> 16), UInt8(group >> 8 & 255), UInt8(group & 255)]
        }
        out.removeLast(padding)
        return encode(out).utf8.elementsEqual(text) ? out : nil
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static let values: [Int?] = (0..<256).map { byte in alphabet.firstIndex(of: UInt8(byte)) }
}

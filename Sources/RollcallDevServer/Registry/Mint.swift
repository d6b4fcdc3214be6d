import OAuthRegistration

/// Where identifiers and credentials come from. With a seeded generator, a test knows them beforehand.
struct Mint: Sendable {
    var generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) } }

    /// 256 bits.
    mutating func token() -> Secret { Secret(Base64URL.encode(bytes(32))) }

    /// Version 4 (RFC 9562, section 5.4).
    mutating func uuid() -> String {
        var bytes = bytes(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.flatMap { [$0 >> 4, $0 & 15] }.map { String($0, radix: 16) }
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { digits[$0].joined() }.joined(separator: "-")
    }
}

/// RFC 4648, section 5, without padding.
enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = (0..<3).reduce(UInt32(0)) { $0 << 8 | ($1 < group.count ? UInt32(group[start + $1]) : 0) }
            out += (0...group.count).map { alphabet[Int(bits >> (18 - 6 * UInt32($0)) & 63)] }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Whether `text` is letters of the alphabet only, and at least one.
    static func isPlausible(_ text: some Collection<UInt8>) -> Bool { !text.isEmpty && text.allSatisfy(alphabet.contains) }
}

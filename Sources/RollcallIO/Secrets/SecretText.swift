import OAuthRegistration

/// What may be the text of a secret: one line of visible ASCII characters (0x21 to 0x7E), and of a client's secret of spaces, too.
enum SecretText {
    /// In bytes.
    static let limit = 64 * 1024

    /// - Parameter bytes: As they were read; one LF or CR LF at the end is not part of the secret.
    static func secret(_ bytes: [UInt8], allowsSpaces: Bool = false) throws(ReferenceFault) -> Secret {
        let value = withoutLineEnd(bytes)
        if value.isEmpty { throw .empty }
        if value.count > limit { throw .tooLong }
        if value.starts(with: [0xEF, 0xBB, 0xBF]) { throw .byteOrderMark }
        if value.contains(0) { throw .nul }
        if value.contains(where: { $0 == lineFeed || $0 == carriageReturn }) { throw .lineBreak }
        if value.contains(where: { !((allowsSpaces ? 0x20 : 0x21)...0x7E).contains($0) }) {
            throw allowsSpaces ? .notPrintable : .notVisible
        }
        return Secret(Array(value))
    }

    /// - Parameter bytes: As they were read.
    static func lines(_ bytes: [UInt8]) throws(ReferenceFault) -> Secret {
        if bytes.isEmpty { throw .empty }
        if bytes.count > limit { throw .tooLong }
        if bytes.contains(0) { throw .nul }
        return Secret(bytes)
    }

    private static let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))

    private static func withoutLineEnd(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard bytes.last == lineFeed else { return bytes[...] }
        let line = bytes.dropLast()
        return line.last == carriageReturn ? line.dropLast() : line
    }
}

/// What the query of a registration's address says, where some servers put a token (RFC 7592, section 3 leaves the form of the
/// address to the server).
extension Secret {
    /// Each value as it is, and less its percent-encoding; short ones are no secrets.
    static func values(ofQuery query: String) -> [Secret] {
        let members = query.utf8.split(separator: UInt8(ascii: "&"))
        let values = members.map { member in member.split(separator: UInt8(ascii: "="), maxSplits: 1).last ?? member }
        let long = values.filter { $0.count >= 16 }.map { Array($0) }
        return (long + long.map(unescaped)).map { Secret($0) }
    }

    /// RFC 3986, section 2.1.
    private static func unescaped(_ text: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            guard byte == UInt8(ascii: "%"), digits.count == 2,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            else {
                out.append(byte)
                continue
            }
            out.append(value)
            rest = rest.dropFirst(2)
        }
        return out
    }
}

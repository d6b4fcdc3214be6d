import StrictJSON

/// As much of RFC 3986 as a registration needs.
enum URISyntax {
    /// Scheme, colon, something; only characters that a URI may hold; and for http and https a host.
    static func isAbsolute(_ text: JSONString) -> Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), let first = text.utf8.first, isLetter(first) else {
            return false
        }
        let scheme = text.utf8[..<colon]
        let rest = text.utf8[(colon + 1)...]
        guard scheme.allSatisfy(isSchemeByte), !rest.isEmpty, rest.allSatisfy(isURIByte) else { return false }
        let lowered = String(decoding: scheme, as: UTF8.self).lowercased()
        return !["http", "https"].contains(lowered) || hasHost(rest)
    }

    /// A URI or a relative reference (RFC 3986, section 4.1): only characters that a URI may hold.
    static func isReference(_ text: JSONString) -> Bool { !text.utf8.isEmpty && text.utf8.allSatisfy(isURIByte) }

    private static func hasHost(_ rest: ArraySlice<UInt8>) -> Bool {
        let slashes = Array("//".utf8)
        guard rest.starts(with: slashes), let first = rest.dropFirst(2).first else { return false }
        return !Array("/?#:@".utf8).contains(first)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || Array("+-.".utf8).contains(byte)
    }
    private static func isURIByte(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !Array("\"<>\\^`{|}".utf8).contains(byte)
    }
}

public import StrictJSON

/// Whether two URIs are one, spelled otherwise: by what RFC 3986, sections 6.2.2 and 6.2.3 let anybody change in a URI without changing what
/// it leads to. Some servers parse a URI and write it again when they show it.
///
/// | part | normal form |
/// |---|---|
/// | scheme, host | in lower case |
/// | port | left out, if it is empty or the scheme's own |
/// | path | `/` where an authority has none |
/// | percent-encoded | in upper case; what need not be encoded, as itself |
///
/// Dot segments are left as they are, and so is every slash. That two are one says nothing of redirects, where a server compares byte by byte
/// (RFC 6749, section 3.1.2.3): it says only that nobody is sent elsewhere.
public enum URISpelling {
    public static func normal(_ text: JSONString) -> JSONString {
        var bytes = Array(text.utf8)
        let scheme = bytes.prefix { $0.isSchemeCharacter }
        guard scheme.first?.isASCIILetter == true, bytes[scheme.count...].first == UInt8(ascii: ":") else { return text }
        for index in scheme.indices { bytes[index] = bytes[index].asciiLowercased }
        let head = Array(bytes[...scheme.count])
        var rest = bytes[(scheme.count + 1)...]
        var authority: [UInt8] = []
        if rest.starts(with: "//".utf8) {
            let end = rest.dropFirst(2).firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
            authority = Self.authority(rest[..<end], under: head)
            rest = rest[end...]
            if rest.first != UInt8(ascii: "/") { authority.append(UInt8(ascii: "/")) }
        }
        return JSONString(validating: head + authority + decoded(rest)) ?? text
    }

    /// With its `//`. What stands before an `@` keeps its case.
    private static func authority(_ bytes: ArraySlice<UInt8>, under scheme: [UInt8]) -> [UInt8] {
        let host = bytes.lastIndex(of: UInt8(ascii: "@")).map { $0 + 1 } ?? bytes.startIndex + 2
        var authority = Array(bytes[..<host]) + bytes[host...].map(\.asciiLowercased)
        let ports = scheme == Array("https:".utf8) ? [":443", ":"] : scheme == Array("http:".utf8) ? [":80", ":"] : [":"]
        for port in ports where authority.reversed().starts(with: port.utf8.reversed()) {
            authority.removeLast(port.utf8.count)
            break
        }
        return authority
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let digits = bytes[index...].prefix(3).dropFirst()
            guard bytes[index] == UInt8(ascii: "%"), digits.count == 2, digits.allSatisfy(\.isHexDigit),
                let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            else {
                decoded.append(bytes[index])
                index += 1
                continue
            }
            let needsNone = byte.isASCIILetterOrDigit || "-._~".utf8.contains(byte)
            decoded += needsNone ? [byte] : [bytes[index]] + digits.map { $0 >= UInt8(ascii: "a") ? $0 - 0x20 : $0 }
            index += 3
        }
        return decoded
    }
}

extension FieldCatalog {
    /// Whether the values agree when their URIs are spelled alike. A field that holds none: whether they agree.
    public static func agreeInOtherWords(_ name: JSONString, _ left: JSONValue?, _ right: JSONValue?) -> Bool {
        guard let type = rule(for: name)?.type, type == .uri || type == .uriArray else { return agree(name, left, right) }
        return agree(name, spelled(left), spelled(right))
    }

    private static func spelled(_ value: JSONValue?) -> JSONValue? {
        switch value {
        case .string(let text): .string(URISpelling.normal(text))
        case .array(let elements): .array(elements.map { $0.string.map { .string(URISpelling.normal($0)) } ?? $0 })
        case .bool, .number, .object, .null, nil: value
        }
    }
}

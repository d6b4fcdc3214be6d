/// What stands between `//` and the path of a redirect URI (RFC 3986, section 3.2): taken apart as browsers take it, so that what
/// servers and browsers may read differently is found.
struct RedirectAuthority {
    /// In lower case, without port and user information.
    let host: String
    let hasUserInformation: Bool
    /// An `@` and nothing before it: browsers leave it out.
    private let hasEmptyUserInformation: Bool
    /// Where the host's bytes stand.
    let place: Range<Int>
    /// Behind the colon; `nil` if there is none.
    private let port: ArraySlice<UInt8>?

    /// - Parameter rest: what follows the scheme and its colon. `nil` if it does not begin with `//`.
    init?(_ rest: ArraySlice<UInt8>) {
        guard rest.starts(with: Array("//".utf8)) else { return nil }
        let authority = rest.dropFirst(2).prefix { !"/?#".utf8.contains($0) }
        let mark = authority.lastIndex(of: UInt8(ascii: "@"))
        let server = mark.map { authority[($0 + 1)...] } ?? authority
        let bytes: ArraySlice<UInt8>
        if server.first == UInt8(ascii: "["), let close = server.firstIndex(of: UInt8(ascii: "]")) {
            bytes = server[...close]
        } else {
            bytes = server.prefix { $0 != UInt8(ascii: ":") }
        }
        hasUserInformation = mark.map { $0 > authority.startIndex } ?? false
        hasEmptyUserInformation = mark == authority.startIndex
        host = String(decoding: bytes.map(\.asciiLowercased), as: UTF8.self)
        place = bytes.startIndex..<bytes.endIndex
        let end = server[bytes.endIndex...]
        port = end.first == UInt8(ascii: ":") ? end.dropFirst() : nil
    }

    var isLoopback: Bool { Origin(scheme: .http, host: host, port: 80).isLoopback }

    var problems: [MetadataProblem] {
        var problems: [MetadataProblem] = []
        if hasUserInformation { problems.append(.redirectWithUserInformation) }
        if !isPlainHost || hasEmptyUserInformation { problems.append(.redirectOddHost) }
        if !isPlainPort { problems.append(.redirectOddPort) }
        return problems
    }

    /// Letters, digits, dots, hyphens, or an address in brackets; a wildcard is another matter. A dot at the end makes another
    /// host of it for browsers, and a percent sign for some of them.
    private var isPlainHost: Bool {
        let bytes = Array(host.utf8)
        if bytes.first == UInt8(ascii: "[") { return IPAddress.groups(bytes.dropFirst().dropLast()) != nil }
        let isPlain = bytes.allSatisfy { $0.isASCIILetterOrDigit || "-._*".utf8.contains($0) }
        return isPlain && bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
    }

    /// 1 to 65535 without zeros before it. A native application's port may be any, and 0 says so.
    private var isPlainPort: Bool {
        guard let port else { return true }
        guard !port.isEmpty, port.count <= 5, port.allSatisfy(\.isASCIIDigit) else { return false }
        if port.elementsEqual("0".utf8) { return isLoopback }
        return port.first != UInt8(ascii: "0") && Int(String(decoding: port, as: UTF8.self)).map { $0 <= 65_535 } ?? false
    }
}

/// What can be said of one redirect URI without a server. It is never changed: servers compare its bytes (RFC 6749, section
/// 3.1.2.3).
public enum RedirectURI {
    /// An http address of this machine is what native applications use
    /// (RFC 8252, section 7.3), and web applications while they are being written.
    public static func check(_ text: String) -> [MetadataProblem] {
        let uri = Array(text.utf8)
        let scheme = uri.prefix { $0.isSchemeCharacter }
        let rest = uri[scheme.endIndex...].dropFirst()
        guard scheme.first?.isASCIILetter == true, uri[scheme.endIndex...].first == UInt8(ascii: ":"), !rest.isEmpty else {
            return [.redirectNotAbsolute]
        }
        var problems: [MetadataProblem] = []
        if uri.contains(UInt8(ascii: "#")) { problems.append(.redirectWithFragment) }
        if uri.contains(where: { !$0.isURICharacter }) { problems.append(.redirectBadCharacter) }
        if uri.contains(UInt8(ascii: "*")) { problems.append(.redirectWildcard) }
        switch String(decoding: scheme.map(\.asciiLowercased), as: UTF8.self) {
        case "https":
            if host(of: rest) == nil { return [.redirectNotAbsolute] }
        case "http":
            guard let host = host(of: rest) else { return [.redirectNotAbsolute] }
            if host == "localhost" { problems.append(.redirectToLocalhost) }
            if !isLoopback(host) { problems.append(.redirectWithoutTLS) }
        default:
            if !scheme.contains(UInt8(ascii: ".")) { problems.append(.redirectSchemeNotReverseDomain) }
        }
        return problems
    }

    /// In lower case, without port and user information; `nil` if `//` or the host is missing.
    private static func host(of rest: ArraySlice<UInt8>) -> String? {
        guard rest.starts(with: Array("//".utf8)) else { return nil }
        let authority = rest.dropFirst(2).prefix { !"/?#".utf8.contains($0) }
        let place = authority.lastIndex(of: UInt8(ascii: "@")).map { authority[($0 + 1)...] } ?? authority
        let host: ArraySlice<UInt8>
        if place.first == UInt8(ascii: "["), let close = place.firstIndex(of: UInt8(ascii: "]")) {
            host = place[...close]
        } else {
            host = place.prefix { $0 != UInt8(ascii: ":") }
        }
        return host.isEmpty ? nil : String(decoding: host.map(\.asciiLowercased), as: UTF8.self)
    }

    private static func isLoopback(_ host: String) -> Bool { Origin(scheme: .http, host: host, port: 80).isLoopback }
}

extension UInt8 {
    /// RFC 3986, section 2: reserved, unreserved or a percent sign.
    fileprivate var isURICharacter: Bool { isPathCharacter || "/?#[]%".utf8.contains(self) }
}

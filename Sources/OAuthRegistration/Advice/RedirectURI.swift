/// What can be said of one redirect URI without a server. It is never changed: servers compare its bytes (RFC 6749, section
/// 3.1.2.3).
public enum RedirectURI {
    /// Longer ones are cut or refused on the way (RFC 9110, section 4.1, asks for 8000 bytes of everybody; many give less).
    static let lengthLimit = 2048

    /// An http address of this machine is what native applications use
    /// (RFC 8252, section 7.3), and web applications while they are being written.
    ///
    /// - Parameter isWeb: whether the client says of itself that it is a web application.
    public static func check(_ text: String, isWeb: Bool = false) -> [MetadataProblem] {
        let uri = Array(text.utf8)
        let scheme = uri.prefix { $0.isSchemeCharacter }
        let rest = uri[scheme.endIndex...].dropFirst()
        guard scheme.first?.isASCIILetter == true, uri[scheme.endIndex...].first == UInt8(ascii: ":"), !rest.isEmpty else {
            return [.redirectNotAbsolute]
        }
        let name = String(decoding: scheme.map(\.asciiLowercased), as: UTF8.self)
        let authority = RedirectAuthority(rest)
        if name == "https" || name == "http", authority?.host.isEmpty ?? true { return [.redirectNotAbsolute] }
        return characterProblems(uri, besides: authority) + problems(name, authority, isWeb: isWeb)
    }

    /// In lower case; `nil` if the address has none.
    static func host(of text: String) -> [UInt8]? {
        let uri = Array(text.utf8)
        return RedirectAuthority(uri.drop { $0.isSchemeCharacter }.dropFirst()).map { Array($0.host.utf8) }
    }

    /// Schemes that a browser does not go to an application for: it runs or shows what follows them.
    private static let browserSchemes: Set = [
        "javascript", "data", "vbscript", "blob", "file", "filesystem", "about", "view-source", "ws", "wss", "mailto",
    ]

    /// What is wrong with the characters, whatever the scheme. The host's are looked at apart.
    private static func characterProblems(_ uri: [UInt8], besides authority: RedirectAuthority?) -> [MetadataProblem] {
        let isOdd = uri.indices.contains { !uri[$0].isURICharacter && !(authority?.place.contains($0) ?? false) }
        var problems: [MetadataProblem] = []
        if uri.contains(UInt8(ascii: "#")) { problems.append(.redirectWithFragment) }
        if isOdd { problems.append(.redirectBadCharacter) }
        if uri.hasBadEscape { problems.append(.redirectBadEscape) }
        if uri.contains(UInt8(ascii: "*")) { problems.append(.redirectWildcard) }
        if uri.count > lengthLimit { problems.append(.redirectTooLong) }
        return problems
    }

    private static func problems(_ scheme: String, _ authority: RedirectAuthority?, isWeb: Bool) -> [MetadataProblem] {
        switch scheme {
        case "https": return authority?.problems ?? []
        case "http":
            guard let authority else { return [] }
            let name = authority.host == "localhost" ? [MetadataProblem.redirectToLocalhost] : []
            return name + (authority.isLoopback ? [] : [.redirectWithoutTLS]) + authority.problems
        case let scheme:
            if browserSchemes.contains(scheme) { return [.redirectRunsInBrowser] }
            let user: [MetadataProblem] = authority?.hasUserInformation == true ? [.redirectWithUserInformation] : []
            let web: [MetadataProblem] = isWeb ? [.redirectNotForWeb] : []
            return user + web + (scheme.contains(".") ? [] : [.redirectSchemeNotReverseDomain])
        }
    }
}

extension [UInt8] {
    /// A percent sign without two hexadecimal digits, or before those of a control character.
    fileprivate var hasBadEscape: Bool {
        indices.contains { index in
            guard self[index] == UInt8(ascii: "%") else { return false }
            let digits = self[(index + 1)...].prefix(2)
            guard digits.count == 2, digits.allSatisfy(\.isHexDigit) else { return true }
            return UInt8(String(decoding: digits, as: UTF8.self), radix: 16).map { $0 < 0x20 || $0 == 0x7F } ?? true
        }
    }
}

extension UInt8 {
    /// RFC 3986, section 2: reserved, unreserved or a percent sign.
    fileprivate var isURICharacter: Bool { isPathCharacter || "/?#[]%".utf8.contains(self) }
}

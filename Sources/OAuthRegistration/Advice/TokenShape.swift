public import StrictJSON

extension JSONString {
    /// Whether it is shaped like a JSON Web Token: three parts (signed; the signature may be empty) or five (encrypted),
    /// Base64url, the first the beginning of a JSON object (RFC 7515, section 7.1; RFC 7516, section 7.1). Such a text is a
    /// credential more often than not.
    public var looksLikeJWT: Bool {
        // `{"` in Base64url.
        guard utf8.starts(with: Array("eyJ".utf8)) else { return false }
        let parts = utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 || parts.count == 5, parts[0].count >= 10, !parts[1].isEmpty || parts.count == 5 else {
            return false
        }
        return parts.allSatisfy { $0.allSatisfy(\.isBase64URL) }
    }

    /// Whether it is a JSON Web Token with a signature, nothing but that, and its claims can be read (RFC 7519, section 7.2).
    public var isSignedJWT: Bool {
        let parts = utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 3 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isBase64URL) }
            && TokenClaims(Secret(utf8)) != nil
    }
}

extension UInt8 {
    /// RFC 4648, section 5.
    fileprivate var isBase64URL: Bool { isASCIILetterOrDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "_") }
}

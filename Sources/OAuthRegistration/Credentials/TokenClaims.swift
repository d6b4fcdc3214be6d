public import StrictJSON

/// What a token says of itself, if it is a signed JWT. Nobody has checked its signature, so this is for diagnosis and decides nothing.
/// An opaque or encrypted token says nothing.
public struct TokenClaims: Hashable, Sendable {
    /// The claim `typ`, with which Keycloak says what a token is for (ClientRegistrationTokenUtils.java: `InitialAccessToken`,
    /// `RegistrationAccessToken`); else the header's (RFC 9068, section 2.1: `at+jwt`), unless that is only `JWT`.
    public var type: JSONString?
    public var issuer: JSONString?
    /// In seconds since 1970; `nil` is never, or not said.
    public var expiresAt: Int64?
    /// It says that it never expires: 0, as Keycloak writes it.
    public var neverExpires = false
    /// Not to be used before this moment (RFC 7519, section 4.1.5), in seconds since 1970.
    public var notBefore: Int64?
    public var issuedAt: Int64?

    public init?(_ token: Secret) {
        guard let (header, claims) = token.expose(Self.parts) else { return nil }
        type = claims["typ"]?.string ?? header["typ"]?.string.flatMap { $0.isPlainJWT ? nil : $0 }
        issuer = claims["iss"]?.string
        let expiry = Self.seconds(claims["exp"])
        (expiresAt, neverExpires) = (expiry.flatMap { $0 == 0 ? nil : $0 }, expiry == 0)
        notBefore = Self.seconds(claims["nbf"]).flatMap { $0 == 0 ? nil : $0 }
        issuedAt = Self.seconds(claims["iat"])
    }

    /// Header and claims (RFC 7515, section 7.1).
    private static func parts(_ token: [UInt8]) -> (JSONObject, JSONObject)? {
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = object(parts[0]), let claims = object(parts[1]) else { return nil }
        return (header, claims)
    }

    private static func object(_ part: ArraySlice<UInt8>) -> JSONObject? {
        guard let bytes = Base64URLText.decode(part) else { return nil }
        return (try? JSONReader.readLenient(bytes))?.value.object
    }

    /// A NumericDate may have a fraction (RFC 7519, section 2), and some write it as a text.
    private static func seconds(_ value: JSONValue?) -> Int64? {
        if let whole = ClientInformation.time(value) { return whole }
        let text: String
        switch value {
        case .number(let number): text = number.text
        case .string(let string): text = string.text
        case .null, .bool, .array, .object, nil: return nil
        }
        return Double(text).flatMap { Int64(exactly: $0.rounded(.down)) }
    }
}

extension JSONString {
    /// RFC 7519, section 5.1: what says no more than that it is a JWT.
    fileprivate var isPlainJWT: Bool { utf8.map(\.asciiLowercased) == Array("jwt".utf8) }
}

/// Base64url (RFC 4648, section 5); padding, where there is some, says nothing (RFC 7515, section 2 leaves it out).
public enum Base64URLText {
    public static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        var (group, bits) = (0, 0)
        for byte in text {
            if byte == UInt8(ascii: "=") { break }
            guard let digit = value(of: byte) else { return nil }
            (group, bits) = (group << 6 | digit, bits + 6)
            guard bits >= 8 else { continue }
            bits -= 8
            out.append(UInt8(group >> bits))
            group &= 1 << bits - 1
        }
        return bits < 6 ? out : nil
    }

    private static func value(of byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) + 4
        case UInt8(ascii: "-"), UInt8(ascii: "+"): 62
        case UInt8(ascii: "_"), UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

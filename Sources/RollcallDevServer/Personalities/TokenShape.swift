import OAuthRegistration
import StrictJSON

/// What a token is for.
enum TokenUse: String, Sendable {
    case initialAccess = "InitialAccessToken"
    case registrationAccess = "RegistrationAccessToken"
    /// TokenUtil.TOKEN_TYPE_BEARER.
    case access = "Bearer"
}

extension Personality {
    /// Opaque, or a JWT as ClientRegistrationTokenUtils.java makes it: it never expires (`exp` 0), and names its issuer and
    /// use. Its signature is random, because the server knows its tokens by their bytes.
    func token(_ use: TokenUse, issuer: String, now: Int64, until: Int64 = 0, mint: inout Mint) -> Secret {
        switch self {
        case .rfc, .profile: mint.token()
        case .keycloak: jwt(use, issuer, now, until, &mint)
        }
    }

    private func jwt(_ use: TokenUse, _ issuer: String, _ now: Int64, _ until: Int64, _ mint: inout Mint) -> Secret {
        let header: JSONObject = ["alg": "HS256", "typ": "JWT"]
        var claims: JSONObject = [
            "exp": .number(JSONNumber(until)), "iat": .number(JSONNumber(now)), "jti": .string(mint.uuid()),
            "iss": .string(issuer),
            "aud": .string(issuer),
            "typ": .string(use.rawValue),
        ]
        if use == .registrationAccess { claims["registration_auth"] = "authenticated" }
        let parts = [header.canonicalBytes, claims.canonicalBytes, mint.bytes(32)]
        return Secret(parts.map(Base64URL.encode).joined(separator: "."))
    }
}

public import StrictJSON

/// What a token is used as.
public enum TokenPurpose: String, Hashable, Sendable, CaseIterable {
    case initialAccessToken = "initial access token"
    case accessToken = "access token"
    case registrationAccessToken = "registration access token"
}

/// Something about a token that makes a refusal likely. By what the token says of itself, which nobody has checked: said, and never a
/// reason not to send it.
public enum TokenFinding: Hashable, Sendable {
    /// In seconds since 1970.
    case expired(at: Int64)
    /// In seconds since 1970; from then on it is good.
    case notYetGood(until: Int64)
    /// It says that it is for something else.
    case wrongType(JSONString)
    /// The host of its issuer is none of the server's.
    case otherIssuer(JSONString)

    /// - Parameters:
    ///   - now: in seconds since 1970.
    ///   - server: addresses that are the server's: its endpoint, its issuer.
    public static func findings(in token: Secret, usedAs purpose: TokenPurpose, at server: [HTTPAddress], now: Int64)
        -> [TokenFinding]
    {
        guard let claims = TokenClaims(token) else { return [] }
        var findings: [TokenFinding] = []
        if let type = claims.type, purpose.strangers.contains(type) { findings.append(.wrongType(type)) }
        if let expiry = claims.expiresAt, expiry < now - leeway { findings.append(.expired(at: expiry)) }
        if let start = claims.notBefore, start > now + leeway { findings.append(.notYetGood(until: start)) }
        if let issuer = claims.issuer, let address = try? HTTPAddress(issuer.text), !server.isEmpty,
            !server.contains(where: { $0.origin.isHost(of: address.origin) })
        {
            findings.append(.otherIssuer(issuer))
        }
        return findings
    }

    /// Clocks differ.
    private static let leeway: Int64 = 60
}

extension TokenPurpose {
    /// Types of Keycloak's tokens (TokenUtil.java, ClientRegistrationTokenUtils.java) that are something else. An administrator's access
    /// token (`Bearer`) may register there, too.
    fileprivate var strangers: [JSONString] {
        switch self {
        case .initialAccessToken: ["RegistrationAccessToken", "ID", "Refresh", "Offline"]
        case .accessToken: ["RegistrationAccessToken", "InitialAccessToken", "ID", "Refresh", "Offline"]
        case .registrationAccessToken: ["InitialAccessToken", "Bearer", "ID", "Refresh", "Offline"]
        }
    }
}

extension Origin {
    /// Ports and schemes may differ: a proxy in front of a server changes both.
    fileprivate func isHost(of other: Origin) -> Bool { host == other.host || isLoopback && other.isLoopback }
}

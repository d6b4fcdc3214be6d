public import OAuthRegistration

extension TokenFinding {
    /// A sentence. What a token says of itself is its issuer's text, to be escaped.
    ///
    /// - Parameter now: in seconds since 1970.
    public func inWords(of purpose: TokenPurpose, now: Int64) -> String {
        switch self {
        case .expired(let moment): "This \(purpose.rawValue) expired \(Self.ago(now - moment)), by its own word."
        case .notYetGood(let moment):
            "This \(purpose.rawValue) is good in \(Self.span(moment - now)) and not before, by its own word (RFC 7519, section 4.1.5)."
        case .wrongType(let type):
            "It is used as \(purpose.article) \(purpose.rawValue), and says that it is of the type \"\(type.excerpt(100))\"."
        case .otherIssuer(let issuer): "Its issuer, \"\(issuer.excerpt(200))\", is another host than the server's."
        }
    }

    private static func ago(_ seconds: Int64) -> String {
        (86_400..<172_800).contains(seconds) ? "yesterday" : "\(span(seconds)) ago"
    }

    private static func span(_ seconds: Int64) -> String {
        let units: [(seconds: Int64, name: String)] = [(86_400, "day"), (3600, "hour"), (60, "minute")]
        guard let unit = units.first(where: { seconds >= $0.seconds }) else { return "a moment" }
        let count = seconds / unit.seconds
        return "\(count) \(unit.name)\(count == 1 ? "" : "s")"
    }
}

extension TokenPurpose {
    fileprivate var article: String {
        switch self {
        case .initialAccessToken, .accessToken: "an"
        case .registrationAccessToken: "a"
        }
    }
}

extension Diagnostic {
    /// What a token says of itself that makes a refusal likely. A warning: nobody has checked it, so it holds nothing up.
    public static func doubtfulToken(
        _ findings: [TokenFinding], of purpose: TokenPurpose, at key: String, now: Int64, location: SourceLocation?
    ) -> Diagnostic? {
        guard !findings.isEmpty else { return nil }
        return Diagnostic(
            .tokenDoubtful,
            "The server \"\(key)\" will probably refuse its \(purpose.rawValue). "
                + findings.map { $0.inWords(of: purpose, now: now) }.joined(separator: " ")
                + " What a token says of itself is not checked here, so it is sent all the same.",
            hint: "ask the server's operator for another token", at: location)
    }
}

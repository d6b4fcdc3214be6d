public import OAuthRegistration
import StrictJSON

/// What else there is to know of a client whose read was refused, so that somebody can tell whether it is gone or only its token is dead.
/// It is said, and decides nothing: only a person's word registers a client anew.
public struct Triage: Hashable, Sendable {
    /// What the token says of itself that would explain the refusal; nobody has checked it.
    public var findings: [TokenFinding]
    public var testimony: Testimony?

    /// What the token endpoint says to the client's own credentials (RFC 6749, section 5.2).
    public enum Testimony: String, Hashable, Sendable {
        /// It has let the client in.
        case known
        /// `invalid_client`: it knows no such client, or not with this secret.
        case unknown
    }

    public init(findings: [TokenFinding] = [], testimony: Testimony? = nil) {
        self.findings = findings
        self.testimony = testimony
    }

    public var isEmpty: Bool { findings.isEmpty && testimony == nil }

    /// - Parameter now: in seconds since 1970.
    public func inWords(now: Int64) -> String {
        (findings.map { $0.inWords(of: .registrationAccessToken, now: now) } + [testimony?.inWords].compactMap(\.self))
            .joined(separator: " ")
    }

    /// One thing to do, where this tells more than the refusal.
    public func hint(_ label: ClientLabel) -> String? {
        switch testimony {
        case .known:
            "have the server's operator issue another registration access token; without one, register the client anew:\n"
                + "  rollcall apply --replace \(label)"
        case .unknown: "register it anew, with another client_id:\n  rollcall apply --replace \(label)"
        case nil: nil
        }
    }
}

extension Triage.Testimony {
    /// What an answer to a token request of the client proves; `nil` for one that may come before anybody has looked at the client.
    public init?(_ answer: HTTPAnswer) {
        let refusal = Refusal(answer)
        switch (answer.status, refusal.error) {
        case (200, nil), (_, "unauthorized_client"), (_, "invalid_scope"): self = .known
        case (_, "invalid_client"): self = .unknown
        default: return nil
        }
    }

    fileprivate var inWords: String {
        switch self {
        case .known:
            "Its token endpoint still knows the client by its secret: it is there, and only its registration access token is dead."
        case .unknown:
            "Its token endpoint does not know the client by its secret either (invalid_client, RFC 6749, section 5.2): it is gone, or both "
                + "are dead."
        }
    }
}

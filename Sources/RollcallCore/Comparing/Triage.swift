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

    /// - Parameters:
    ///   - read: what the refusal says for itself.
    ///   - now: in seconds since 1970.
    public func inWords(after read: RefusedRead, now: Int64) -> String {
        (findings.map { $0.inWords(of: .registrationAccessToken, now: now) }
            + [testimony.flatMap { Self.conclusion(from: read, $0) }].compactMap(\.self)).joined(separator: " ")
    }

    /// One thing to do, where both together tell more than the refusal.
    public func hint(_ label: ClientLabel, at server: String, after read: RefusedRead) -> String? {
        switch (testimony, read) {
        case (.known, .goneOrTokenDead):
            "have the server's operator issue another registration access token, and record it out of an environment variable; without one, "
                + "register the client anew:\n  rollcall import \(label) --server \(server) --token-env NAME\n"
                + "  rollcall apply --replace \(label)"
        case (.known, .nowhere):
            "ask who runs the server where the client is managed now, and record that with its token:\n"
                + "  rollcall import \(label) --server \(server) --uri URI --token-env NAME"
        case (.unknown, .goneOrTokenDead), (.unknown, .nowhere):
            "register it anew, with another client_id:\n  rollcall apply --replace \(label)"
        case (.unknown, .forbidden), (.unknown, .inFront):
            "ask who runs the server whether the client is there; only if it is gone, register it anew:\n  rollcall apply --replace \(label)"
        case (.known, _), (.unknown, _), (nil, _): nil
        }
    }

    /// What the two answers prove together. Nobody is told that a token is dead because the client is there: the refusal itself must say so.
    private static func conclusion(from read: RefusedRead, _ testimony: Testimony) -> String? {
        switch (testimony, read) {
        case (.known, .goneOrTokenDead):
            "Its token endpoint still knows the client by its secret: it is there, and only its registration access token is dead."
        case (.known, .nowhere):
            "Its token endpoint still knows the client by its secret: it is there, and at another address by now, unless this server says so of "
                + "a dead token."
        case (.known, .forbidden), (.known, .inFront):
            "Its token endpoint still knows the client by its secret: it is there. Whether its registration access token is still good, neither "
                + "answer tells."
        case (.unknown, .goneOrTokenDead):
            "Its token endpoint does not know the client by its secret either (invalid_client, RFC 6749, section 5.2): it is gone, or both are "
                + "dead."
        case (.unknown, .nowhere):
            "Its token endpoint does not know the client by its secret either (invalid_client, RFC 6749, section 5.2): it is gone, or it has "
                + "another address and another secret."
        case (.unknown, .forbidden), (.unknown, .inFront):
            "Its token endpoint does not know the client by its secret (invalid_client, RFC 6749, section 5.2): it is gone, or that secret is "
                + "dead. Which of the two, neither answer tells."
        case (.known, _), (.unknown, _): nil
        }
    }
}

extension Triage.Testimony {
    /// What an answer to a token request of the client proves; `nil` for one that may come before anybody has looked at the client. 401 with
    /// `unauthorized_client` is Keycloak's word for a wrong secret and for a client that may not ask alike.
    public init?(_ answer: HTTPAnswer) {
        let refusal = Refusal(answer)
        switch (answer.status, refusal.error) {
        case (200, nil) where Self.issues(answer): self = .known
        case (400, "unauthorized_client"), (400, "invalid_scope"): self = .known
        case (_, "invalid_client"): self = .unknown
        default: return nil
        }
    }

    /// A page that something in front of the server shows may have the status 200, too.
    private static func issues(_ answer: HTTPAnswer) -> Bool {
        let object = (try? JSONReader.readLenient(answer.body))?.value.object
        return object?["access_token"]?.string != nil
    }
}

public import OAuthRegistration

/// What the server says of a client now.
public enum ObservedClient: Hashable, Sendable {
    case present(ClientMetadata)
    /// Gone, or the token is dead, or the server does not answer: nobody can tell (RFC 7592, section 2.1 answers the first two
    /// alike). It never leads to a registration.
    case unreadable(Reason)
    case notAsked

    public enum Reason: Hashable, Sendable {
        case refused(Refusal)
        case noAnswer(String)
        /// There is no address or no token to read it with.
        case unmanaged
        /// A read was sent and no complete answer seen.
        case inDoubt
    }
}

public import OAuthRegistration

/// A read of a registration that nothing here has recorded yet. Its token may die with it (RFC 7592, section 2.1), so it runs as any other
/// call does: no request before its intent is durable, nobody reads an answer before its bytes are. What the answer brings is in state from
/// then on as a registration that no label has, until somebody gives it one.
public enum ImportedRead: Hashable, Sendable {
    case answered(HTTPAnswer)
    case notSent(TransportFailure)
    /// It was sent, and no complete answer seen: what came of one is kept.
    case inDoubt(TransportFailure)
    /// The disk does not take it.
    case unrecorded
}

extension RunLoop {
    /// Sent once.
    public func readUnrecorded(_ request: HTTPRequest, as intent: Intent) async -> ImportedRead {
        guard await append([.intended(intent)]) == .durable else { return .unrecorded }
        switch await transport(intent.server).send(request) {
        case .notSent(let failure):
            _ = await append([.refused(intent.id, reason: failure.text)])
            return .notSent(failure)
        case .noAnswer(let received, let failure):
            _ = await append([.inDoubt(intent.id, received: received, reason: failure.text)])
            return .inDoubt(failure)
        case .answer(let answer):
            guard await append([.answered(intent.id, answer, at: now())]) == .durable else { return .unrecorded }
            return .answered(answer)
        }
    }
}

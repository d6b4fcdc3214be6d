import OAuthRegistration

/// How often a call is tried, and when it is tried again. A write is tried again only where not a byte of it left, or where the
/// server said that it comes later; a read that can do no harm, also after no answer or a broken one.
///
/// | | read | register, update | delete |
/// |---|---|---|---|
/// | not sent (no address, refused, no connection in time) | 4 | 3 | 4 |
/// | not sent, and not to be expected otherwise (TLS, a certificate, no token or one that no field can carry) | 1 | 1 | 1 |
/// | no answer | 4, if it cannot rotate the token | 1 | 1 |
/// | half an answer, or one over a limit | 2, if it cannot rotate the token | 1 | 1 |
/// | 429; 503 where it means "not processed" | 4 | 3 | 4 |
/// | 408, 425, 500, 502, 503, 504 | 4 | 1 | 1 |
///
/// A discovery document and an access token are asked for as often as any other read that can do no harm; what became of a lost call, twice a token at most
/// (`Inquiry`).
enum Patience {
    /// The first one included.
    static func attempts(at operation: RegistrationOperation) -> Int {
        switch operation {
        case .register, .update: 3
        case .read, .delete: 4
        }
    }

    /// Of which not a byte was sent.
    static func attempts(at operation: RegistrationOperation, notSentFor failure: TransportFailure.Kind) -> Int {
        failure.mayPass ? attempts(at: operation) : 1
    }

    /// At a read that can do no harm.
    static func attempts(atReadUnansweredFor failure: TransportFailure.Kind) -> Int {
        if !failure.mayPass { return 1 }
        return failure.isAboutTheAnswer ? 2 : attempts(at: .read)
    }

    /// Whether a refusal means "later". Of a write only what says that it was not processed.
    static func isForLater(_ status: Int, _ operation: RegistrationOperation) -> Bool {
        let statuses = operation == .read ? [408, 425, 429, 500, 502, 503, 504] : [429, 503]
        return statuses.contains(status)
    }

    /// The longest that a server's `Retry-After` is waited for, in seconds; a longer one ends the call.
    static let longestWait = 120

    /// Further attempts in a run of so many steps, at all servers: a tenth, so that a server in trouble is not pushed over.
    static func furtherAttempts(of steps: Int) -> Int { max(20, steps / 10) }
}

/// How long to wait, in milliseconds. The moment between the two bounds is chosen at the rim, by chance, so that all who wait for one
/// server do not come back at once.
public struct Pause: Hashable, Sendable {
    public let atLeast: Int
    public let atMost: Int

    /// Anything from nothing to a bound that doubles with each attempt: half a second, a second, at most 30 seconds.
    static func backOff(after attempts: Int) -> Pause { Pause(atLeast: 0, atMost: min(30_000, 500 << min(attempts - 1, 6))) }

    /// Before a register is sent again with its key: the server may still be at the first one.
    static let beforeRepetition = Pause(atLeast: 1000, atMost: 2000)

    /// What a server asked for, or up to a tenth more.
    static func asked(seconds: Int) -> Pause { Pause(atLeast: seconds * 1000, atMost: seconds * 1100) }
}

extension TransportFailure.Kind {
    /// Whether the same attempt may go otherwise a moment later.
    var mayPass: Bool {
        switch self {
        case .tls, .certificate, .badRequest, .cancelled, .credential: false
        case .unresolvable, .refused, .unreachable, .connectTimeout, .proxy, .deadline, .slow, .closed: true
        case .truncated, .answerTooLarge, .headTooLarge, .encodedAnswer, .badHTTP: true
        }
    }

    /// Something came, and it was no whole answer.
    public var isAboutTheAnswer: Bool {
        switch self {
        case .truncated, .answerTooLarge, .headTooLarge, .encodedAnswer, .badHTTP: true
        case .tls, .certificate, .badRequest, .cancelled, .unresolvable, .refused, .unreachable, .connectTimeout, .proxy: false
        case .deadline, .slow, .closed, .credential: false
        }
    }
}

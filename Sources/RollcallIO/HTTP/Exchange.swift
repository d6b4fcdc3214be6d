import NIOHTTP1
import Synchronization

/// What one attempt did on the wire, written down by the taps while it happens and read when it is over, however it ended. The
/// wire decides the outcome, not what a library says of it.
///
/// Sealing and reading are one step under one lock: a byte of the request is either counted here, or never leaves.
final class Exchange: Sendable {
    struct Facts: Sendable {
        /// Of the request, in clear, given to TLS or the socket. Zero is the proof that nothing was sent.
        var requestBytes = 0
        var answerBytes = 0
        var informationalAnswers = 0
        /// Of the final answer.
        var head: HTTPResponseHead?
        /// As far as it came, to the limit.
        var body: [UInt8] = []
        /// The answer's end was seen.
        var isComplete = false
        /// The first limit that was broken.
        var fault: WireFault?
        fileprivate(set) var isSealed = false
    }

    let limits: TransportLimits
    /// Of the answer's body.
    let bodyLimit: Int
    private let facts = Mutex(Facts())

    init(limits: TransportLimits, bodyLimit: Int) {
        self.limits = limits
        self.bodyLimit = bodyLimit
    }

    var snapshot: Facts { facts.withLock { $0 } }

    /// `false`: it is sealed, and the bytes must not leave.
    func countRequest(bytes count: Int) -> Bool {
        facts.withLock { facts in
            if facts.isSealed { return false }
            facts.requestBytes += count
            return true
        }
    }

    /// Notes what came, unless it is sealed. Returns the limit that is broken, and keeps it.
    func note(_ change: (inout Facts) -> WireFault?) -> WireFault? {
        facts.withLock { facts in
            if facts.isSealed { return nil }
            facts.fault = facts.fault ?? change(&facts)
            return facts.fault
        }
    }

    /// The end: no byte of the request leaves after this.
    func seal() -> Facts {
        facts.withLock { facts in
            facts.isSealed = true
            return facts
        }
    }
}

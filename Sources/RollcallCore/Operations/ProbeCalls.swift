import OAuthRegistration

/// The calls of a probe, each made as often as a run would make it (`Patience`); and since a throw-away client has nothing to lose, an update
/// and a delete are sent again after any answer that says neither yes nor no. A registration is sent again only where it was refused until later.
struct ProbeCalls {
    private let probe: Probe
    /// Further attempts that are left: a server in trouble is not pushed over.
    private var further = Patience.furtherAttempts(of: 1)

    init(_ probe: Probe) { self.probe = probe }

    /// - Parameter mayHaveHappened: set once an attempt, other than the one whose outcome is returned, may have been carried out.
    mutating func send(
        _ request: HTTPRequest, as operation: RegistrationOperation, _ mayHaveHappened: inout Bool
    ) async -> HTTPOutcome {
        var attempt = 1
        while true {
            let outcome = await probe.transport.send(request)
            guard further > 0, let pause = pause(after: outcome, operation, attempt), mayGoOn(operation) else { return outcome }
            if outcome.mayHaveHappened { mayHaveHappened = true }
            await wait(pause, operation)
            guard mayGoOn(operation) else { return outcome }
            (attempt, further) = (attempt + 1, further - 1)
        }
    }

    /// For a replica to hear of the last write.
    func waitForReplicas() async { await wait(.beforeRepetition, .read) }

    /// A second at a time, so that nobody who wants the end waits for it; a delete is waited for.
    private func wait(_ pause: Pause, _ operation: RegistrationOperation) async {
        let parts = max(1, pause.atMost / 1000)
        for _ in 0..<parts where mayGoOn(operation) {
            await probe.sleep(Pause(atLeast: pause.atLeast / parts, atMost: pause.atMost / parts))
        }
    }

    private func mayGoOn(_ operation: RegistrationOperation) -> Bool { operation == .delete || !probe.isStopped() }

    private func pause(after outcome: HTTPOutcome, _ operation: RegistrationOperation, _ attempt: Int) -> Pause? {
        let attempts: Int
        var asked: Int?
        switch outcome {
        case .notSent(let failure): attempts = Patience.attempts(at: operation, notSentFor: failure.kind)
        case .noAnswer: attempts = operation == .delete ? 2 : 1
        case .answer(let answer):
            let isForLater = operation == .register ? answer.status == 429 : Patience.isForLater(answer.status, .read)
            attempts = isForLater ? Patience.attempts(at: operation) : 1
            asked = answer.retryAfter.flatMap { RetryAfter($0)?.seconds(from: probe.now().seconds ?? 0) }
        }
        guard attempt < attempts, asked ?? 0 <= Patience.longestWait else { return nil }
        return asked.map(Pause.asked) ?? .backOff(after: attempt)
    }
}

extension HTTPOutcome {
    /// Whether the server may have done what it was asked, without having said so.
    fileprivate var mayHaveHappened: Bool {
        switch self {
        case .notSent: false
        case .noAnswer: true
        // 429 says that it was not processed (RFC 6585, section 4).
        case .answer(let answer): answer.status != 429
        }
    }
}

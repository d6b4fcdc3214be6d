import OAuthRegistration

/// Asks as often as any read that can do no harm: for documents, and for access tokens.
struct Asking: Sendable {
    let transport: any HTTPTransport
    let sleep: RunLoop.Sleep
    let now: RunLoop.Now

    func ask(_ request: HTTPRequest) async -> HTTPOutcome {
        var attempt = 1
        while true {
            let outcome = await transport.send(request)
            guard let pause = pause(after: outcome, attempt), !Task.isCancelled else { return outcome }
            await sleep(pause)
            attempt += 1
        }
    }

    private func pause(after outcome: HTTPOutcome, _ attempt: Int) -> Pause? {
        let attempts: Int
        var asked: Int?
        switch outcome {
        case .notSent(let failure): attempts = Patience.attempts(at: .read, notSentFor: failure.kind)
        case .noAnswer(_, let failure): attempts = Patience.attempts(atReadUnansweredFor: failure.kind)
        case .answer(let answer):
            attempts = Patience.isForLater(answer.status, .read) ? Patience.attempts(at: .read) : 1
            asked = answer.retryAfter.flatMap { RetryAfter($0)?.seconds(from: now().seconds ?? 0) }
        }
        guard attempt < attempts, asked ?? 0 <= Patience.longestWait else { return nil }
        return asked.map(Pause.asked) ?? .backOff(after: attempt)
    }
}

import OAuthRegistration
import StrictJSON

/// How a step moves: the part that is the same for every call.
extension Step {
    mutating func begin(in context: inout StepContext) -> Effect? {
        guard case .planned = phase else { preconditionFailure("a step begins once") }
        switch assignment.work {
        case .register: return start(.register, in: &context)
        case .observe: return start(.observe, in: &context)
        case .delete: return start(.delete, in: &context)
        case .update: return start(.readBeforeUpdate, in: &context)
        }
    }

    /// A new call: its intent first, or, where a read can do no harm, the request at once.
    mutating func start(_ purpose: Call.Purpose, in context: inout StepContext) -> Effect {
        guard let request = request(for: purpose, at: context.server) else { return finish(.failed(.unmanaged)) }
        let isJournaled = purpose.operation != .read || context.server.readsMayRotate
        let call = Call(id: context.nextID(), purpose: purpose, request: request, isJournaled: isJournaled)
        guard isJournaled else {
            phase = .sending(call)
            return .send(request)
        }
        phase = .intending(call)
        return .record([.intended(intent(of: call, at: context.now))])
    }

    mutating func durable(in context: inout StepContext) -> Effect? {
        switch phase {
        case .intending(let call) where isStopping:
            return close(call, .notStarted, recording: .refused(call.id, reason: "stopped before it was sent"))
        case .intending(let call):
            phase = .sending(call)
            return .send(call.request)
        case .answering(let call, let answer): return conclude(call, answer, in: &context)
        case .closing(let call, _, let late?):
            phase = .answering(call, late)
            return .record([.answered(call.id, late, at: context.now)])
        case .closing(_, let settlement, nil), .settling(let settlement): return finish(settlement)
        case .planned, .sending, .backingOff, .postponed, .withdrawing, .settled:
            preconditionFailure("nothing of a step that is \(phase) was on its way to the disk")
        }
    }

    mutating func received(_ answer: HTTPAnswer, in context: inout StepContext) -> Effect? {
        switch phase {
        case .sending(let call) where call.isJournaled:
            phase = .answering(call, answer)
            return .record([.answered(call.id, answer, at: context.now)])
        case .sending(let call) where holdsNews(answer):
            phase = .answering(call, answer)
            return .record([.intended(intent(of: call, at: context.now)), .answered(call.id, answer, at: context.now)])
        case .sending(let call): return conclude(call, answer, in: &context)
        case .closing(let call, let settlement, nil):
            phase = .closing(call, settlement, late: answer)
            return nil
        case .settled, .closing: return nil
        case .planned, .intending, .backingOff, .postponed, .answering, .settling, .withdrawing:
            preconditionFailure("no request of a step that is \(phase) was under way")
        }
    }

    mutating func notSent(_ failure: TransportFailure, in context: StepContext) -> Effect? {
        guard case .sending(let call) = phase else { return nil }
        let attempts = Patience.attempts(at: call.purpose.operation, notSentFor: failure.kind)
        if call.attempt < attempts, mayTryAgain(in: context) { return backOff(call) }
        let settlement: Settlement =
            call.purpose == .observe
            ? .observed(.unreadable(.noAnswer(failure.text))) : .failed(.notSent(call.purpose.operation, failure))
        guard call.isJournaled else { return giveUp(call, settlement) }
        return close(call, afterFailure(of: call, settlement), recording: .refused(call.id, reason: failure.text))
    }

    mutating func noAnswer(_ received: [UInt8], _ failure: TransportFailure, in context: StepContext) -> Effect? {
        guard case .sending(let call) = phase else { return nil }
        if call.isJournaled { return doubt(call, received: received, reason: failure.text) }
        let attempts = Patience.attempts(atReadUnansweredFor: failure.kind)
        if call.attempt < attempts, mayTryAgain(in: context) { return backOff(call) }
        return giveUp(call, .observed(.unreadable(.noAnswer(failure.text))))
    }

    mutating func waited(in context: inout StepContext) -> Effect? {
        switch phase {
        case .backingOff(var call):
            call.attempt += 1
            phase = .sending(call)
            return .send(call.request)
        case .postponed(let purpose): return start(purpose, in: &context)
        case .planned, .intending, .sending, .answering, .closing, .settling, .withdrawing, .settled: return nil
        }
    }

    /// What was promised to the disk or the server is finished; nothing new is begun.
    mutating func stop() -> Effect? {
        isStopping = true
        switch phase {
        case .planned, .postponed: return finish(.notStarted)
        case .backingOff(let call) where call.isJournaled:
            return close(call, .notStarted, recording: .refused(call.id, reason: "stopped before it was sent"))
        case .backingOff: return finish(.notStarted)
        case .intending, .sending, .answering, .closing, .settling, .withdrawing, .settled: return nil
        }
    }

    mutating func abandon() -> Effect? {
        guard case .sending(let call) = phase else { return stop() }
        isStopping = true
        guard call.isJournaled else { return finish(.notStarted) }
        return doubt(call, received: [], reason: "interrupted before the answer came")
    }

    // MARK: Ends

    mutating func finish(_ settlement: Settlement) -> Effect {
        phase = .settled
        return .finish(settlement)
    }

    /// The end, with what was learned on the way. A call in doubt stays so: `settled` would take it out of doubt.
    mutating func settle(_ settlement: Settlement, after call: Call) -> Effect {
        if case .inDoubt = settlement { return finish(settlement) }
        guard !learned.isEmpty else { return finish(settlement) }
        phase = .settling(settlement)
        return .record([.settled(call.id, server: assignment.server, learned: learned)])
    }

    mutating func doubt(_ call: Call, received: [UInt8], reason: String) -> Effect {
        let settlement: Settlement =
            call.purpose == .observe ? .observed(.unreadable(.inDoubt)) : .inDoubt(call.id, reason: reason)
        return close(
            call, afterFailure(of: call, settlement), recording: .inDoubt(call.id, received: received, reason: reason))
    }

    private mutating func close(_ call: Call, _ settlement: Settlement, recording record: JournalRecord) -> Effect {
        phase = .closing(call, settlement, late: nil)
        return .record([record])
    }

    private mutating func backOff(_ call: Call) -> Effect {
        phase = .backingOff(call)
        return .wait(.backOff(after: call.attempt))
    }

    func mayTryAgain(in context: StepContext) -> Bool { context.mayTryAgain && !isStopping }

    /// A read without an intent that came to nothing.
    private mutating func giveUp(_ call: Call, _ settlement: Settlement) -> Effect {
        switch (call.purpose, settlement) {
        case (.readBeforeUpdate, .observed(.unreadable(let reason))): finish(.failed(.unreadable(reason)))
        case (_, let settlement): finish(afterFailure(of: call, settlement))
        }
    }

    /// A read back that fails takes nothing away from the write before it.
    func afterFailure(of call: Call, _ settlement: Settlement) -> Settlement {
        call.purpose == .readBack ? .done(report) : settlement
    }
}

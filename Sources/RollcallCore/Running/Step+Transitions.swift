import OAuthRegistration
import StrictJSON

/// How a step moves: the part that is the same for every call.
extension Step {
    mutating func begin(in context: inout StepContext) -> Effect? {
        guard case .planned = phase else { preconditionFailure("a step begins once") }
        switch assignment.work {
        case .register: return start(.register, in: &context)
        case .observe:
            // What only evidence says is asked anew: somebody wants to know.
            if context.server.traits.profile.methods?.value.contains(.get) == false { return finish(.failed(.unmanaged)) }
            return start(.observe, in: &context)
        case .delete: return start(.delete, in: &context)
        case .update:
            return context.server.traits.reads == false ? startUpdate(in: &context) : start(.readBeforeUpdate, in: &context)
        case .settle: return inquire(in: &context)
        }
    }

    /// A new call: its intent first, or, where a read can do no harm, the request at once.
    mutating func start(_ purpose: Call.Purpose, in context: inout StepContext) -> Effect {
        var id = context.nextID()
        if purpose == .registerAgain, let lost = inquiry?.lost { id = lost.id.repeated(as: id) }
        guard let request = request(for: purpose, id, at: context.server) else {
            return leave(standing(without: purpose) ?? .failed(.unmanaged))
        }
        let call = Call(
            id: id, purpose: purpose, request: request, isJournaled: isJournaled(purpose, at: context.server))
        guard call.isJournaled else {
            phase = .sending(call)
            return .send(request)
        }
        phase = .intending(call)
        return .record([.intended(intent(of: call, in: context))])
    }

    /// A read is, where it may kill the token it is sent with, and where it settles something that only the journal can say.
    private func isJournaled(_ purpose: Call.Purpose, at server: ServerContext) -> Bool {
        if purpose.operation != .read || server.readsMayRotate || assignment.hasReadInDoubt { return true }
        switch inquiry?.lost.operation {
        case .register, .read: return true
        case .update, .delete, nil: return false
        }
    }

    mutating func durable(in context: inout StepContext) -> Effect? {
        switch phase {
        case .intending(let call) where isAbandoned || isStopping && !call.finishesAnother:
            return close(
                call, standing(without: call.purpose) ?? .notStarted,
                recording: [.refused(call.id, reason: "stopped before it was sent")])
        case .intending(let call):
            phase = .sending(call)
            return .send(call.request)
        case .answering(let call, let answer): return conclude(call, answer, in: &context)
        case .doubting(let call, let received, let reason):
            return inquire(about: call, received, reason: reason, in: &context)
        case .inquiring: return inquire(in: &context)
        case .closing(let call, _, let late?):
            phase = .answering(call, late)
            return .record([.answered(call.id, late, at: context.now)])
        case .closing(_, let settlement, nil), .settling(let settlement): return finish(settlement)
        case .planned, .sending, .backingOff, .postponed, .withdrawing, .settled:
            preconditionFailure("nothing of a step that is \(phase) was on its way to the disk")
        }
    }

    mutating func received(_ answer: HTTPAnswer, in context: inout StepContext) -> Effect? {
        if let token = answer.sentWith, !heard.contains(token) { heard.append(token) }
        switch phase {
        case .sending(let call) where call.isJournaled:
            phase = .answering(call, answer)
            return .record([.answered(call.id, answer, at: context.now)])
        // What shows a registration that was left behind is recorded: it brings it back.
        case .sending(let call) where call.purpose == .readAfterDelete || holdsNews(answer, from: context.server):
            phase = .answering(call, answer)
            return .record([.intended(intent(of: call, in: context)), .answered(call.id, answer, at: context.now)])
        case .sending(let call): return conclude(call, answer, in: &context)
        case .closing(let call, let settlement, nil):
            phase = .closing(call, settlement, late: answer)
            return nil
        // Given up, and what it has taught is being recorded, or was.
        case .settling, .settled, .closing: return nil
        case .planned, .intending, .backingOff, .postponed, .answering, .doubting, .inquiring, .withdrawing:
            preconditionFailure("no request of a step that is \(phase) was under way")
        }
    }

    mutating func notSent(_ failure: TransportFailure, in context: inout StepContext) -> Effect? {
        guard case .sending(let call) = phase else { return nil }
        let attempts = Patience.attempts(at: call.purpose.operation, notSentFor: failure.kind)
        if call.attempt < attempts, mayTryAgain(call, in: context) { return backOff(call) }
        let records: [JournalRecord] = call.isJournaled ? [.refused(call.id, reason: failure.text)] : []
        if call.finishesAnother { return remainInDoubt(.noAnswer(failure.text), recording: records, in: context) }
        let settlement: Settlement =
            call.purpose == .observe
            ? .observed(.unreadable(.noAnswer(failure.text))) : .failed(.notSent(call.purpose.operation, failure))
        let end = standing(without: call.purpose) ?? settlement
        return records.isEmpty ? leave(end) : close(call, end, recording: records)
    }

    mutating func noAnswer(_ received: [UInt8], _ failure: TransportFailure, in context: inout StepContext) -> Effect? {
        guard case .sending(let call) = phase else { return nil }
        heard += PartialAnswer(received).secrets
        if call.finishesAnother { return inquiryWithoutAnswer(call, received, failure, in: &context) }
        if call.isJournaled { return doubt(call, received, reason: failure.text) }
        let attempts = Patience.attempts(atReadUnansweredFor: failure.kind)
        if call.attempt < attempts, mayTryAgain(call, in: context) { return backOff(call) }
        return leave(unreadable(call.purpose, .noAnswer(failure.text)))
    }

    mutating func waited(in context: inout StepContext) -> Effect? {
        switch phase {
        case .backingOff(var call):
            call.attempt += 1
            phase = .sending(call)
            return .send(call.request)
        case .postponed(let purpose): return start(purpose, in: &context)
        case .planned, .intending, .sending, .answering, .doubting, .inquiring, .closing, .settling, .withdrawing, .settled:
            return nil
        }
    }

    func mayTryAgain(_ call: Call, in context: StepContext) -> Bool {
        context.mayTryAgain && (call.finishesAnother ? !isAbandoned : !isStopping)
    }

    mutating func backOff(_ call: Call) -> Effect {
        phase = .backingOff(call)
        return .wait(.backOff(after: call.attempt))
    }
}

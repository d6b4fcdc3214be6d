import OAuthRegistration

/// What a step does about a call whose answer was lost: it asks the server at once, because some let the former token live for a moment
/// only. The table of what the answers mean is `Inquiry`'s.
extension Step {
    mutating func inquire(
        about call: Call, _ received: [UInt8], reason: String, wasAccepted: Bool = false, in context: inout StepContext
    ) -> Effect {
        let lost = LostCall(
            intent(of: call, in: context), received: received, reason: reason,
            about: call.purpose.operation == .register ? nil : known, update: lostUpdate(call),
            tokenWasAccepted: assignment.tokenWasAccepted)
        inquiry = Inquiry(lost, interrupting: call)
        inquiry?.wasAccepted = wasAccepted
        return inquire(in: &context)
    }

    /// The next thing to ask; the end, where there is none.
    mutating func inquire(in context: inout StepContext) -> Effect {
        guard let inquiry else { preconditionFailure("an inquiry is about a lost call") }
        if isAbandoned { return finish(.inDoubt(inquiry.lost.id, reason: inquiry.reason)) }
        if inquiry.mayProbeAgain, inquiry.request(at: context.server) != nil { return start(.inquire, in: &context) }
        if inquiry.lost.operation == .register, context.server.traits.profile.heedsIdempotencyKeys?.value == true,
            inquiry.repetitions < Inquiry.limit
        {
            return repeatRegister(in: &context)
        }
        return remainInDoubt(nil, in: context)
    }

    private mutating func repeatRegister(in context: inout StepContext) -> Effect {
        let isFirst = inquiry?.repetitions == 0 && inquiry?.interrupted == nil
        inquiry?.repetitions += 1
        if isFirst { return start(.registerAgain, in: &context) }
        phase = .postponed(.registerAgain)
        return .wait(.beforeRepetition)
    }

    private func lostUpdate(_ call: Call) -> LostUpdate? {
        guard case .update(let client, let target, _) = assignment.work, case .update(let attempt) = call.purpose else {
            return nil
        }
        // The second way to clear some fields goes out from what the first update was granted.
        let accepted = attempt.cleared.isEmpty ? nil : granted
        return LostUpdate(
            requested: client.requested, granted: accepted ?? client.granted, before: accepted ?? shown ?? client.granted,
            desired: target.metadata, ignored: target.ignore)
    }

    // MARK: Answers

    mutating func concludeInquiry(
        _ call: Call, _ answer: HTTPAnswer, _ meaning: RegistrationAnswer, in context: inout StepContext
    ) -> Effect {
        if call.purpose == .registerAgain { return concludeRepetition(call, answer, meaning, in: &context) }
        switch meaning {
        case .client(let information, let notes):
            takeOver(information, notes, from: call, in: context)
            return shown(information.metadata, answer, by: call, in: &context)
        case .refused(let refusal): return refused(refusal.withholding(secrets(of: call)), call, in: &context)
        case .uncertain(let refusal):
            return remainInDoubt(.said(refusal.withholding(secrets(of: call))), in: context)
        case .deleted: preconditionFailure("a read deletes nothing")
        }
    }

    private mutating func shown(
        _ observed: ClientMetadata, _ answer: HTTPAnswer, by call: Call, in context: inout StepContext
    ) -> Effect {
        guard let lost = inquiry?.lost else { preconditionFailure("an inquiry is about a lost call") }
        let token = context.server.isManagedByAdministrator ? nil : call.request.bearer
        switch lost.operation {
        case .register: break
        case .read:
            inquiry = nil
            return settle(.done(report), after: call)
        case .delete: return notCarriedOut("a read has shown the client")
        case .update where inquiry?.wasAccepted == true: break
        case .update:
            switch lost.update?.verdict(showing: observed, at: context.server.traits) {
            case .carriedOut: break
            case .notCarriedOut: return notCarriedOut("a read has shown the client as it was before")
            case .showsOtherwise(let names): return remainInDoubt(.showsOtherwise(names), in: context)
            case .showsNothing: return remainInDoubt(.showsNothing, in: context)
            case nil: return remainInDoubt(.notRecorded, in: context)
            }
        }
        return resume(with: lost.answer(completedBy: answer, token: token, at: context.server.traits), in: context)
    }

    /// The next token, where there is another. A refused one tells of a delete only if nothing else can have killed it.
    private mutating func refused(_ refusal: Refusal, _ call: Call, in context: inout StepContext) -> Effect {
        guard var inquiry else { preconditionFailure("an inquiry is about a lost call") }
        guard refusal.isDefinite, !refusal.isMissingMethod else { return remainInDoubt(.said(refusal), in: context) }
        if context.server.isManagedByAdministrator { return refusedToAdministrator(refusal, in: context) }
        inquiry.dropToken(after: refusal)
        inquiry.finding = Finding.refused(refusal).words(of: inquiry.lost)
        self.inquiry = inquiry
        if !inquiry.tokens.isEmpty { return inquire(in: &context) }
        switch inquiry.lost.operation {
        case .delete where inquiry.lost.tokenWasAccepted && context.server.traits.profile.saysGone(refusal.status):
            return resume(with: HTTPAnswer(status: 204), in: context)
        case .read:
            phase = .settling(.failed(.unreadable(.refused(refusal))))
            return .record([.refused(inquiry.lost.id, reason: "every token that may be good was refused")] + lessons)
        case .register: return inquire(in: &context)
        case .update, .delete: return remainInDoubt(nil, in: context)
        }
    }

    /// A read by an administrator tells of the client, and not of the client's token.
    private mutating func refusedToAdministrator(_ refusal: Refusal, in context: StepContext) -> Effect {
        guard let lost = inquiry?.lost else { preconditionFailure("an inquiry is about a lost call") }
        guard refusal.isSaidOfAbsence else { return remainInDoubt(.said(refusal), in: context) }
        switch lost.operation {
        case .delete: return resume(with: HTTPAnswer(status: 204), in: context)
        case .read:
            phase = .settling(.failed(.unreadable(.refused(refusal))))
            return .record([.refused(lost.id, reason: "the client is not at the server")] + lessons)
        case .register, .update: return remainInDoubt(.said(refusal), in: context)
        }
    }

    private mutating func concludeRepetition(
        _ call: Call, _ answer: HTTPAnswer, _ meaning: RegistrationAnswer, in context: inout StepContext
    ) -> Effect {
        switch meaning {
        case .client(let information, let notes):
            report.lostAnswer = inquiry?.lost.reason
            report.refusedToken = inquiry?.refusal(of: information.registrationAccessToken)
            let isOfThisRun = inquiry?.interrupted != nil
            (inquiry, known) = (nil, nil)
            takeOver(information, notes, from: call, in: context)
            granted = information.metadata
            return isOfThisRun ? afterWrite(call, in: &context) : settle(.done(report), after: call)
        case .refused(let refusal):
            // It may be refused because the first was carried out: its token was good for one, perhaps.
            return remainInDoubt(.refusedAgain(refusal.withholding(secrets(of: call))), in: context)
        case .uncertain(let refusal):
            return repeated(call, answer.body, .saidAgain(refusal.withholding(secrets(of: call))))
        case .deleted: preconditionFailure("a register deletes nothing")
        }
    }

    mutating func inquiryWithoutAnswer(
        _ call: Call, _ received: [UInt8], _ failure: TransportFailure, in context: inout StepContext
    ) -> Effect {
        if call.purpose == .registerAgain { return repeated(call, received, .noAnswerAgain(failure.text)) }
        inquiry?.probed()
        if !call.isJournaled, inquiry?.mayProbeAgain ?? false { return backOff(call) }
        let lost: [JournalRecord] = call.isJournaled ? [.inDoubt(call.id, received: received, reason: failure.text)] : []
        return remainInDoubt(.noAnswer(failure.text), recording: lost, in: context)
    }

    /// What a repetition has brought belongs to the call that it repeats; then the next thing is asked.
    private mutating func repeated(_ call: Call, _ received: [UInt8], _ finding: Finding) -> Effect {
        guard var inquiry else { preconditionFailure("an inquiry is about a lost call") }
        inquiry.keep(received)
        inquiry.finding = finding.words(of: inquiry.lost)
        self.inquiry = inquiry
        phase = .inquiring
        return .record([
            .inDoubt(inquiry.lost.id, received: inquiry.lost.received, reason: inquiry.reason),
            .refused(call.id, reason: Self.repeats),
        ])
    }

    // MARK: Ends

    /// The call goes on with the answer that it would have had. One of an earlier run is over with it.
    private mutating func resume(with answer: HTTPAnswer, in context: StepContext) -> Effect {
        guard let inquiry else { preconditionFailure("an inquiry is about a lost call") }
        report.lostAnswer = inquiry.lost.reason
        let record = JournalRecord.answered(inquiry.lost.id, answer, at: context.now)
        if let interrupted = inquiry.interrupted {
            self.inquiry = nil
            phase = .answering(interrupted, answer)
            return .record([record])
        }
        phase = .settling(.done(report))
        return .record([record] + lessons)
    }

    private mutating func notCarriedOut(_ words: String) -> Effect {
        guard let inquiry else { preconditionFailure("an inquiry is about a lost call") }
        let failure = Settlement.failed(.notCarriedOut(inquiry.lost.operation, reason: inquiry.lost.reason))
        phase = .settling(inquiry.interrupted.flatMap { standing(without: $0.purpose) } ?? failure)
        return .record([.refused(inquiry.lost.id, reason: words)] + lessons)
    }

    /// The doubt stays, with what was found out since in its words.
    mutating func remainInDoubt(
        _ finding: Finding?, recording records: [JournalRecord] = [], in context: StepContext
    ) -> Effect {
        guard var inquiry else { preconditionFailure("an inquiry is about a lost call") }
        let lost = inquiry.lost
        inquiry.finding =
            (finding ?? (inquiry.finding == nil ? Finding.ofSilence(lost) : nil))?.words(of: lost) ?? inquiry.finding
        self.inquiry = inquiry
        var records = records + lessons
        if inquiry.finding != nil, inquiry.reason != lost.reason {
            records.append(.inDoubt(lost.id, received: [], reason: inquiry.reason))
        }
        let end = Settlement.inDoubt(lost.id, reason: inquiry.reason)
        guard !records.isEmpty else { return finish(end) }
        phase = .settling(end)
        return .record(records)
    }
}

extension RegistrationAnswer {
    /// Whether it says what became of the call, and so whether a read has replaced the token.
    var isDefinite: Bool {
        switch self {
        case .client, .deleted: true
        case .refused(let refusal): refusal.isDefinite
        case .uncertain: false
        }
    }
}

import OAuthRegistration

/// How a step ends: done, stopped, in doubt, or without a journal.
extension Step {
    /// What was promised to the disk or the server is finished; nothing new is begun.
    mutating func stop() -> Effect? {
        isStopping = true
        switch phase {
        case .planned: return finish(.notStarted)
        case .postponed(let purpose) where !purpose.finishesAnother: return leave(standing(without: purpose) ?? .notStarted)
        case .backingOff(let call) where !call.finishesAnother: return giveUp(call)
        case .postponed, .backingOff, .intending, .sending, .answering, .doubting, .inquiring, .closing, .settling, .withdrawing,
            .settled:
            return nil
        }
    }

    /// As `stop`, and what is in flight is given up.
    mutating func abandon() -> Effect? {
        (isStopping, isAbandoned) = (true, true)
        switch phase {
        case .sending(let call) where call.isJournaled:
            return close(
                call, doubted(call, Self.interrupted), recording: [.inDoubt(call.id, received: [], reason: Self.interrupted)])
        case .sending(let call):
            return leave(standing(without: call.purpose) ?? .notStarted)
        case .postponed(let purpose) where purpose.finishesAnother:
            return leave(standing(without: purpose) ?? .notStarted)
        case .backingOff(let call) where call.finishesAnother:
            return giveUp(call)
        case .planned, .postponed, .backingOff, .intending, .answering, .doubting, .inquiring, .closing, .settling, .withdrawing,
            .settled:
            return stop()
        }
    }

    /// A call of which nothing was sent.
    private mutating func giveUp(_ call: Call) -> Effect {
        let end = standing(without: call.purpose) ?? .notStarted
        guard call.isJournaled else { return leave(end) }
        return close(call, end, recording: [.refused(call.id, reason: "stopped before it was sent")])
    }

    private static let interrupted = "interrupted before the answer came"
    /// Why a call that was sent is called over: what became of it is told by the one that it repeats.
    static let repeats = "a repetition of a call that is in doubt"

    // MARK: Ends

    mutating func finish(_ settlement: Settlement) -> Effect {
        phase = .settled
        return .finish(settlement)
    }

    /// The end, with what was learned on the way. A call in doubt stays so: `settled` would take it out of doubt.
    mutating func settle(_ settlement: Settlement, after call: Call) -> Effect {
        if case .inDoubt = settlement { return leave(settlement) }
        guard !learned.isEmpty else { return finish(settlement) }
        phase = .settling(settlement)
        return .record([.settled(call.id, server: assignment.server, learned: learned)])
    }

    /// It was sent, and its answer is lost. What came of it is durable before anything else is done.
    mutating func doubt(_ call: Call, _ received: [UInt8], reason: String) -> Effect {
        let record = JournalRecord.inDoubt(call.id, received: received, reason: reason)
        if call.purpose.operation == .read { return close(call, doubted(call, reason), recording: [record]) }
        phase = .doubting(call, received: received, reason: reason)
        return .record([record])
    }

    mutating func close(_ call: Call, _ settlement: Settlement, recording records: [JournalRecord]) -> Effect {
        phase = .closing(call, settlement, late: nil)
        return .record(records + lessons)
    }

    /// The end by a call that came to nothing, with what those before it have taught.
    mutating func leave(_ settlement: Settlement) -> Effect {
        let lessons = lessons
        if lessons.isEmpty { return finish(settlement) }
        phase = .settling(settlement)
        return .record(lessons)
    }

    /// What was learned, as the last accepted call's: `settled` would take one out of doubt that is not over.
    var lessons: [JournalRecord] {
        guard let accepted, !learned.isEmpty else { return [] }
        return [.settled(accepted, server: assignment.server, learned: learned)]
    }

    // MARK: What stands

    /// What has been done, or is in doubt, whatever becomes of this call.
    func standing(without purpose: Call.Purpose) -> Settlement? {
        switch purpose {
        case .readBack: .done(report)
        // The update itself stands; this was the second way to clear some fields, and is still to be made.
        case .update(let attempt) where !attempt.cleared.isEmpty: .failed(.notCleared(attempt.cleared, nil))
        // It is not deleted, and nobody has seen it there.
        case .readAfterDelete:
            refusedDelete.map { refusal in
                var left = report
                left.leftBehind = refusal
                return .done(left)
            }
        case .inquire, .registerAgain: inquiry.map { .inDoubt($0.lost.id, reason: $0.reason) }
        case .register, .observe, .readBeforeUpdate, .update, .delete: nil
        }
    }

    /// How the step stands if nobody learns what became of this call.
    func doubted(_ call: Call, _ reason: String) -> Settlement {
        switch call.purpose {
        case .observe, .readBeforeUpdate, .readBack, .readAfterDelete: unreadable(call.purpose, .inDoubt)
        case .inquire, .registerAgain: standing(without: call.purpose) ?? .inDoubt(call.id, reason: reason)
        case .register, .update, .delete: .inDoubt(call.id, reason: reason)
        }
    }

    /// A read that came to nothing.
    func unreadable(_ purpose: Call.Purpose, _ reason: ObservedClient.Reason) -> Settlement {
        standing(without: purpose)
            ?? (purpose == .observe ? .observed(.unreadable(reason)) : .failed(.unreadable(reason)))
    }
}

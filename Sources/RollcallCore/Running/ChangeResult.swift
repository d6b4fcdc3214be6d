import OAuthRegistration

/// What became of one change of a plan.
public struct ChangeResult: Hashable, Sendable {
    public var change: Change
    public var outcome: Outcome
    /// In the order of its calls; empty if it needed none.
    public var settlements: [Settlement]
    /// Registrations that are still at their server, because there is nothing to delete them with.
    public var remaining: [FormerRegistration]
    /// What its calls were authorised with, where that is known.
    public var authority: CallAuthority?

    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        case done
        /// Nothing was to be done.
        case nothing
        case failed
        case inDoubt = "in_doubt"
        /// Its own calls or those before it were not made.
        case notStarted = "not_started"
        /// The plan said so already.
        case blocked
    }

    /// - Parameter settlements: of its calls, in their order.
    public init(_ change: Change, _ settlements: [Settlement], remaining: [FormerRegistration] = []) {
        self.change = change
        self.settlements = settlements
        self.remaining = remaining
        outcome = Self.outcome(change, settlements)
    }

    /// Whether the plan wanted it otherwise: the client, or a registration that it has replaced.
    public var isUndone: Bool {
        switch outcome {
        case .done, .nothing:
            settlements.contains { $0.leavesBehind || change.action == .update && ($0.isUnreadable || $0.isAnother) }
        case .failed, .inDoubt, .notStarted, .blocked: true
        }
    }

    /// The gravest of its calls decides.
    private static func outcome(_ change: Change, _ settlements: [Settlement]) -> Outcome {
        switch change.action {
        case .blocked: return .blocked
        case .nothing: return .nothing
        // Nothing but a registration that was replaced was to go, and it stays: the client is as the plan wanted it.
        case .delete where change.reason == .formerRemains && settlements.contains(where: \.leavesBehind):
            if settlements.allSatisfy(\.leavesBehind) { return .nothing }
        case .register, .update, .replace, .delete, .forget, .record: break
        }
        return settlements.map(\.outcome).max { $0.gravity < $1.gravity } ?? .done
    }
}

extension ChangeResult.Outcome {
    fileprivate var gravity: Int {
        switch self {
        case .nothing, .done: 0
        case .notStarted: 1
        case .blocked: 2
        case .failed: 3
        case .inDoubt: 4
        }
    }
}

extension Settlement {
    /// Whether a delete was refused, and will not be tried again.
    fileprivate var leavesBehind: Bool {
        if case .done(let report) = self { report.leftBehind != nil } else { false }
    }

    /// Whether the server would not show the client after the write. After a registration it may only not know of it everywhere yet.
    fileprivate var isUnreadable: Bool {
        if case .done(let report) = self { report.refusedReadBack != nil } else { false }
    }

    /// Whether the server has made of the client what nobody declared.
    fileprivate var isAnother: Bool {
        if case .done(let report) = self { report.natureChanges.contains(where: \.isOfWhatItWas) } else { false }
    }

    fileprivate var outcome: ChangeResult.Outcome {
        switch self {
        case .done, .observed: .done
        case .failed: .failed
        case .inDoubt, .unrecorded: .inDoubt
        case .notStarted: .notStarted
        }
    }
}

import OAuthRegistration

/// Calls that a server failed, in a row. After five the server is left alone: what is wrong with it would be wrong with the next
/// call, too, and a register that is sent to it may end in doubt. After one update that leaves its client unreadable it is left alone at once.
struct ServerFailures: Sendable {
    static let limit = 5

    /// By server's key.
    private var inARow: [String: Int] = [:]
    /// Steps that are not begun any more, by the key of the server that is left alone.
    private(set) var notBegun: [String: Int] = [:]

    /// `true`: that was one too many.
    mutating func note(_ settlement: Settlement, of assignment: Assignment, byAdministrator: Bool = false) -> Bool {
        let server = assignment.server
        // The next update would take another client's token.
        if case .update = assignment.work, case .done(let report) = settlement, report.refusedReadBack != nil {
            return notBegun[server] == nil
        }
        // All calls have the same bearer: what is said of it is said of the next call, too.
        let isOfTheBearer = byAdministrator && settlement.refusal?.status == 401
        switch isOfTheBearer ? .fails : settlement.testimony(on: assignment.work) {
        case .nothing: return false
        case .works: inARow[server] = 0
        case .fails: inARow[server, default: 0] += 1
        }
        return inARow[server] == Self.limit && notBegun[server] == nil
    }

    mutating func leaveAlone(_ server: String, steps: Int) { notBegun[server] = steps }
}

extension Settlement {
    fileprivate var refusal: Refusal? {
        switch self {
        case .failed(.refused(_, let refusal)), .failed(.unreadable(.refused(let refusal))): refusal
        case .observed(.unreadable(.refused(let refusal)), _): refusal
        case .done, .failed, .inDoubt, .observed, .unrecorded, .notStarted: nil
        }
    }

    fileprivate enum Testimony { case works, fails, nothing }

    fileprivate func testimony(on work: Assignment.Work) -> Testimony {
        switch self {
        case .done, .failed(.drifted), .failed(.notDeleted): .works
        case .failed(.notSent): .fails
        // A call of an earlier run may stay in doubt although the server answers, or without being asked.
        case .inDoubt, .failed(.notCarriedOut): work.isOfAnEarlierRun ? .nothing : .fails
        case .failed(.refused(let operation, let refusal)): refusal.testimony(on: operation)
        case .failed(.notCleared(_, let refusal)): refusal?.testimony(on: .update) ?? .works
        case .observed(.unreadable(let reason), _), .failed(.unreadable(let reason)): reason.testimony
        case .observed: .works
        case .failed(.unmanaged), .failed(.notRecorded), .unrecorded, .notStarted: .nothing
        }
    }
}

extension Assignment.Work {
    fileprivate var isOfAnEarlierRun: Bool {
        switch self {
        case .settle: true
        case .register, .update, .delete, .observe: false
        }
    }
}

extension ObservedClient.Reason {
    fileprivate var testimony: Settlement.Testimony {
        switch self {
        case .refused(let refusal): refusal.testimony(on: .read)
        case .noAnswer, .inDoubt: .fails
        case .unmanaged: .nothing
        }
    }
}

extension Refusal {
    /// 401 to a registration is about the initial access token: it is used up, or was never good.
    fileprivate func testimony(on operation: RegistrationOperation) -> Settlement.Testimony {
        if operation == .register, status == 401 { return .fails }
        return status >= 500 && status != 501 || [408, 425, 429].contains(status) ? .fails : .works
    }
}

/// A plan in one line, and whether there is anything to do in it.
public struct PlanSummary: Hashable, Sendable {
    private let counts: [Change.Action: Int]

    public init(_ plan: Plan) {
        counts = Dictionary(plan.changes.map { ($0.action, 1) }, uniquingKeysWith: +)
    }

    public func count(_ action: Change.Action) -> Int { counts[action] ?? 0 }

    /// Whether applying the plan would change a server or the state. What is blocked is not changed by applying.
    public var hasChanges: Bool {
        let changing: [Change.Action] = [.register, .update, .replace, .delete, .forget, .record]
        return changing.contains { count($0) > 0 }
    }

    /// Whether applying the plan leaves something undone, however well it goes.
    public var leavesSomethingUndone: Bool { count(.blocked) > 0 }

    /// Kinds of which there are none are left out.
    public var line: String {
        let parts = Change.Action.allCases.compactMap { action in
            count(action) > 0 ? words(action).map { "\(count(action)) \($0)" } : nil
        }
        return parts.isEmpty ? "Plan: nothing to do." : "Plan: \(parts.joined(separator: ", "))."
    }

    private func words(_ action: Change.Action) -> String? {
        switch action {
        case .register, .update, .replace, .delete, .forget, .record: "to \(action.rawValue)"
        case .blocked: "blocked"
        case .nothing: nil
        }
    }
}

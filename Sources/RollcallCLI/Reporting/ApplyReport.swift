import RollcallCore
import StrictJSON

/// What became of a plan: one line a change, and a summary.
struct ApplyReport {
    let plan: Plan
    let console: Console

    /// One change, when it has ended.
    func tell(_ result: ChangeResult) {
        if result.outcome != .nothing { console.result(line(result) + "\n") }
        // Calls end in any order; in the document they stand in the plan's.
        console.report(result.diagnostics, isCollected: false)
    }

    /// Nothing was done, at least not yet.
    func begin() { document([]) }

    func end(_ results: [ChangeResult]) {
        if !results.isEmpty { console.result("\n\(summary(results))\n") }
        for result in results { console.collect(result.diagnostics) }
        document(results)
    }

    private func document(_ results: [ChangeResult]) {
        console.document([
            "changes": .array(results.map { .object(object($0)) }), "plan": PlanJSON.value(plan),
            "summary": .object(counts(results)),
        ])
    }

    private func line(_ result: ChangeResult) -> String {
        let (symbol, colour) = result.isUndone ? ("!", .red) : PlanView.symbol(of: result.change.action)
        let label = console.output.paint(result.change.label.text, .bold)
        return "\(console.output.paint(symbol, colour)) \(label)  \(words(result)) \(InertText.escaped(result.change.server))"
    }

    private func words(_ result: ChangeResult) -> String {
        switch result.outcome {
        case .done where result.change.reason == .formerRemains: "deleted its former registration at"
        case .done, .nothing: "\(Self.participle(result.change.action)) at"
        case .failed: "could not \(result.change.action.rawValue) at"
        case .inDoubt: "in doubt (\(result.change.action.rawValue)) at"
        case .notStarted: "not begun (\(result.change.action.rawValue)) at"
        case .blocked: "blocked (\(PlanView.words(for: result.change.reason))) at"
        }
    }

    private static func participle(_ action: Change.Action) -> String {
        switch action {
        case .register: "registered"
        case .update: "updated"
        case .replace: "replaced"
        case .delete: "deleted"
        case .forget: "forgotten, left"
        case .record: "recorded, as it is"
        case .blocked, .nothing: action.rawValue
        }
    }

    /// Such as `Applied: 2 registered, 1 updated; 1 failed.`
    private func summary(_ results: [ChangeResult]) -> String {
        let done = Change.Action.allCases.compactMap { action -> String? in
            let count = results.count { $0.outcome == .done && $0.change.action == action }
            return count == 0 ? nil : "\(count) \(Self.counted(action))"
        }
        let undone = Self.undone.compactMap { outcome, words -> String? in
            let count = results.count { $0.outcome == outcome }
            return count == 0 ? nil : "\(count) \(words)"
        }
        let parts = [done, undone].map { $0.joined(separator: ", ") }.filter { !$0.isEmpty }
        return "Applied: \(done.isEmpty ? undone.isEmpty ? "nothing" : "nothing; " : "")\(parts.joined(separator: "; "))."
    }

    private static func counted(_ action: Change.Action) -> String {
        switch action {
        case .forget: "forgotten"
        case .record: "recorded"
        case .register, .update, .replace, .delete, .blocked, .nothing: participle(action)
        }
    }

    private static let undone: [(ChangeResult.Outcome, String)] = [
        (.failed, "failed"), (.inDoubt, "in doubt"), (.notStarted, "not begun"), (.blocked, "blocked"),
    ]

    // MARK: JSON

    private func object(_ result: ChangeResult) -> JSONObject {
        [
            "action": .string(result.change.action.rawValue), "label": .string(result.change.label.text),
            "outcome": .string(result.outcome.rawValue), "reason": .string(result.change.reason.rawValue),
            "server": .string(result.change.server),
        ]
    }

    private func counts(_ results: [ChangeResult]) -> JSONObject {
        var object: JSONObject = [:]
        for outcome in ChangeResult.Outcome.allCases {
            object[JSONString(outcome.rawValue)] = .integer(results.count { $0.outcome == outcome })
        }
        return object
    }
}

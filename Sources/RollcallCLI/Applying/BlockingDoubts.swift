import OAuthRegistration
import RollcallCore

/// Calls in doubt that keep changes of a plan from being made, each with the command that settles it.
struct BlockingDoubts {
    let plan: Plan
    let state: StateDocument?

    var diagnostics: Diagnostics {
        guard let state else { return Diagnostics() }
        let blocked = Dictionary(
            plan.changes.filter { $0.action == .blocked && $0.reason == .inDoubt }.map { ($0.movedFrom ?? $0.label, $0.label) }
        ) { first, _ in first }
        return Diagnostics(
            state.sortedDoubts.compactMap { doubt in
                guard doubt.intent.operation != .read, let label = blocked[doubt.intent.label] else { return nil }
                return diagnostic(doubt, label)
            })
    }

    private func diagnostic(_ doubt: Doubt, _ label: ClientLabel) -> Diagnostic {
        Diagnostic(
            .callInDoubt, severity: .warning,
            "A call to \(doubt.intent.operation.rawValue) the client was sent to \"\(doubt.intent.server)\" at \(doubt.intent.sentAt), and "
                + "nobody knows whether it was carried out: \(doubt.reason). Until that is settled, the client is left alone.",
            hint: doubt.intent.id.recoveryHint, client: label)
    }
}

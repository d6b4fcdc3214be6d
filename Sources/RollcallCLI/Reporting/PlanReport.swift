import OAuthRegistration
import RollcallCore

/// A plan with its summary line, and what an empty one means.
struct PlanReport {
    let style: Style
    /// Whether the servers were asked, or it is not known.
    var isRefreshed = true
    /// Whether it is about some of the clients only.
    var isPartial = false

    func text(_ plan: Plan) -> String {
        let summary = PlanSummary(plan)
        let end = (isEmpty(summary) ? nothing : summary.line) + "\n"
        return [PlanView(style: style).text(plan), agreed(plan), end].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// What else somebody who applies it agrees to.
    private func agreed(_ plan: Plan) -> String {
        if plan.acceptedOrigins.isEmpty { return "" }
        return "Credentials may go to \(plan.acceptedOrigins.map(\.text).joined(separator: ", ")), as --accept-origin says.\n"
    }

    private func isEmpty(_ summary: PlanSummary) -> Bool { !summary.hasChanges && !summary.leavesSomethingUndone }

    private var nothing: String {
        isRefreshed
            ? "Nothing to do: every \(isPartial ? "selected " : "")client is registered as the manifests say."
            : "Nothing to do: the state \(isPartial ? "of the selected clients " : "")is as the manifests say. "
                + "(The servers were not asked; --refresh asks them.)"
    }
}

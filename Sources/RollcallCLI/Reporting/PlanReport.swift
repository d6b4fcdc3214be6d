import OAuthRegistration
import RollcallCore

/// A plan with its summary line, and what an empty one means.
struct PlanReport {
    let style: Style
    let isRefreshed: Bool

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
            ? "Nothing to do: every client is registered as the manifests say."
            : "Nothing to do: the state is as the manifests say. (The servers were not asked; --refresh asks them.)"
    }
}

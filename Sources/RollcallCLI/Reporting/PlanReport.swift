import RollcallCore

/// A plan with its summary line, and what an empty one means.
struct PlanReport {
    let style: Style
    let isRefreshed: Bool

    func text(_ plan: Plan) -> String {
        let summary = PlanSummary(plan)
        let changes = PlanView(style: style).text(plan)
        return changes + (changes.isEmpty ? "" : "\n") + (isEmpty(summary) ? nothing : summary.line) + "\n"
    }

    private func isEmpty(_ summary: PlanSummary) -> Bool { !summary.hasChanges && !summary.leavesSomethingUndone }

    private var nothing: String {
        isRefreshed
            ? "Nothing to do: every client is registered as the manifests say."
            : "Nothing to do: the state is as the manifests say. (The servers were not asked; --refresh asks them.)"
    }
}

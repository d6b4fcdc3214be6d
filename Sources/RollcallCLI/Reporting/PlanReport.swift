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
        let changes = PlanView(style: style).text(plan)
        return changes + (changes.isEmpty ? "" : "\n") + (isEmpty(summary) ? nothing : summary.line) + "\n"
    }

    private func isEmpty(_ summary: PlanSummary) -> Bool { !summary.hasChanges && !summary.leavesSomethingUndone }

    private var nothing: String {
        isRefreshed
            ? "Nothing to do: every \(isPartial ? "selected " : "")client is registered as the manifests say."
            : "Nothing to do: the state \(isPartial ? "of the selected clients " : "")is as the manifests say. "
                + "(The servers were not asked; --refresh asks them.)"
    }
}

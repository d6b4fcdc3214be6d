import OAuthRegistration

/// Whether a saved plan is still about what state holds. One client that is not refuses the whole plan: what was reviewed is
/// applied exactly, or not at all.
public enum Staleness {
    /// Clients that are recorded otherwise than when the plan was made, for which a call is in doubt since, or whose client
    /// another label has, too. Ascending, each once.
    public static func check(_ plan: Plan, against state: StateDocument, digest: Digest) -> [ClientLabel] {
        let doubted = Set(state.doubts.values.map(\.intent).filter { $0.operation != .read }.map(\.label))
        let shared = SharedClients(in: state)
        var stale: [ClientLabel] = []
        for change in plan.changes where change.action != .nothing && change.label != stale.last {
            let recorded = state[change.movedFrom ?? change.label].map { ClientDigest.of($0, digest: digest) }
            let isTaken = change.movedFrom != nil && state[change.label] != nil
            let labels = [change.label, change.movedFrom].compactMap(\.self)
            let isInDoubt = change.reason != .inDoubt && labels.contains(where: doubted.contains)
            let isShared = ![.forget, .blocked].contains(change.action) && labels.contains(where: shared.holds)
            if recorded != change.recorded || isTaken || isInDoubt || isShared { stale.append(change.label) }
        }
        return stale
    }

    /// Servers of the plan that are named by something else now. Ascending.
    private static func strangers(_ plan: Plan, _ state: StateDocument, _ project: Project) -> [String] {
        // What makes them ambiguous is said when the plan is applied.
        var diagnostics = Diagnostics()
        let servers = PlannedServers(
            project, state, endpoints: [:], acceptedOrigins: plan.acceptedOrigins, diagnostics: &diagnostics)
        return plan.servers.filter { servers.namedBy($0.key) != $0.value }.map(\.key).sorted { $0.precedes($1) }
    }

    /// Everything that keeps the plan from being applied to this state.
    /// - Parameter project: whose servers it is applied with; `nil` if it is only shown.
    public static func diagnostics(
        _ plan: Plan, against state: StateDocument, project: Project? = nil, digest: Digest
    ) -> Diagnostics {
        let again = "make a new plan, and have it reviewed"
        guard plan.lineage?.isSameText(as: state.lineage) ?? false else {
            return Diagnostics([Diagnostic(.planForeign, "The plan was made from another state.", hint: again)])
        }
        let strangers = project.map { Self.strangers(plan, state, $0) } ?? []
        if let key = strangers.first {
            let detail =
                "Since the plan was made, the server \"\(key)\" has been given another name. Nothing of the plan was applied."
            return Diagnostics([Diagnostic(.planStale, detail, hint: again)])
        }
        let stale = check(plan, against: state, digest: digest)
        if stale.isEmpty { return Diagnostics() }
        let names = stale.map { "\"\($0)\"" }.joined(separator: ", ")
        return Diagnostics([
            Diagnostic(
                .planStale, "Since the plan was made, what state says of \(names) has changed. Nothing of the plan was applied.",
                hint: again)
        ])
    }
}

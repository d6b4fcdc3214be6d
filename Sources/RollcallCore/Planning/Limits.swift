/// What guards a project against its own mistakes: how many clients one plan may take away. Over the limit the whole plan is refused.
public enum Limits {
    /// Percentages hold from here on: of nine clients, two are easily meant.
    private static let fewestForPercent = 10

    /// - Parameters:
    ///   - recorded: how many clients there are in state, whatever the plan is about.
    ///   - allowed: `--allow-deletes`: holds instead of the project's limit.
    public static func check(
        _ plan: Plan, recorded: Int, limits: Project.Limits, allowed: Int? = nil
    ) -> Diagnostics {
        let deletes = plan.changes.count { $0.takesClientAway && $0.reason != .destroyed }
        guard let limit = allowed ?? limit(limits, recorded: recorded), deletes > limit else { return Diagnostics() }
        return Diagnostics([refusal(deletes, of: recorded, limit, limits, allowed: allowed)])
    }

    /// `nil`: none.
    private static func limit(_ limits: Project.Limits, recorded: Int) -> Int? {
        switch limits.deletes {
        case .count(let count): count
        case .percent(let percent): recorded < fewestForPercent ? nil : recorded * percent / 100
        }
    }

    private static func refusal(
        _ deletes: Int, of recorded: Int, _ limit: Int, _ limits: Project.Limits, allowed: Int?
    ) -> Diagnostic {
        let rule =
            switch (allowed, limits.deletes) {
            case (let allowed?, _): "--allow-deletes \(allowed)"
            case (nil, .count(let count)): "limits.deletes: \(count)"
            case (nil, .percent(let percent)): "limits.deletes: \(percent)%, which is \(limit)"
            }
        return Diagnostic(
            .tooManyDeletes,
            "The plan deletes or replaces \(deletes) of \(recorded) recorded clients, more than \(rule). Whoever uses them would be "
                + "locked out, and nothing brings a client_id back.",
            hint: "if that is meant:\n  rollcall apply --allow-deletes \(deletes)")
    }
}

/// What a client with `protect: true` in state is safe from. It is lifted by applying `protect: false`, and in no other way.
public enum Protection {
    public static func check(_ plan: Plan, state: StateDocument?) -> Diagnostics {
        var diagnostics = Diagnostics()
        for change in plan.changes where change.takesClientAway {
            guard let recorded = state?[change.movedFrom ?? change.label], recorded.protect else { continue }
            diagnostics.report(
                Diagnostic(
                    .clientProtected,
                    "The client \"\(change.label)\" is protected, and the plan would \(change.action.rawValue) it.",
                    hint: "to lift the protection, apply `protect: false` for it first", client: change.label))
        }
        return diagnostics
    }
}

extension Change {
    /// Whether the registration that the client has now ends. A former one is not the client.
    fileprivate var takesClientAway: Bool {
        switch action {
        case .delete: reason != .formerRemains
        case .replace: true
        case .register, .update, .forget, .record, .blocked, .nothing: false
        }
    }
}

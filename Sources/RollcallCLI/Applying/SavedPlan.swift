import RollcallCore
import RollcallIO

/// A plan that was saved, to be applied exactly, or not at all.
struct SavedPlan {
    let path: String
    let applying: ApplyingOptions
    let lockTimeout: Int
    let console: Console

    /// Reads `rollcall.yaml` for servers and state, and no client definitions.
    func apply(_ workspace: Workspace) async throws -> ExitStatus {
        let plan = try Self.read(path)
        let project = try workspace.checkedProject(console)
        let place = StatePlace(project, console, lockTimeout: lockTimeout)
        return try await place.run("apply") { keeper in
            let stale = Staleness.diagnostics(plan, against: await keeper.state, project: project, digest: sha256)
            if stale.hasErrors { throw CommandFailure(stale) }
            let summary = PlanSummary(plan)
            let report = ApplyReport(plan: plan, console: console)
            report.begin()
            guard summary.hasChanges || !plan.acceptedOrigins.isEmpty else {
                report.end([])
                return summary.leavesSomethingUndone ? .undone : .done
            }
            if !applying.autoApprove {
                console.result(PlanReport(style: console.output).text(plan))
                guard try Approval(console: console).ask("\nApply this plan?") else { return .refused }
            }
            return try await PlanApplication(
                plan: plan, project: project, place: place, keeper: keeper, endpoints: [:], parallelism: applying.parallelism,
                console: console
            ).run()
        }
    }

    /// In bytes: far more than a plan for every client that a project can have.
    private static let limit = 1 << 30

    static func read(_ path: String) throws -> Plan {
        let bytes: [UInt8]?
        do { bytes = try InputFile.read(path, limit: limit) } catch {
            throw CommandFailure(
                Diagnostic(
                    .fileUnreadable, "The plan \(path) cannot be read: \(error.sentence)",
                    hint: "name a file that rollcall plan --out has written"))
        }
        guard let bytes else {
            throw CommandFailure(
                Diagnostic(.fileUnreadable, "There is no plan at \(path).", hint: "make one:\n  rollcall plan --out \(path)"))
        }
        do { return try PlanCodec.read(bytes, digest: sha256) } catch { throw CommandFailure(error.diagnostic(path: path)) }
    }
}

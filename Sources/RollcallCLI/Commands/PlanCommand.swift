import ArgumentParser
import RollcallCore
import RollcallIO

/// Shows what `apply` would do. Offline unless asked to refresh; then it holds the state's lock, since a read can be a write.
struct PlanCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show what apply would do.",
        discussion: """
            Compares the manifests with the state, and asks no server unless --refresh says so. The plan can be saved with --out \
            and applied exactly as it was reviewed: rollcall apply ./FILE.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions
    @OptionGroup var planning: PlanningOptions
    @OptionGroup var locking: LockOptions

    @Option(help: ArgumentHelp("Save the plan.", valueName: "file"))
    var out: String?

    @Flag(help: "Exit with 2 when there are changes.")
    var detailedExitcode = false

    @Argument(help: ArgumentHelp("Only these clients.", valueName: "label"))
    var labels: [ClientLabel] = []

    var format: ReportFormat { report.format }

    func validate() throws {
        if let out, out.isEmpty || out.hasSuffix("/") { throw ValidationError("--out takes the path of a file") }
    }

    func execute(_ console: Console) async throws -> ExitStatus {
        let workspace = Workspace()
        let manifest = try await workspace.checkedManifest(console)
        let place = StatePlace(manifest.project, console, lockTimeout: locking.lockTimeout)
        if let out { try PlanFile(path: out).check(besides: place) }
        let maker = PlanMaker(
            manifest: manifest, place: place, options: planning.planOptions(labels: labels), allowDeletes: planning.allowDeletes,
            console: console)
        let state = try await place.load(console)
        if out != nil, state == nil { throw CommandFailure(StateStoreFailure.absent.diagnostic(path: place.path)) }
        let made = try await make(maker, state)
        show(made, console, isWithoutState: state == nil, maker)
        if made.isRefused { return .refused }
        if let out {
            try PlanFile(path: out).write(made.plan)
            console.say(
                "Saved. To apply exactly this plan:\n  rollcall apply \(InertText.escaped(out.contains("/") ? out : "./\(out)"))")
        }
        return detailedExitcode && PlanSummary(made.plan).hasChanges ? .changes : .done
    }

    private func make(_ maker: PlanMaker, _ state: StateDocument?) async throws -> PlanMaker.Made {
        guard planning.refresh, state != nil else { return maker.make(on: state) }
        return try await maker.place.run("plan --refresh") { keeper in
            let refreshed = try await Refresh(maker: maker, keeper: keeper).run()
            await maker.place.reportIncidents(of: keeper)
            return maker.make(on: refreshed.state, refreshed)
        }
    }

    private func show(_ made: PlanMaker.Made, _ console: Console, isWithoutState: Bool, _ maker: PlanMaker) {
        // Nothing was planned: what is wrong is all there is to say.
        if made.isEmptyRefusal { return console.report(made.diagnostics) }
        if isWithoutState {
            console.result("no state at \(InertText.escaped(maker.place.path)): everything will be registered\n\n")
        }
        let report = PlanReport(
            style: console.output, isRefreshed: planning.refresh, isPartial: maker.options.isPartial)
        console.result(report.text(made.plan))
        console.document { PlanCodec.report(made.plan, diagnostics: $0, digest: sha256) }
        console.report(made.diagnostics)
    }
}

import ArgumentParser
import Glibc
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

    func execute(_ console: Console) async throws -> ExitStatus {
        let workspace = Workspace()
        if let out { try refuseToOverwrite(out) }
        let manifest = try await workspace.checkedManifest(console)
        let place = StatePlace(manifest.project, console, lockTimeout: locking.lockTimeout)
        let maker = PlanMaker(
            manifest: manifest, place: place, options: planning.planOptions(labels: labels), allowDeletes: planning.allowDeletes,
            console: console)
        let state = try await place.load(console)
        if out != nil, state == nil { throw CommandFailure(StateStoreFailure.absent.diagnostic(path: place.path)) }
        let made = try await make(maker, state)
        show(made, console, isWithoutState: state == nil, place)
        if made.isRefused { return .refused }
        try save(made.plan, console)
        return detailedExitcode && PlanSummary(made.plan).hasChanges ? .changes : .done
    }

    private func make(_ maker: PlanMaker, _ state: StateDocument?) async throws -> PlanMaker.Made {
        guard planning.refresh, state != nil else { return maker.make(on: state) }
        return try await maker.place.run("plan --refresh") { keeper in
            let refreshed = try await Refresh(maker: maker, keeper: keeper).run()
            return maker.make(on: refreshed.state, refreshed)
        }
    }

    private func show(_ made: PlanMaker.Made, _ console: Console, isWithoutState: Bool, _ place: StatePlace) {
        if isWithoutState, !made.isEmptyRefusal { console.result("no state at \(place.path): everything will be registered\n\n") }
        // Nothing was planned: what is wrong is all there is to say.
        if made.isEmptyRefusal { return console.report(made.diagnostics) }
        console.result(PlanReport(style: console.output, isRefreshed: planning.refresh).text(made.plan))
        if console.format == .json { console.raw(PlanCodec.write(made.plan, digest: sha256)) }
        console.report(made.diagnostics)
    }

    /// What is there and is no plan, such as a state or a manifest, is left as it is. An empty file is somebody's `mktemp`.
    private func refuseToOverwrite(_ path: String) throws {
        var file = stat()
        guard stat(path, &file) == 0, file.st_mode & S_IFMT == S_IFREG, file.st_size > 0 else { return }
        do { _ = try SavedPlan.read(path) } catch {
            throw CommandFailure(
                Diagnostic(
                    .fileNotWritten, "There is something else than a plan at \(path), and it was left as it is.",
                    hint: "name another file"))
        }
    }

    private func save(_ plan: Plan, _ console: Console) throws {
        guard let out else { return }
        do { try OutputFile.write(PlanCodec.write(plan, digest: sha256), to: out) } catch {
            throw CommandFailure(Diagnostic(.fileNotWritten, "The plan could not be saved: \(error.sentence)"))
        }
        console.say("Saved. To apply exactly this plan:\n  rollcall apply \(out.contains("/") ? out : "./\(out)")")
    }
}

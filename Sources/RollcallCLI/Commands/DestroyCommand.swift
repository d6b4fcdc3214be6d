import ArgumentParser
import RollcallCore

/// Deletes every client in state, whatever the manifests say. Protection still holds; limits do not.
struct DestroyCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "destroy", abstract: "Delete every client in state, at its server.",
        discussion: "A client with protect: true in state refuses the whole command.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions
    @OptionGroup var locking: LockOptions

    @Flag(help: "Do not ask.")
    var autoApprove = false

    var format: ReportFormat { report.format }
    static let changesSomething = true

    func execute(_ console: Console) async throws -> ExitStatus {
        let project = try Workspace().checkedProject(console)
        let place = StatePlace(project, console, lockTimeout: locking.lockTimeout)
        _ = try await place.required(console, needsKey: true)
        let maker = PlanMaker(
            manifest: Manifest(project: project, sheets: []), place: place, options: PlanOptions(destroy: true),
            allowDeletes: nil,
            console: console)
        var applying = ApplyingOptions()
        applying.autoApprove = autoApprove
        applying.parallelism = nil
        return try await PlanAndApply(maker: maker, command: "destroy", isRefreshing: false, applying: applying).run()
    }
}

import ArgumentParser
import RollcallCore
import RollcallIO

/// Asks the servers what the recorded clients are now, and shows what differs. Plans nothing and changes nothing; it holds the state's
/// lock, since a read can replace a token.
struct DriftCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "drift", abstract: "Show what differs at the servers from what was granted.",
        discussion: """
            Asks each server about its recorded clients. A manifest that has been edited since is no drift. A server at which each \
            read replaces the client's token is asked only about clients that are named. Exit status 2 when a declared field has \
            drifted, 3 when a client cannot be read or is in doubt.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions
    @OptionGroup var locking: LockOptions

    @Option(help: ArgumentHelp("Only clients with this tag; may be repeated.", valueName: "key=value"))
    var select: [TagSelection] = []

    @Argument(help: ArgumentHelp("Only these clients.", valueName: "label"))
    var labels: [ClientLabel] = []

    var format: ReportFormat { report.format }

    func execute(_ console: Console) async throws -> ExitStatus {
        let manifest = try await Workspace().checkedManifest(console)
        let place = StatePlace(manifest.project, console, lockTimeout: locking.lockTimeout)
        try check(try await place.required(console), manifest)
        let maker = PlanMaker(
            manifest: manifest, place: place, options: PlanOptions(labels: labels, tags: select.map(\.tag)), allowDeletes: nil,
            console: console)
        return try await place.run("drift") { keeper in
            let refreshed = try await Refresh(maker: maker, keeper: keeper, isSparing: true).run()
            await place.reportIncidents(of: keeper)
            let drift = Drift(of: refreshed.labels, manifest, refreshed.state, refreshed.observations)
            console.result(DriftView(style: console.output).text(drift))
            console.document(DriftJSON.document(drift))
            console.report(drift.diagnostics)
            let silences = Silences(
                refreshed.observations, in: refreshed.state, of: manifest.project, triages: refreshed.triages)
            console.report(silences.refusals)
            console.report(refreshed.oddities)
            return drift.leavesOpen ? .undone : drift.hasDrifted ? .changes : .done
        }
    }

    /// A selection that no recorded client answers to would look like success.
    private func check(_ state: StateDocument, _ manifest: Manifest) throws {
        let sources = Dictionary(manifest.project.moved.map { ($0.to, $0.from) }) { first, _ in first }
        for label in labels where sources[label].flatMap({ state[$0] }) == nil { _ = try state.client(label) }
        let selection = EmptySelection.check(
            PlanOptions(labels: labels, tags: select.map(\.tag)), manifest, state: state)
        if selection.hasErrors { throw CommandFailure(selection) }
    }
}

import ArgumentParser
import Glibc
import RollcallCore

/// Plans, asks, applies; with a saved plan: applies exactly that, or nothing.
struct ApplyCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Do what the plan says, at the servers and in state.",
        discussion: """
            Without a saved plan, makes one, shows it and asks. With a saved plan (an argument with a slash, or the name of a file), \
            applies exactly that, unless a client it is about has changed since.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions
    @OptionGroup var planning: PlanningOptions
    @OptionGroup var applying: ApplyingOptions
    @OptionGroup var locking: LockOptions

    @Argument(help: ArgumentHelp("A saved plan, or the clients that it is about.", valueName: "plan|label"))
    var arguments: [String] = []

    var format: ReportFormat { report.format }
    static let changesSomething = true

    func validate() throws {
        // Before anything is done, and so before the folder of -C is entered.
        if let path = planPath(in: global.directory) {
            if arguments.count > 1 { throw ValidationError("a saved plan is applied alone, without other arguments") }
            if planning.isGiven {
                throw ValidationError(
                    "a saved plan (\(path)) is applied as it is: only --auto-approve, --parallelism and --lock-timeout go with it"
                )
            }
        } else {
            _ = try labels()
        }
    }

    func execute(_ console: Console) async throws -> ExitStatus {
        let workspace = Workspace()
        if let path = planPath(in: ".") {
            try await refuseAmbiguity(path, workspace)
            return try await SavedPlan(path: path, applying: applying, lockTimeout: locking.lockTimeout, console: console)
                .apply(workspace)
        }
        let manifest = try await workspace.checkedManifest(console)
        let maker = PlanMaker(
            manifest: manifest, place: StatePlace(manifest.project, console, lockTimeout: locking.lockTimeout),
            options: planning.planOptions(labels: try labels()), allowDeletes: planning.allowDeletes, console: console)
        return try await PlanAndApply(
            maker: maker, command: "apply", isRefreshing: planning.refresh, applying: applying
        ).run()
    }

    /// The one argument that has a slash, or is a file in `folder`.
    private func planPath(in folder: String) -> String? {
        arguments.first { $0.contains("/") || isFile("\(folder)/\($0)") }
    }

    /// A folder is no plan.
    private func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    }

    private func labels() throws -> [ClientLabel] {
        try arguments.map { argument in
            guard let label = ClientLabel(argument) else {
                throw ValidationError("\(argument) is neither a file nor a label ([a-z0-9][a-z0-9._-]{0,62})")
            }
            return label
        }
    }

    private func refuseAmbiguity(_ path: String, _ workspace: Workspace) async throws {
        guard let label = ClientLabel(path) else { return }
        var diagnostics = Diagnostics()
        guard let manifest = try? await workspace.manifest(&diagnostics), manifest.declares(label) else { return }
        throw CommandFailure(
            Diagnostic(
                .ambiguousArgument, "\(path) is the name of a file, and the label of a client.",
                hint: "for the file:\n  rollcall apply ./\(path)"))
    }
}

/// What only `apply` and `destroy` take.
struct ApplyingOptions: ParsableArguments {
    @Flag(help: "Do not ask.")
    var autoApprove = false

    @Option(help: ArgumentHelp("Calls at once at each server, 1 to 64, instead of the project's.", valueName: "n"))
    var parallelism: Int?

    func validate() throws {
        if let parallelism, !(1...64).contains(parallelism) { throw ValidationError("--parallelism takes a number from 1 to 64") }
    }
}

extension Manifest {
    fileprivate func declares(_ label: ClientLabel) -> Bool {
        sheets.contains { sheet in sheet.rows.contains { sheet.bytes($0.label).elementsEqual(label.text.utf8) } }
    }
}

import ArgumentParser
import RollcallCore
import StrictJSON

/// Begins a project where there is none, and its state where there is none. Overwrites nothing.
struct InitCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Begin a project, or the state of one.",
        discussion: """
            In a folder without rollcall.yaml: makes one, a first client, a .gitignore, a seal key and an empty state. In a project: \
            makes an empty state where there is none. What is there is left as it is.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions

    var format: ReportFormat { report.format }
    static let changesSomething = true

    func execute(_ console: Console) async throws -> ExitStatus {
        let workspace = Workspace()
        let isBegun = workspace.isProject
        var files = isBegun ? [] : try NewProject.make().files
        let place = StatePlace(try workspace.checkedProject(console), console)
        if isBegun { files += try NewProject.guardState(at: place.path, isSealed: place.key.isNamed).files }
        let hasState = try await place.load(console) != nil
        if !hasState { try await place.create(command: "init") }
        let state = NewProject.File(path: place.path, purpose: "an empty state", isNew: !hasState)
        tell(console, files + [state], isBegun)
        return .done
    }

    private func tell(_ console: Console, _ files: [NewProject.File], _ isBegun: Bool) {
        let made = files.filter(\.isNew)
        let kept = files.filter { !$0.isNew }
        let rows =
            made.map { [InertText.escaped($0.path), $0.purpose] }
            + kept.map { [InertText.escaped($0.path), "was there; left as it is"] }
        console.result(TextTable(rows: rows).text)
        if !isBegun {
            console.result("\nNext, see what is wrong with it, what would be done, and do it:\n")
            console.result("  rollcall validate\n  rollcall plan\n  rollcall apply\n")
        }
        console.document([
            "kept": .array(kept.map { .string($0.path) }), "made": .array(made.map { .string($0.path) }),
            "state": .string(files.last?.path ?? ""),
        ])
    }
}

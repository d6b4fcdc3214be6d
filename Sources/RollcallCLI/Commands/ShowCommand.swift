import ArgumentParser
import RollcallCore
import RollcallIO

/// A saved plan, to be read by whoever reviews it. Needs no project and no state.
struct ShowCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a saved plan.",
        discussion: """
            As text, or as the JSON document that it is (characters that act on a terminal escaped). Needs no project.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions

    @Argument(help: ArgumentHelp("What rollcall plan --out wrote.", valueName: "plan"))
    var path: String

    var format: ReportFormat { report.format }

    func execute(_ console: Console) async throws -> ExitStatus {
        let plan = try SavedPlan.read(path)
        console.result(PlanReport(style: console.output).text(plan))
        if format == .json { console.json(PlanCodec.write(plan, digest: sha256)) }
        return .done
    }
}

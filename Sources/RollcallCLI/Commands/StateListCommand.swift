import ArgumentParser
import RollcallCore
import StrictJSON

/// The labels that state records, one a line.
struct StateListCommand: Command {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the recorded clients, one label a line.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions

    var format: ReportFormat { report.format }

    func execute(_ console: Console) async throws -> ExitStatus {
        let state = try await Workspace().recordedState(console)
        for label in state.labels { console.result("\(label)\n") }
        console.document([
            "clients": .array(state.labels.map { .string($0.text) }), "lineage": .string(state.lineage),
            "serial": .integer(state.serial),
        ])
        return .done
    }
}

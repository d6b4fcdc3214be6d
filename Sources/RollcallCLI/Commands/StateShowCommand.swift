import ArgumentParser
import RollcallCore
import StrictJSON

/// One client as it is recorded, less its credentials.
struct StateShowCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a recorded client: what was requested, what was granted.",
        discussion: "Says which credentials there are, and not what they are.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions

    @Argument(help: ArgumentHelp("The client.", valueName: "label"))
    var label: ClientLabel

    var format: ReportFormat { report.format }

    func execute(_ console: Console) async throws -> ExitStatus {
        let client = try await Workspace().recordedState(console).client(label)
        console.result(RecordedClientView(style: console.output).text(client, label))
        var document = RecordedJSON.client(client)
        document["label"] = .string(label.text)
        console.document(document)
        return .done
    }
}

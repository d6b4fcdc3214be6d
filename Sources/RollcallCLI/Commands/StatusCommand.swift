import ArgumentParser
import RollcallCore
import RollcallIO

/// Every client as state has it: recorded, expiring, in doubt. Reads the state and nothing else.
struct StatusCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show every recorded client, and what is in doubt.",
        discussion: """
            Reads the state; asks no server and needs no lock. Exit status 3 when a call is in doubt: it was sent, and its complete \
            answer was never seen. Such a call is not sent again, and its client is left alone until it is settled.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions

    var format: ReportFormat { report.format }

    func execute(_ console: Console) async throws -> ExitStatus {
        let project = try Workspace().checkedProject(console)
        let place = StatePlace(project, console)
        let status = ProjectStatus(try await place.required(console), of: project, at: place, now: WallClock.seconds())
        console.result(StatusView(style: console.output).text(status))
        console.document(StatusJSON.document(status))
        return status.doubts.isEmpty ? .done : .undone
    }
}

import ArgumentParser
import RollcallCore
import StrictJSON

/// Reads the manifests and says what is wrong with them. No network, no state, no secrets: safe on a fork's pull request.
struct ValidateCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check the manifests.",
        discussion: "Reads no state and no secret, and asks no server.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions

    var format: ReportFormat { report.format }

    func execute(_ console: Console) async throws -> ExitStatus {
        var diagnostics = Diagnostics()
        let manifest = try await Workspace().manifest(&diagnostics)
        if diagnostics.hasErrors { throw CommandFailure(diagnostics) }
        console.report(diagnostics)
        let clients = manifest.sheets.reduce(0) { $0 + $1.rows.count }
        let servers = manifest.project.servers.count
        console.result("Valid: \(count(clients, "client")) at \(count(servers, "server")).\n")
        console.document([
            "clients": .integer(clients), "servers": .integer(servers),
        ])
        return .done
    }

    private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

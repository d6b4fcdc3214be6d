import ArgumentParser
import RollcallCore

/// What a server says of itself. Sends nothing secret, follows nothing, writes nothing; needs no project for an address.
struct DiscoverCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "discover", abstract: "Show what a server says of itself, and how to name it.",
        discussion: """
            Takes an address (an issuer, a FHIR base URL, a registration endpoint), or the key of a server of rollcall.yaml, whose \
            tls, proxy and allow_origins hold then. Asks for every document in which a server may describe itself, and shows what \
            each of them says, what the server supports, and the entry for rollcall.yaml. Exit status 1 when no registration \
            endpoint is found.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions

    @Argument(help: ArgumentHelp("An address, or a server of the project.", valueName: "url-or-server"))
    var subject: String

    var format: ReportFormat { report.format }

    func execute(_ console: Console) async throws -> ExitStatus {
        let found = try await found(console)
        console.result(DiscoveredView(style: console.output).text(found))
        console.document(found.json)
        guard let diagnostic = found.diagnostic else { return .done }
        console.report(Diagnostics([diagnostic]))
        return diagnostic.severity == .error ? .refused : .done
    }

    private func found(_ console: Console) async throws -> Discovered {
        let surveyor = ServerSurveyor(console: console)
        if subject.contains("://") { return try await surveyor.survey(address: subject) }
        return try await surveyor.survey(subject, of: try Workspace().checkedProject(console))
    }
}

import ArgumentParser
import RollcallCore

/// What a server says of itself; with `--probe`, what it does. Without it nothing secret is sent, nothing is followed and nothing written;
/// needs no project for an address.
struct DiscoverCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "discover", abstract: "Show what a server says of itself, and how to name it.",
        discussion: """
            Takes an address (an issuer, a FHIR base URL, a registration endpoint), or the key of a server of rollcall.yaml, whose \
            tls, proxy and allow_origins hold then. Asks for every document in which a server may describe itself, and shows what \
            each of them says, what the server supports, and the entry for rollcall.yaml. Exit status 1 when no registration \
            endpoint is found, or only one of another issuer.

            With --probe, a throw-away client is registered there, exercised and deleted, and the profile that it showed is printed, as \
            rollcall.yaml takes it under profiles:. It is registered with the server's own credential, or with the initial access \
            token in the environment variable that --token-env names, or with none. Exit status 3 when it is still there, or may be.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions

    @Flag(help: "Register a throw-away client, exercise it and delete it.")
    var probe = false

    @Option(help: ArgumentHelp("The environment variable with the initial access token for --probe.", valueName: "env"))
    var tokenEnv: String?

    @Flag(help: "Do not ask.")
    var autoApprove = false

    @Argument(help: ArgumentHelp("An address, or a server of the project.", valueName: "url-or-server"))
    var subject: String

    var format: ReportFormat { report.format }

    private var isAddress: Bool { subject.contains("://") }

    func validate() throws {
        if !probe, tokenEnv != nil || autoApprove { throw ValidationError("--token-env and --auto-approve go with --probe") }
        if tokenEnv != nil, !isAddress {
            throw ValidationError("--token-env goes with an address: a server of the project has its own")
        }
    }

    func execute(_ console: Console) async throws -> ExitStatus {
        let project = isAddress ? nil : try Workspace().checkedProject(console)
        let found = try await found(console, project)
        console.result(DiscoveredView(style: console.output).text(found))
        console.document(found.json)
        if let diagnostic = found.diagnostic { console.report(Diagnostics([diagnostic])) }
        if found.diagnostic?.severity == .error { return .refused }
        if !probe { return .done }
        let probing = Probing(found: found, project: project, tokenName: tokenEnv, autoApprove: autoApprove, console: console)
        return try await probing.run()
    }

    private func found(_ console: Console, _ project: Project?) async throws -> Discovered {
        let surveyor = ServerSurveyor(console: console)
        guard let project else { return try await surveyor.survey(address: subject) }
        return try await surveyor.survey(subject, of: project)
    }
}

import ArgumentParser
import OAuthRegistration
import RollcallCore
import RollcallIO
import RollcallManifest

/// Everything that will go wrong later, as far as it can be seen now. Writes nothing, takes no lock, sends no credential.
struct DoctorCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look for what will go wrong later.",
        discussion: """
            Looks at the manifests, the state and its files, and at each server: whether it is found and reached, its certificate and \
            clock, whether the secrets that rollcall.yaml refers to can be read, and what its clients lack. Each line says ok, warning \
            or error, and what to do. Exit status 1 when there is an error. References are read, commands among them; no credential \
            is sent or shown.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions

    @Argument(help: ArgumentHelp("Only these servers of the project.", valueName: "server"))
    var servers: [String] = []

    var format: ReportFormat { report.format }

    func execute(_ console: Console) async throws -> ExitStatus {
        var checkup = Checkup()
        let manifest = try await checkManifests(&checkup)
        let project = manifest.project
        if let stranger = servers.first(where: { project.servers[$0] == nil }) {
            throw CommandFailure(ServerSurveyor.unknown(stranger, project))
        }
        let now = WallClock.seconds()
        let state = await StateCheckup(place: StatePlace(project, console), seal: project.seal, now: now).run(&checkup)
        for (key, server) in project.servers.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
        where servers.isEmpty || servers.contains(key) {
            await ServerCheckup(key: key, server: server, manifest: manifest, state: state, console: console, now: now).run(
                &checkup)
            if let state { ClientsCheckup(key: key, project: project, state: state, now: now).run(&checkup) }
        }
        console.result(CheckupView(style: console.output).text(checkup))
        console.document(checkup.json)
        return checkup.hasErrors ? .refused : .done
    }

    /// The project is needed for all the rest; without one the command ends.
    private func checkManifests(_ checkup: inout Checkup) async throws -> Manifest {
        let subject = "manifests"
        var diagnostics = Diagnostics()
        do {
            let manifest = try await Workspace().manifest(&diagnostics)
            checkup.note(diagnostics, subject)
            if !diagnostics.hasErrors {
                let clients = manifest.sheets.reduce(0) { $0 + $1.rows.count }
                checkup.note(
                    .ok, subject,
                    "They are valid: \(clients.inWords("client")) at \(manifest.project.servers.count.inWords("server")).")
            }
            return manifest
        } catch let failure as CommandFailure {
            var said = Diagnostics()
            guard let project = try? Workspace().project(&said) else { throw failure }
            checkup.note(failure.diagnostics, subject)
            return Manifest(project: project.project, sheets: [])
        }
    }
}

import ArgumentParser
import OAuthRegistration
import RollcallCore
import RollcallIO
import RollcallManifest
import StrictJSON

/// Takes an existing registration into state, and writes the manifest that declares it.
struct ImportCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take an existing registration into state; its manifest goes to standard output.",
        discussion: """
            Either gives what the server answered to the registration (--answer; nothing is sent), or reads the client at its \
            registration_client_uri with its registration access token, which is taken from an environment variable (RFC 7592, \
            section 2.1). Where an administrator manages the clients (manage_with: access_token), its client_id is enough (--client-id). \
            The manifest is the least that makes the next plan empty: put it into clients/.

            Under a label that has the client already, its credentials alone are taken in, and no manifest is written: so a \
            registration access token that the server's operator has issued anew is recorded (--token-env; --uri where the client's \
            address is another one, too).
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions
    @OptionGroup var locking: LockOptions

    @Option(help: ArgumentHelp("Where it is registered, by its name in rollcall.yaml.", valueName: "server"))
    var server: String

    @Option(
        help: ArgumentHelp(
            "A client information response (RFC 7591, section 3.2.1; - is standard input).", valueName: "file"))
    var answer: String?

    @Option(help: ArgumentHelp("The client's identifier, at a server with manage_with: access_token.", valueName: "id"))
    var clientID: String?

    @Option(
        help: ArgumentHelp(
            "The client's registration_client_uri; left out for a recorded client, its recorded one.", valueName: "uri"))
    var uri: String?

    @Option(help: ArgumentHelp("The environment variable that holds its registration access token.", valueName: "name"))
    var tokenEnv: String?

    @Argument(help: ArgumentHelp("The label that it is to have.", valueName: "label"))
    var label: ClientLabel

    var format: ReportFormat { report.format }
    static let changesSomething = true

    func validate() throws {
        if clientID?.isEmpty ?? false { throw ValidationError("--client-id is empty") }
        switch (answer, clientID, uri, tokenEnv) {
        case (.some, nil, nil, nil), (nil, .some, _, nil), (nil, nil, _, .some): break
        case (nil, nil, .some, nil): throw ValidationError("--uri goes with --token-env, or with --client-id")
        default:
            throw ValidationError(
                "import takes --answer, or --uri and --token-env, or --client-id; of a recorded client --token-env alone")
        }
    }

    func execute(_ console: Console) async throws -> ExitStatus {
        let file = try project(console)
        guard file.project.servers[server] != nil else { throw CommandFailure(unknownServer) }
        if clientID != nil, !file.project.isManagedByAdministrator(server) { throw CommandFailure(noAdministrator) }
        let place = StatePlace(file.project, console, lockTimeout: locking.lockTimeout)
        _ = try await place.required(console)
        let given = try await given()
        return try await place.run("import") { keeper in
            let importing = Importing(
                label: label, server: server, file: ImportedManifest.Source(project: file), place: place, keeper: keeper,
                console: console)
            let ending = try await importing.run(given)
            await place.reportIncidents(of: keeper)
            switch ending {
            case .imported(let imported): tell(imported, console)
            case .renewed(let renewed): tell(renewed, console)
            }
            return .done
        }
    }

    private func project(_ console: Console) throws -> ProjectFile {
        var diagnostics = Diagnostics()
        let file = try Workspace().project(&diagnostics)
        if diagnostics.hasErrors { throw CommandFailure(diagnostics) }
        console.report(diagnostics)
        return file
    }

    private func given() async throws -> Importing.Given {
        if let answer { return .answer(try AnswerFile.read(answer)) }
        if let clientID { return .clientID(JSONString(clientID), address: uri) }
        guard let tokenEnv else { preconditionFailure("the arguments are checked") }
        switch await ReferenceReader(folder: ".", environment: Environment.all).read(.environment(tokenEnv)) {
        case .success(let token): return .address(uri, token)
        case .failure(let failure): throw CommandFailure(failure.diagnostic)
        }
    }

    private var unknownServer: Diagnostic {
        Diagnostic(
            .unknownServer,
            "rollcall.yaml has no server \"\(server)\" under servers:, so there is nowhere that the client could be.",
            hint: "name one of the project's servers with --server", client: label)
    }

    private var noAdministrator: Diagnostic {
        Diagnostic(
            .notImported,
            "At \"\(server)\" each client is read with its own token: rollcall.yaml does not say that an administrator manages the clients there.",
            hint:
                "name the client's address and token:\n  rollcall import \(label) --server \(server) --uri URI --token-env NAME",
            client: label)
    }

    private func tell(_ renewed: Importing.Renewed, _ console: Console) {
        console.say("\(label): \(renewed.inWords).")
        console.document([
            "client_id": .string(renewed.clientID), "label": .string(label.text),
            "recorded": .array(renewed.members.map { .string($0) }), "server": .string(server),
        ])
    }

    private func tell(_ imported: Importing.Imported, _ console: Console) {
        console.result(imported.manifest.text)
        let id = InertText.escaped(imported.information.clientID.text)
        console.say(
            "Recorded as \(label): the client \(id). Put its manifest into \(ImportedManifest.path(of: label)): a recorded client that "
                + "nothing declares is deleted by the next apply.")
        if !imported.isManageable {
            console.say(
                "It came without address or token, so it can be neither read, nor updated, nor deleted (RFC 7592, section 3).")
        }
        console.document([
            "client_id": .string(imported.information.clientID), "label": .string(label.text),
            "manifest": .string(JSONString(imported.manifest.text)), "metadata": .object(imported.manifest.metadata),
            "server": .string(server),
        ])
    }
}

import ArgumentParser
import OAuthRegistration
import RollcallCore
import RollcallDevServer
import RollcallIO
import StrictJSON

/// The embedded authorization server by hand, for development. Ends with SIGINT or SIGTERM.
struct DevServerCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "dev-server", abstract: "Run the embedded authorization server; for development only.",
        discussion: """
            Listens on 127.0.0.1, and prints one line when it is ready: READY, its registration endpoint, and the initial access \
            token that a registration needs (- if it needs none). Ctrl-C ends it. With --log-level debug every request is told.

            --personality takes rfc, keycloak, the name of another profile, or, in a project, of one under its profiles:.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Which server it behaves as.", valueName: "name"))
    var personality = Personality.rfc.rawValue

    @Option(help: ArgumentHelp("Where it listens; 0 is any free port.", valueName: "n"))
    var port = 0

    @Option(help: ArgumentHelp("Where its clients are kept; without it they are gone at its end.", valueName: "file"))
    var data: String?

    func validate() throws {
        if !(0...65_535).contains(port) { throw ValidationError("--port takes a number from 0 to 65535") }
    }

    func execute(_ console: Console) async throws -> ExitStatus {
        let options = options(try behaviour(console), console)
        console.say(DevServer.notice)
        do {
            try await DevServer.run(options, port: port) { address in
                let token = address.initialAccessToken?.expose { String(decoding: $0, as: UTF8.self) } ?? "-"
                console.result("READY \(address.registrationEndpoint) \(token)\n")
            }
        } catch let failure as DevServerFailure {
            throw CommandFailure(Diagnostic(.embeddedFailed, "\(failure)."))
        }
        return .done
    }

    /// One that rollcall has, else the project's own.
    private func behaviour(_ console: Console) throws -> Personality {
        if let known = Personality(rawValue: personality) { return known }
        let workspace = Workspace()
        let own = workspace.isProject ? try workspace.checkedProject(console).profiles : []
        if let profile = own.first(where: { $0.name.utf8.elementsEqual(personality.utf8) }) { return .profile(profile) }
        let names = (Personality.allCases.map(\.rawValue) + own.map(\.name)).sorted()
        throw CommandFailure(
            Diagnostic(
                .unknownProfile,
                "There is no personality \"\(JSONString(personality).excerpt(80))\". There are \(names.joined(separator: ", ")).",
                hint: EditDistance.nearest(to: Array(personality.utf8), among: names).map { "did you mean \($0)?" }
                    ?? (workspace.isProject ? "write one of them" : "name the project's folder with -C for a profile of its own"))
        )
    }

    private func options(_ personality: Personality, _ console: Console) -> DevServer.Options {
        var options = DevServer.Options(personality: personality, dataPath: data)
        if console.level >= .debug {
            options.onExchange = { exchange in
                let answer = exchange.status.map { "\($0)" } ?? "cut"
                console.say(InertText.escaped("\(exchange.method) \(exchange.path): \(answer)"), at: .debug)
            }
        }
        return options
    }
}

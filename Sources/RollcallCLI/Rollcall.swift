public import ArgumentParser
import RollcallIO

/// The command line. One subcommand a file, in `Commands/`.
public struct Rollcall: AsyncParsableCommand {
    /// Of the program; also what it calls itself at servers.
    public static let version = "0.1.0"

    public static let configuration = CommandConfiguration(
        commandName: "rollcall",
        abstract: "Keeps every OAuth client registered exactly as its YAML says.",
        discussion: """
            Manifests say which clients there are to be; plan shows what is to be done, apply does it at the authorization servers \
            (RFC 7591, RFC 7592) and records it in a state file.

            Exit status: 0 done, or nothing to do; 1 refused or failed, and nothing was begun; 2 there are changes \
            (--detailed-exitcode) or drift; 3 something was left undone or is in doubt; 64 wrong usage.
            """,
        version: version,
        subcommands: [
            InitCommand.self, ValidateCommand.self, PlanCommand.self, ShowCommand.self, ApplyCommand.self, DriftCommand.self,
            StatusCommand.self, RecoverCommand.self, ImportCommand.self, CredentialsCommand.self, ForgetCommand.self,
            DestroyCommand.self, StateCommand.self, DiscoverCommand.self, DoctorCommand.self, ExplainCommand.self,
            DevServerCommand.self,
        ])

    public init() {}

    /// What must be settled while there is one thread. Where the runtime could not start another one for want of file descriptors, it
    /// would end the process without a word.
    public static func prepare() {
        ProcessHardening.apply()
        guard let limit = ProcessHardening.descriptorLimitTooLow(), limit.allowed < 16 else { return }
        let view = DiagnosticView(style: Style(isColoured: false), sourceLine: { _, _ in nil })
        ProcessHardening.end(saying: view.text(limit.diagnostic), status: ExitStatus.refused.rawValue)
    }

    /// Runs what the arguments say, and ends the process with its exit status.
    public static func run(_ arguments: [String]) async {
        await main(GlobalOptions.moved(behindCommandIn: arguments))
    }
}

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
            (--detailed-exitcode); 3 something was left undone or is in doubt; 64 wrong usage.
            """,
        version: version,
        subcommands: [
            InitCommand.self, ValidateCommand.self, PlanCommand.self, ShowCommand.self, ApplyCommand.self, StatusCommand.self,
            RecoverCommand.self,
            CredentialsCommand.self, ForgetCommand.self, DestroyCommand.self, StateCommand.self, DevServerCommand.self,
        ])

    public init() {}

    /// Runs what the arguments say, and ends the process with its exit status.
    public static func run(_ arguments: [String]) async {
        ProcessHardening.apply()
        await main(GlobalOptions.moved(behindCommandIn: arguments))
    }
}

import ArgumentParser
import Glibc
import RollcallCore

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: [.customShort("C", allowingJoined: true), .customLong("directory")],
        help: ArgumentHelp("Run as if started in this folder.", valueName: "dir"))
    var directory = "."

    @Flag(help: "No colours. The environment variable NO_COLOR does the same.")
    var noColor = false

    @Option(help: ArgumentHelp("How much to say on standard error.", valueName: "level"))
    var logLevel = LogLevel.info

    /// All paths count from there on.
    func enterDirectory() throws(CommandFailure) {
        guard directory != ".", chdir(directory) != 0 else { return }
        let reason = String(cString: strerror(errno))
        throw CommandFailure(Diagnostic(.projectAbsent, "The folder \(directory) cannot be entered: \(reason)."))
    }

    /// The options that stand before the command, put behind it: `rollcall -C dir plan` is `rollcall plan -C dir`.
    static func moved(behindCommandIn arguments: [String]) -> [String] {
        var rest = arguments[...]
        var options: [String] = []
        while let first = rest.first {
            let takesValue = ["-C", "--directory", "--log-level"].contains(first)
            let isWhole =
                first == "--no-color" || first.hasPrefix("-C") || first.hasPrefix("--directory=")
                || first.hasPrefix("--log-level=")
            guard takesValue || isWhole else { break }
            let count = takesValue ? 2 : 1
            if rest.count < count { return arguments }
            options += rest.prefix(count)
            rest = rest.dropFirst(count)
        }
        // Without a command, what is left asks for help or the version, and no folder matters.
        guard let command = rest.first, !command.hasPrefix("-") else { return Array(rest) }
        return [command] + subcommand(after: command, &rest) + options + rest
    }

    /// The second word of a command that has two.
    private static func subcommand(after command: String, _ rest: inout ArraySlice<String>) -> [String] {
        rest = rest.dropFirst()
        guard command == "state", let second = rest.first, !second.hasPrefix("-") else { return [] }
        rest = rest.dropFirst()
        return [second]
    }
}

/// Each level says what the ones before it say.
enum LogLevel: String, CaseIterable, Comparable, ExpressibleByArgument {
    /// Errors only.
    case error
    case warning
    /// Notes and progress too.
    case info
    /// Every call to a server too, without credentials.
    case debug

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }
}

/// How a report is written to standard output.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
    case text
    /// One document, at the end.
    case json
}

struct ReportOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How to report; json is one document, at the end.", valueName: "format"))
    var format = ReportFormat.text
}

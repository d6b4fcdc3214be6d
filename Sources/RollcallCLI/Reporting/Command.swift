import ArgumentParser
import RollcallCore
import RollcallIO
import StrictJSON

/// What a command's process ends with.
enum ExitStatus: Int32 {
    /// Done, or nothing to do.
    case done = 0
    /// The whole command failed, was refused or declined; nothing was begun.
    case refused = 1
    /// There are changes, and `--detailed-exitcode` asked for it.
    case changes = 2
    /// Something was left undone, or is in doubt.
    case undone = 3
}

/// Why a command could not do anything.
struct CommandFailure: Error {
    var diagnostics: Diagnostics
    var status = ExitStatus.refused

    init(_ diagnostics: Diagnostics, status: ExitStatus = .refused) {
        self.diagnostics = diagnostics
        self.status = status
    }

    init(_ diagnostic: Diagnostic, status: ExitStatus = .refused) { self.init(Diagnostics([diagnostic]), status: status) }
}

/// A subcommand: it does its work over a console, and says how it ended.
protocol Command: AsyncParsableCommand {
    var global: GlobalOptions { get }
    var format: ReportFormat { get }
    /// Whether it may do something before it reports.
    static var changesSomething: Bool { get }
    func execute(_ console: Console) async throws -> ExitStatus
}

extension Command {
    var format: ReportFormat { .text }
    static var changesSomething: Bool { false }

    mutating func run() async throws {
        let console = Console(global, format: format)
        var status = await status(console)
        console.end()
        // A report that nobody got is no success, whatever was done.
        if console.hasLostOutput, status == .done || status == .changes {
            status = Self.changesSomething ? .undone : .refused
        }
        if status != .done { throw ExitCode(status.rawValue) }
    }

    private func status(_ console: Console) async -> ExitStatus {
        do {
            if let limit = ProcessHardening.descriptorLimitTooLow() { throw CommandFailure(limit.diagnostic) }
            try global.enterDirectory()
            return try await execute(console)
        } catch let failure as CommandFailure {
            console.report(failure.diagnostics)
            return failure.status
        } catch {
            console.report(Diagnostics([Diagnostic(.unexpected, "\(error)", hint: "please report it")]))
            return .refused
        }
    }
}

extension ProcessHardening.DescriptorLimit {
    /// Said before anything is begun: the network library ends the process when it cannot open what it waits with.
    var diagnostic: Diagnostic {
        Diagnostic(
            .tooFewDescriptors, "At most \(allowed) files may be open here, and calls to servers need \(needed).",
            hint: "raise the limit, and run the command again:\n  ulimit -n 1024")
    }
}

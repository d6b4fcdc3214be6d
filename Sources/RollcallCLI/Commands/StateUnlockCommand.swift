import ArgumentParser
import RollcallCore
import RollcallIO
import StrictJSON

/// Clears what a process left in the lock's file that did not come to its end. The lock itself ends with its process, so nothing
/// is taken from anybody: while a process holds it, this refuses.
struct StateUnlockCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "unlock", abstract: "Clear the holder that a killed command left in the lock's file.",
        discussion: """
            The lock is the operating system's and ends with the process that has it: a command that was killed leaves its name in \
            the lock's file and locks nobody out. This clears the name, if it is the one with the given id and no process holds the \
            lock. While one does, end that process instead.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions

    @Argument(help: ArgumentHelp("Of the holder, as a refused command shows it.", valueName: "id"))
    var id: String

    var format: ReportFormat { report.format }
    static let changesSomething = true

    func execute(_ console: Console) async throws -> ExitStatus {
        let place = StatePlace(try Workspace().checkedProject(console), console)
        let keeper = try place.opened()
        let holder = try await place.storing { try await keeper.lockHolder() }
        guard let holder else { throw CommandFailure(nobody(place)) }
        guard holder.id.utf8.elementsEqual(id.utf8) else { throw CommandFailure(another(holder, place)) }
        // Whoever takes the lock writes himself into its file, and whoever releases it leaves the file empty.
        try await place.locked("state unlock") { _ in }
        console.result("Cleared: \(InertText.escaped(holder.inWords)). The state is not locked.\n")
        console.document(["holder": .object(holder.json)])
        return .done
    }

    private func nobody(_ place: StatePlace) -> Diagnostic {
        Diagnostic(.lockHeld, "The lock's file of \(place.path) names no holder: there is nothing to clear.")
    }

    private func another(_ holder: LockHolder, _ place: StatePlace) -> Diagnostic {
        Diagnostic(
            .lockHeld, "The lock's file of \(place.path) names another holder: \(holder.inWords), with the id \(holder.id).",
            hint: "if that process is gone:\n  rollcall state unlock \(holder.id)")
    }
}

extension LockHolder {
    fileprivate var json: JSONObject {
        [
            "command": .string(command), "host": .string(host), "id": .string(id), "process": .integer(process),
            "started": .string(started.text),
        ]
    }
}

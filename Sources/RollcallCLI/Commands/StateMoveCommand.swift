import ArgumentParser
import RollcallCore
import RollcallIO
import StrictJSON

/// Records a client under another label. Nothing is sent, and nothing of the registration changes.
struct StateMoveCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "mv", abstract: "Record a client under another label.",
        discussion: """
            Nothing is sent. A manifest that still declares the former label makes the next plan register it anew, so declare the new \
            one. What is in doubt for the client goes with it. (moved: in rollcall.yaml does the same in a plan that can be reviewed.)
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions
    @OptionGroup var locking: LockOptions

    @Argument(help: ArgumentHelp("The label that it has.", valueName: "from"))
    var from: ClientLabel

    @Argument(help: ArgumentHelp("The label that it is to have.", valueName: "to"))
    var to: ClientLabel

    var format: ReportFormat { report.format }
    static let changesSomething = true

    func validate() throws {
        if from == to { throw ValidationError("the two labels are one, so there is nothing to move") }
    }

    func execute(_ console: Console) async throws -> ExitStatus {
        let place = StatePlace(try Workspace().checkedProject(console), console, lockTimeout: locking.lockTimeout)
        _ = try await place.required(console)
        return try await place.runKeyless("state mv") { keeper in
            let state = await keeper.state
            if !state.isAbout(from) { _ = try state.client(from) }
            if state.isAbout(to) { throw CommandFailure(taken) }
            try await place.storing { try await keeper.checkpoint(state.moving(from, to: to)) }
            console.result("\(from) is recorded as \(to) from now on. Declare it under that label.\n")
            console.document(["from": .string(from.text), "to": .string(to.text)])
            return .done
        }
    }

    private var taken: Diagnostic {
        Diagnostic(
            .labelTaken,
            "\"\(from)\" cannot be recorded as \"\(to)\": something is recorded, or in doubt, under that label already, and one label is one "
                + "registration.", hint: "see what it is:\n  rollcall status", client: to)
    }
}

extension StateDocument {
    fileprivate func isAbout(_ label: ClientLabel) -> Bool { self[label] != nil || !doubts(about: label).isEmpty }
}

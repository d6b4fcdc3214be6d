import ArgumentParser

/// What the state records, as it is.
struct StateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state", abstract: "Look into the state, and see to it.",
        discussion: "No credential is shown; rollcall credentials shows a client's.",
        subcommands: [
            StateListCommand.self, StateShowCommand.self, StateMoveCommand.self, StateResealCommand.self,
            StateRestoreCommand.self,
            StateUnlockCommand.self,
        ])
}

import Glibc
import RollcallCore
import RollcallIO

/// Asks a person whether it is to be done. Without one nothing is asked, and nothing done.
struct Approval {
    let console: Console

    /// `false` if the answer is anything but yes.
    func ask(_ question: String) throws(CommandFailure) -> Bool {
        guard Self.isPossible else {
            throw CommandFailure(
                Diagnostic(
                    .approvalNeeded, "There is no terminal to ask on, so nothing was done.",
                    hint: "once it is sure that this is wanted, run the command with --auto-approve"))
        }
        console.prompt("\(question) Only yes is taken for yes: ")
        if Terminal.readLine() == "yes" { return true }
        console.say("Declined; nothing was done.", at: .error)
        return false
    }

    static var isPossible: Bool { Terminal.isTerminal(STDIN_FILENO) && Terminal.isTerminal(STDERR_FILENO) }
}

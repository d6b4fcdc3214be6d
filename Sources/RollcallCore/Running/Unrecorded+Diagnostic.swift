import OAuthRegistration

/// An answer that could not be recorded, as a person reads it: what became of the client, and what to do.
extension Settlement.Unrecorded {
    func diagnostic(of id: OperationID, _ change: Change) -> Diagnostic {
        let start = "The server \"\(change.server)\" answered call \(id), and the answer could not be recorded"
        return switch self {
        case .kept(.file(let path)):
            Diagnostic(
                .answerKept, "\(start) beside the state. It is in \(path), with the credentials that it brought: keep that file.",
                hint:
                    "once the disk is well, if rollcall status still has the call in doubt:\n  rollcall recover \(id) --answer \(path)",
                client: change.label)
        case .kept(.journal(let path)):
            Diagnostic(
                .answerKept,
                "\(start) for good. It stands in \(path) as long as this machine runs, and may be gone when it starts again.",
                hint: "before anything else, copy that file to another disk; then run\n  rollcall status", client: change.label)
        case .withdrawn(let clientID):
            Diagnostic(
                .registrationWithdrawn,
                "\(start) anywhere. So the registration was deleted again: no client \(clientID) is left there, and the call stays in doubt.",
                hint: "once the disk is well:\n  rollcall recover \(id) --abandon", client: change.label)
        case .orphaned(let clientID, let reason):
            Diagnostic(
                .registrationOrphaned,
                "\(start) anywhere. The client is registered there as \(clientID), and its credentials are lost; it could not be deleted "
                    + "again: \(reason).",
                hint: "have the server's operator delete \(clientID); then\n  rollcall recover \(id) --abandon",
                client: change.label)
        case .lost(let status):
            Diagnostic(
                .answerLost,
                "\(start) anywhere: status \(status), with what the server issued. The recorded credentials may no longer be good.",
                hint: "once the disk is well, see what the server says:\n  rollcall recover \(id)", client: change.label)
        }
    }
}

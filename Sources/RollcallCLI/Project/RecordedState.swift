import RollcallCore

/// The state of the project in this folder, for commands that are about it.
extension Workspace {
    /// As it is, without its lock; without one the command ends.
    func recordedState(_ console: Console) async throws -> StateDocument {
        try await StatePlace(try checkedProject(console), console).required(console)
    }
}

extension StateDocument {
    /// The client recorded under `label`; without one the command ends.
    func client(_ label: ClientLabel) throws(CommandFailure) -> RecordedClient {
        if let client = self[label] { return client }
        throw CommandFailure(
            Diagnostic(
                .clientUnknown, "No client \"\(label)\" is recorded.", hint: "for those that are:\n  rollcall state list",
                client: label))
    }

    /// Calls for a client whose outcome nobody knows, oldest first.
    func doubts(about label: ClientLabel) -> [Doubt] { sortedDoubts.filter { $0.intent.label == label } }

    /// Oldest first.
    var sortedDoubts: [Doubt] {
        doubts.values.sorted { ($0.intent.sentAt, $0.intent.id) < ($1.intent.sentAt, $1.intent.id) }
    }

    /// Every client in label order, decoded.
    var recordedClients: [(label: ClientLabel, client: RecordedClient)] {
        labels.compactMap { label in self[label].map { (label, $0) } }
    }
}

import ArgumentParser
import OAuthRegistration
import RollcallCore
import RollcallIO
import StrictJSON

/// Drops a client from state. Its registration stays at the server, and nobody manages it from then on.
struct ForgetCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Drop a client from state, and leave it at its server.",
        discussion: """
            Nothing is sent. The client's credentials leave the state with it: hand them over first (rollcall credentials). A manifest \
            that still declares it makes the next plan register it anew. --orphan drops one that no label has any more, as status \
            shows it: what was left at a server because it could not be deleted, and is gone by now.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions
    @OptionGroup var locking: LockOptions

    @Flag(help: "Do not ask.")
    var autoApprove = false

    @Option(help: ArgumentHelp("Instead of a client: what was left at a server and no label has.", valueName: "client_id"))
    var orphan: String?

    @Argument(help: ArgumentHelp("The client.", valueName: "label"))
    var label: ClientLabel?

    var format: ReportFormat { report.format }
    static let changesSomething = true

    func validate() throws {
        if (label == nil) == (orphan == nil) { throw ValidationError("forget takes a label, or --orphan") }
    }

    func execute(_ console: Console) async throws -> ExitStatus {
        let place = StatePlace(try Workspace().checkedProject(console), console, lockTimeout: locking.lockTimeout)
        _ = try await place.required(console)
        return try await place.runKeyless("forget") { keeper in
            let state = await keeper.state
            guard let label else { return try await forgetOrphan(of: state, keeper, place, console) }
            try refuseDoubt(label, state)
            let client = try state.client(label)
            let question = "Forget \(label)? \(what(client)), and its credentials leave the state."
            guard try autoApprove || Approval(console: console).ask(question) else { return .refused }
            try await place.storing { try await keeper.checkpoint(state.forgetting(label)) }
            tell(console, label, client)
            return .done
        }
    }

    private func forgetOrphan(
        of state: StateDocument, _ keeper: StateKeeper, _ place: StatePlace, _ console: Console
    ) async throws -> ExitStatus {
        let id = JSONString(orphan ?? "")
        let meant = state.orphans.filter { $0.clientID == id }
        guard let first = meant.first else {
            throw CommandFailure(
                Diagnostic(
                    .clientUnknown, "No registration \(id) is recorded as left at a server.",
                    hint: "for those that are:\n  rollcall status"))
        }
        let registration = InertText.escaped("\(first.clientID) at \(meant.map(\.server).joined(separator: " and "))")
        let question = "Forget \(registration)? What is still there stays, and its credentials leave the state."
        guard try autoApprove || Approval(console: console).ask(question) else { return .refused }
        var rest = state
        rest.orphans.removeAll { $0.clientID == id }
        try await place.storing { try await keeper.checkpoint(rest) }
        console.result("Forgotten: \(registration), which no label has.\n")
        console.document(["client_id": .string(id), "server": .string(first.server)])
        return .done
    }

    private func refuseDoubt(_ label: ClientLabel, _ state: StateDocument) throws(CommandFailure) {
        // A read in doubt says nothing of what is there; it goes with the client.
        guard let doubt = state.doubts(about: label).first(where: { $0.intent.operation != .read }) else { return }
        throw CommandFailure(
            Diagnostic(
                .callInDoubt,
                "A call for \"\(label)\" is in doubt (\(doubt.intent.operation.rawValue), \(doubt.intent.id)): what is at the server is "
                    + "not known, so it cannot be said what would be left there.", hint: doubt.intent.id.recoveryHint,
                client: label))
    }

    private func what(_ client: RecordedClient) -> String {
        InertText.escaped("Its registration \(client.clientID) stays at \(client.server)")
    }

    private func tell(_ console: Console, _ label: ClientLabel, _ client: RecordedClient) {
        let place = InertText.escaped("\(client.server) as \(client.clientID)")
        console.result("Forgotten: \(label). It is still registered at \(place)")
        console.result(
            (client.registrationClientURI.map { ":\n  " + InertText.escaped(ShownAddress.text($0).text) } ?? ".") + "\n")
        var document: JSONObject = [
            "client_id": .string(client.clientID), "label": .string(label.text),
            "server": .string(client.server),
        ]
        document["registration_client_uri"] = client.registrationClientURI.map { .string(ShownAddress.text($0)) }
        console.document(document)
    }
}

extension StateDocument {
    /// What it left behind at a server stays known: it could not be deleted, and nothing else names it.
    fileprivate func forgetting(_ label: ClientLabel) -> StateDocument {
        var state = self
        state.orphans += state[label]?.former ?? []
        let registration = state[label]?.registration
        state.doubts = state.doubts.filter { $0.value.intent.operation != .read || $0.value.intent.registration != registration }
        state[label] = nil
        return state
    }
}

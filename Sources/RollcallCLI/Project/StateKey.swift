import RollcallCore
import RollcallIO

/// The key that a project's state is sealed with: where it is, and read when a command needs it.
struct StateKey: Sendable {
    private let named: Project.Seal?
    /// Each reference is read once, however often it is asked for.
    private let reader = SealKeyReader(ReferenceReader(folder: ".", environment: Environment.all))

    init(_ named: Project.Seal?) { self.named = named }

    /// Whether the project names one.
    var isNamed: Bool { named != nil }

    /// Without it nothing is sent or written: what is wrong with it ends the command.
    func read() async throws(CommandFailure) -> Seal {
        guard let keys = try await keys() else { return .off }
        return .keys(keys)
    }

    /// `nil` if the project names none.
    func keys() async throws(CommandFailure) -> SealKeys? {
        guard let named else { return nil }
        do {
            return try await reader.read(named)
        } catch {
            throw CommandFailure(error.diagnostics)
        }
    }

    /// Of a sealed state, for a command that needs no key.
    func unnamed(_ id: String, path: String) -> Diagnostic {
        var diagnostic = SealFault.noKey(wanted: id).diagnostic(path: path, what: "credentials")
        diagnostic.severity = .warning
        return diagnostic
    }
}

extension CommandFailure {
    /// With the ids of the keys that a state is sealed under.
    func wanting(_ keyIDs: [String]) -> CommandFailure {
        guard !keyIDs.isEmpty else { return self }
        return adding("The state is sealed under the key \(keyIDs.joined(separator: ", ")).")
    }

    func adding(_ sentence: String) -> CommandFailure {
        CommandFailure(Diagnostics(diagnostics.all.map { $0.adding(" " + sentence) }), status: status)
    }
}

extension Diagnostic {
    fileprivate func adding(_ sentence: String) -> Diagnostic {
        var diagnostic = self
        diagnostic.detail += sentence
        return diagnostic
    }
}

extension Diagnostic {
    static func notInDoubt(_ id: OperationID) -> Diagnostic {
        Diagnostic(
            .callNotInDoubt, "No call \(id) is in doubt: there never was one of that id, or it has been settled.",
            hint: "for those that are:\n  rollcall status")
    }
}

extension StatePlace {
    /// The credentials of one client; a key is read only if one of those is sealed.
    func open(
        _ client: RecordedClient, _ label: ClientLabel, in state: StateDocument, only members: [CredentialMember]
    ) async throws(CommandFailure) -> OpenCredentials {
        let isSealed = members.contains { client.credentials[$0]?.isSealed == true }
        let seal: Seal
        do throws(CommandFailure) { seal = isSealed ? try await key.read() : .off } catch {
            throw error.wanting(state.survey.keyIDs)
        }
        do throws(CredentialFault) {
            return try seal.open(client.credentials, of: client.registration, lineage: state.lineage, only: members)
        } catch {
            throw CommandFailure(error.diagnostic(path: path, client: label))
        }
    }

    /// A call in doubt, with what came of its answer and the credentials of whom it was about.
    func open(_ doubt: Doubt, in state: StateDocument, with seal: Seal) throws(CommandFailure) -> LostCall {
        do throws(OpeningFault) { return try LostCall(doubt, in: state, opening: seal) } catch {
            throw CommandFailure(error.diagnostic(path: path))
        }
    }

    /// What came of the answer to a call in doubt, as it came; a key is read only if it is sealed.
    func received(of id: OperationID, in state: StateDocument) async throws(CommandFailure) -> [UInt8] {
        guard let doubt = state.doubts[id] else { throw CommandFailure(.notInDoubt(id)) }
        guard !doubt.received.isEmpty else {
            throw CommandFailure(
                Diagnostic(
                    .secretAbsent, "Nothing of an answer to \(id) was received.", hint: id.recoveryHint,
                    client: doubt.intent.label,
                    field: CredentialField.received.rawValue))
        }
        let seal: Seal
        do throws(CommandFailure) { seal = doubt.received.isSealed ? try await key.read() : .off } catch {
            throw error.wanting(state.survey.keyIDs)
        }
        do throws(SealFault) { return try seal.received(of: doubt, lineage: state.lineage) } catch {
            throw CommandFailure(OpeningFault.answer(id, error).diagnostic(path: path))
        }
    }

    func diagnostics(_ faults: [(label: ClientLabel, fault: CredentialFault)]) -> Diagnostics {
        Diagnostics(faults.map { $0.fault.diagnostic(path: path, client: $0.label) })
    }

    /// Said once, when the first credential is recorded in plain.
    func notesOnPlain(in state: StateDocument) -> [Diagnostic] {
        guard !key.isNamed, state.survey.holdsPlain else { return [] }
        return [
            Diagnostic(
                .credentialsPlain,
                "\(path) holds credentials from now on, and whoever can read it can use them: rollcall.yaml names no seal key.",
                hint: "keep it out of Git, or name a key (state: seal: key:), then\n  rollcall state reseal")
        ]
    }
}

import OAuthRegistration

/// Asking servers what clients are now. A read can be a write (RFC 7592, section 2.1 lets it rotate the token), so it runs like any
/// other call: with the journal where it must be, under the state's lock.
extension RunLoop {
    /// What the servers say of each client; one whose server is not among `servers` is not asked about. And what was odd about the answers.
    ///
    /// - Parameter id: eight random hex digits.
    public func observe(
        _ assignments: [Assignment], servers: [String: ServerContext], id: String, inbox: Inbox = Inbox()
    ) async -> (clients: [ClientLabel: ObservedClient], reports: [ClientLabel: Settlement.Report]) {
        let assignments = assignments.filter { servers[$0.server] != nil }
        let ending = await drive(Run(assignments, servers: servers, id: id), inbox: inbox)
        var observations: [ClientLabel: ObservedClient] = [:]
        var reports: [ClientLabel: Settlement.Report] = [:]
        for (assignment, settlement) in zip(assignments, ending.settlements) {
            let isLeftAlone = settlement == .notStarted && ending.leftAlone[assignment.server] != nil
            observations[assignment.label] = isLeftAlone ? .unreadable(.leftAlone) : ObservedClient(settlement)
            if case .observed(_, let report) = settlement { reports[assignment.label] = report }
        }
        return (observations, reports)
    }
}

extension ObservedClient.Reason {
    static let leftAlone = Self.noAnswer(
        "it was not asked any more, because \(ServerFailures.limit) calls in a row to it had failed")
}

extension StateDocument {
    /// The reads of recorded clients, and what of their credentials could not be opened.
    public func observing(
        _ labels: [ClientLabel], opening seal: Seal
    ) -> (assignments: [Assignment], faults: [(label: ClientLabel, fault: CredentialFault)]) {
        var assignments: [Assignment] = []
        var faults: [(label: ClientLabel, fault: CredentialFault)] = []
        let (doubted, heard) = (registrationsWithReadInDoubt, heard(opening: seal))
        for label in labels {
            guard let client = self[label] else { continue }
            do throws(CredentialFault) {
                var assignment = try Assignment(
                    label: label, server: client.server, work: .observe(client), opening: seal, lineage: lineage)
                assignment.hasReadInDoubt = doubted.contains(client.registration)
                assignment.heard = heard[client.registration] ?? []
                assignments.append(assignment)
            } catch {
                faults.append((label, error))
            }
        }
        return (assignments, faults)
    }
}

extension ObservedClient {
    /// What the end of an `observe` step says of its client.
    public init(_ settlement: Settlement) {
        self =
            switch settlement {
            case .observed(let observed, _): observed
            case .inDoubt, .unrecorded: .unreadable(.inDoubt)
            case .failed(.refused(_, let refusal)): .unreadable(.refused(refusal))
            case .failed(.notSent(_, let failure)): .unreadable(.noAnswer(failure.text))
            case .failed(.unreadable(let reason)): .unreadable(reason)
            case .failed(.unmanaged): .unreadable(.unmanaged)
            case .failed(.notRecorded): .unreadable(.noAnswer("the read could not be recorded beforehand"))
            case .failed(.drifted), .failed(.notCarriedOut), .failed(.notCleared), .failed(.notDeleted), .done, .notStarted:
                .notAsked
            }
    }
}

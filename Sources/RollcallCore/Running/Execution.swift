import OAuthRegistration
import StrictJSON

/// A plan, taken apart into what state alone can do and what a server must be asked for. Pure, but for the ids of new registrations.
///
/// What state alone can do (forget, move, record) is done first and is durable before the first call: a call's answer is
/// recorded under the label that its intent names.
public struct Execution: Sendable {
    /// One a call that is to be made; several for one change (replace: register, then delete).
    public private(set) var assignments: [Assignment] = []
    /// By assignment: the change it is part of, as an index into `plan.changes`.
    public private(set) var changes: [Int] = []
    /// By change: registrations that it does not delete, because there is nothing to delete them with. They stay recorded.
    public private(set) var remaining: [Int: [FormerRegistration]] = [:]
    /// The state with everything done that needs no call.
    public private(set) var state: StateDocument
    /// Credentials that could not be opened. With one of them, nothing is to be begun.
    public private(set) var faults: [(label: ClientLabel, fault: CredentialFault)] = []

    /// - Parameters:
    ///   - accepted: registrations that a read of the same command was shown with their token.
    ///   - seal: opens the recorded credentials that the calls need.
    ///   - recordedKey: what the state calls a server of the plan.
    ///   - deletes: whether a registration of the state can be deleted at its server, as far as is known.
    public init(
        _ plan: Plan, on state: StateDocument, accepted: Set<RegistrationID> = [], opening seal: Seal = .off,
        recordedKey: (String) -> String, deletes: (FormerRegistration) -> Bool = { _ in true },
        generator: inout some RandomNumberGenerator
    ) {
        self.state = state
        let kept = Set(plan.changes.filter { $0.reason == .formerKept }.map(\.label))
        let (doubted, heard) = (state.registrationsWithReadInDoubt, state.heard(opening: seal))
        for (index, change) in plan.changes.enumerated() {
            move(change)
            let lost = change.action == .replace && kept.contains(change.label) ? [] : lost(by: change)
            // A client that is to be deleted and cannot be is not done; what a replace leaves behind is only told of.
            let deleted = lost.filter { deletes($0) || isItself($0, in: change) }
            if deleted.count < lost.count { remaining[index] = lost.filter { !deleted.contains($0) } }
            let works = work(for: change, recordedKey(change.server), &generator).map { [$0] } ?? []
            for work in works + deleted.map({ ($0.server, .delete($0)) }) {
                guard var assignment = assignment(work.work, of: change.label, at: work.server, opening: seal) else { continue }
                assignment.hasReadInDoubt = doubted.contains(work.work.registration)
                if case .delete(let registration) = work.work { assignment.isOfFormer = !isItself(registration, in: change) }
                assignment.heard = heard[work.work.registration] ?? []
                assignment.tokenWasAccepted = accepted.contains(work.work.registration)
                assignments.append(assignment)
                changes.append(index)
            }
        }
    }

    /// `nil`, and a fault, where a credential cannot be opened.
    private mutating func assignment(
        _ work: Assignment.Work, of label: ClientLabel, at server: String, opening seal: Seal
    ) -> Assignment? {
        do throws(CredentialFault) {
            return try Assignment(label: label, server: server, work: work, opening: seal, lineage: state.lineage)
        } catch {
            faults.append((label, error))
            return nil
        }
    }

    /// The assignments of changes that have every server they need among `servers`: of a replace, nothing is deleted at one server
    /// while the other one cannot be had. Ascending indices.
    public func assignments(at servers: Set<String>) -> [Int] {
        var lacking: Set<Int> = []
        for (assignment, change) in zip(assignments, changes) where !servers.contains(assignment.server) {
            lacking.insert(change)
        }
        return assignments.indices.filter { !lacking.contains(changes[$0]) }
    }

    /// A blocked client stays where it is: a call in doubt names its label.
    private mutating func move(_ change: Change) {
        guard change.action != .blocked, let former = change.movedFrom, let client = state[former] else { return }
        state[former] = nil
        state[change.label] = client
    }

    /// What a change takes away at the servers, the oldest first.
    private func lost(by change: Change) -> [FormerRegistration] {
        guard let client = state[change.label] else { return [] }
        switch change.action {
        case .replace: return change.desired == nil ? [] : client.former + [FormerRegistration(client)]
        case .delete: return change.reason == .formerRemains ? client.former : client.former + [FormerRegistration(client)]
        case .register, .update, .forget, .record, .blocked, .nothing: return []
        }
    }

    /// Whether the registration is the client that the change deletes.
    private func isItself(_ registration: FormerRegistration, in change: Change) -> Bool {
        change.action == .delete && state[change.label]?.registration == registration.registration
    }

    /// The call that a change needs beside its deletions; what needs none is done to the state.
    private mutating func work(
        for change: Change, _ server: String, _ generator: inout some RandomNumberGenerator
    ) -> (server: String, work: Assignment.Work)? {
        let client = state[change.label]
        switch change.action {
        case .register:
            return change.desired.map { (server, .register(RegistrationID(using: &generator), $0)) }
        case .replace:
            guard client != nil, let target = change.desired else { return nil }
            return (server, .register(RegistrationID(using: &generator), target))
        case .update:
            guard let client, let target = change.desired else { return nil }
            return (client.server, .update(client, target, fields: change.fields))
        case .forget:
            state.orphans += client?.former ?? []
            state[change.label] = nil
        case .record: record(change)
        case .delete, .blocked, .nothing: break
        }
        return nil
    }

    /// Tags and protection as they are to be; fields that the server already has as they are wanted count as granted. Where it
    /// was not asked, it is what was granted that is wanted.
    private mutating func record(_ change: Change) {
        guard var client = state[change.label], let target = change.desired else { return }
        client.tags = target.tags
        client.protect = target.protect
        for field in change.fields where field.cause == .edited && !field.isGranted {
            client.granted.remove(field: field.name)
            client.granted[field.name] = field.observed
        }
        client.requested = target.metadata
        state[change.label] = client
    }
}

extension FieldChange {
    fileprivate var isGranted: Bool { FieldCatalog.agree(name, desired, granted) }
}

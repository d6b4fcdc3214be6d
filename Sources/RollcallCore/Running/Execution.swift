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
    /// The state with everything done that needs no call.
    public private(set) var state: StateDocument

    /// - Parameter accepted: registrations that a read of the same command was shown with their token.
    public init(
        _ plan: Plan, on state: StateDocument, accepted: Set<RegistrationID> = [], recordedKey: (String) -> String,
        generator: inout some RandomNumberGenerator
    ) {
        self.state = state
        let doubted = state.registrationsWithReadInDoubt
        for (index, change) in plan.changes.enumerated() {
            move(change)
            for work in works(for: change, recordedKey(change.server), &generator) {
                var assignment = Assignment(label: change.label, server: work.server, work: work.work)
                assignment.hasReadInDoubt = doubted.contains(work.work.registration)
                assignment.tokenWasAccepted = accepted.contains(work.work.registration)
                assignments.append(assignment)
                changes.append(index)
            }
        }
    }

    /// A blocked client stays where it is: a call in doubt names its label.
    /// The assignments of changes that have every server they need among `servers`: of a replace, nothing is deleted at one server
    /// while the other one cannot be had. Ascending indices.
    public func assignments(at servers: Set<String>) -> [Int] {
        var lacking: Set<Int> = []
        for (assignment, change) in zip(assignments, changes) where !servers.contains(assignment.server) {
            lacking.insert(change)
        }
        return assignments.indices.filter { !lacking.contains(changes[$0]) }
    }

    private mutating func move(_ change: Change) {
        guard change.action != .blocked, let former = change.movedFrom, let client = state[former] else { return }
        state[former] = nil
        state[change.label] = client
    }

    private mutating func works(
        for change: Change, _ server: String, _ generator: inout some RandomNumberGenerator
    ) -> [(server: String, work: Assignment.Work)] {
        let client = state[change.label]
        switch change.action {
        case .register:
            return change.desired.map { [(server, .register(RegistrationID(using: &generator), $0))] } ?? []
        case .replace:
            guard let client, let target = change.desired else { return [] }
            let registered: Assignment.Work = .register(RegistrationID(using: &generator), target)
            return [(server, registered)] + deletions(of: client)
        case .update:
            guard let client, let target = change.desired else { return [] }
            return [(client.server, .update(client, target, fields: change.fields))]
        case .delete:
            guard let client else { return [] }
            return change.reason == .formerRemains ? client.former.map { ($0.server, .delete($0)) } : deletions(of: client)
        case .forget:
            state.orphans += client?.former ?? []
            state[change.label] = nil
            return []
        case .record:
            record(change)
            return []
        case .blocked, .nothing: return []
        }
    }

    private func deletions(of client: RecordedClient) -> [(server: String, work: Assignment.Work)] {
        (client.former + [FormerRegistration(client)]).map { ($0.server, .delete($0)) }
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

import OAuthRegistration
import StrictJSON

/// What is to be done about one client: decisions here, comparing in `ClientComparison`. Pure.
///
/// | declared | recorded | change |
/// |---|---|---|
/// | yes | no | register |
/// | yes | yes, at another server | replace |
/// | yes | yes | replace if asked for; else update, record, or nothing |
/// | no | yes | forget if the manifest says so, else delete |
/// | no | no | nothing; only a call in doubt brings it here |
///
/// A call in doubt blocks all of them; so does a client that two labels have, but for `forget`. What a server cannot do is blocked and shown, and nothing else waits for it.
struct ClientPlanner {
    let servers: PlannedServers
    let state: StateDocument?
    let moves: Moves
    /// Calls in doubt, by label.
    let doubts: [ClientLabel: Intent]
    let observations: [ClientLabel: ObservedClient]
    let shared: SharedClients
    let selection: PlanSelection
    let isDestroying: Bool
    let forgotten: Set<ClientLabel>
    let digest: Digest

    /// The client's own change, and the delete of what it was before a replace.
    func changes(_ candidate: ClientJoin.Candidate) -> [Change] {
        let client = subject(candidate)
        guard selection.holds(client) else { return [] }
        if client.doubt != nil { return [client.change(.blocked, .inDoubt)] }
        let own = own(client)
        if own?.action != .forget, client.recorded != nil, shared.holds(client.movedFrom ?? client.label) {
            return [client.change(.blocked, .sharedClient)]
        }
        guard let own else { return [former(client)].compactMap(\.self) }
        switch own.action {
        // What these leave behind goes, or stays, with the client.
        case .delete, .forget: return [own]
        case .replace: return [own, remaining(client)].compactMap(\.self)
        case .register, .update, .record, .blocked, .nothing: return [own, former(client)].compactMap(\.self)
        }
    }

    private func own(_ client: PlannedClient) -> Change? {
        switch (client.desired, client.recorded) {
        case (let desired?, nil): register(client, desired)
        case (let desired?, let recorded?): change(client, desired, recorded)
        case (nil, let recorded?): remove(client, recorded)
        case (nil, nil): nil
        }
    }

    // MARK: Declared

    private func register(_ client: PlannedClient, _ desired: DesiredClient) -> Change {
        refused(client, desired) ?? client.change(.register, .notRecorded)
    }

    private func change(_ client: PlannedClient, _ desired: DesiredClient, _ recorded: RecordedClient) -> Change? {
        if !servers.isSame(desired.server, as: recorded.server) { return replace(client, desired, recorded, .serverChanged) }
        if selection.replaces(client) { return replace(client, desired, recorded, .replaceRequested) }
        switch client.reading {
        case .unreadable: return client.change(.blocked, .unreadable)
        case .gone: return client.change(.blocked, .gone)
        case .shown(let observed): return compare(client, desired, recorded, observed)
        case .notAsked: return compare(client, desired, recorded, nil)
        }
    }

    private func replace(
        _ client: PlannedClient, _ desired: DesiredClient, _ recorded: RecordedClient, _ reason: Change.Reason
    ) -> Change {
        if let refused = refused(client, desired) { return refused }
        let fields = client.comparison(observed: nil, traits: ServerTraits(profile: .generic))?.fields ?? []
        return client.change(.replace, reason, fields.filter(\.isToBeSent))
    }

    private func compare(
        _ client: PlannedClient, _ desired: DesiredClient, _ recorded: RecordedClient, _ observed: ClientMetadata?
    ) -> Change? {
        let traits = servers.traits(of: desired.server)
        guard let comparison = client.comparison(observed: observed, traits: traits) else { return nil }
        switch comparison.verdict {
        case .update: return update(client, desired, recorded, comparison.fields)
        case .record: return client.change(.record, .recordDiffers, comparison.fields)
        case .nothing where client.recordDiffers: return client.change(.record, .recordDiffers, comparison.fields)
        // What was substituted long ago is news only to somebody who asks.
        case .nothing where observed == nil || comparison.fields.isEmpty: return nil
        case .nothing: return client.change(.nothing, .noted, comparison.fields)
        }
    }

    private func update(
        _ client: PlannedClient, _ desired: DesiredClient, _ recorded: RecordedClient, _ fields: [FieldChange]
    ) -> Change {
        if let refused = refused(client, desired) { return refused }
        guard servers.manages(FormerRegistration(recorded)) else { return client.change(.blocked, .unmanaged, fields) }
        guard servers.updates(FormerRegistration(recorded)) else { return client.change(.blocked, .notUpdatable, fields) }
        let lost = NatureField.takenAway(
            from: recorded, by: desired.metadata, observed: client.reading.shown, at: servers.traits(of: desired.server))
        if !lost.isEmpty { return client.change(.blocked, .byOmission, lost.map { client.change(of: $0.name) }) }
        return client.change(.update, .fieldsDiffer, fields)
    }

    /// Blocked, if the server is known to answer a member with 400, whatever its value, or has declared not to take a value.
    private func refused(_ client: PlannedClient, _ desired: DesiredClient) -> Change? {
        let profile = servers.traits(of: desired.server).profile
        let members = desired.metadata.members.members.filter { profile.refuses($0.name) }
        if !members.isEmpty { return blocked(client, .refusedByServer, members) }
        let refused = Set(servers.support(of: desired.server).refusals(of: desired.metadata).map(\.field))
        if refused.isEmpty { return nil }
        return blocked(client, .notSupported, desired.metadata.members.members.filter { refused.contains($0.name) })
    }

    private func blocked(_ client: PlannedClient, _ reason: Change.Reason, _ members: [JSONObject.Member]) -> Change {
        let fields = members.map {
            FieldChange($0.name, .edited, desired: $0.value, requested: client.recorded?.requested.value(of: $0.name))
        }
        return client.change(.blocked, reason, fields)
    }

    // MARK: Recorded only

    private func remove(_ client: PlannedClient, _ recorded: RecordedClient) -> Change {
        if !isDestroying, forgotten.contains(client.label) { return client.change(.forget, .forgotten) }
        guard servers.manages(FormerRegistration(recorded)) else { return client.change(.blocked, .unmanaged) }
        guard servers.deletes(FormerRegistration(recorded)) else { return client.change(.blocked, .notDeletable) }
        switch client.reading {
        case .unreadable: return client.change(.blocked, .unreadable)
        case .gone: return client.change(.blocked, .gone)
        case .shown, .notAsked: return client.change(.delete, isDestroying ? .destroyed : .notDeclared)
        }
    }

    /// What is left of a replace, and is deleted unless somebody wants it kept. Where it cannot be deleted it is only said: the client itself
    /// lacks nothing.
    private func former(_ client: PlannedClient) -> Change? {
        guard let recorded = client.recorded, let first = recorded.former.first else { return nil }
        guard let deletable = recorded.former.first(where: { servers.deletes($0) }) else {
            return left(.nothing, .formerRemains, of: client, at: first.server)
        }
        return selection.keepsFormer
            ? left(.nothing, .formerKept, of: client, at: deletable.server)
            : left(.delete, .formerRemains, of: client, at: deletable.server)
    }

    /// What a replace will leave: because somebody wants it kept, or there is nothing to delete it with.
    private func remaining(_ client: PlannedClient) -> Change? {
        guard let recorded = client.recorded else { return nil }
        let own = FormerRegistration(recorded)
        if selection.keepsFormer, (recorded.former + [own]).contains(where: { servers.deletes($0) }) {
            return left(.nothing, .formerKept, of: client, at: recorded.server)
        }
        return servers.deletes(own) ? nil : left(.nothing, .formerRemains, of: client, at: recorded.server)
    }

    private func left(
        _ action: Change.Action, _ reason: Change.Reason, of client: PlannedClient, at recordedKey: String
    ) -> Change {
        var change = client.change(action, reason)
        change.server = servers.matching.planKey(of: recordedKey)
        change.desired = nil
        return change
    }

    // MARK: Who it is

    private func subject(_ candidate: ClientJoin.Candidate) -> PlannedClient {
        let label = candidate.label
        let movedFrom = moves.source(of: label)
        // What was recorded under a label that has moved, and is in doubt for it, belongs to the label that it has moved to.
        let isGone = moves.isSource(label)
        let recorded = isGone ? nil : movedFrom.flatMap { state?[$0] } ?? candidate.recorded
        let doubt = isGone ? nil : doubts[label] ?? movedFrom.flatMap { doubts[$0] }
        let recordedKey = recorded?.server ?? doubt?.server
        let server = candidate.desired?.server ?? recordedKey.map(servers.matching.planKey) ?? ""
        return PlannedClient(
            label: label, desired: candidate.desired, recorded: recorded, movedFrom: movedFrom, doubt: doubt, server: server,
            reading: PlannedClient.Reading(
                observations[movedFrom ?? label] ?? .notAsked, at: servers.traits(of: server),
                toAdministrator: recordedKey.map { servers.project.isManagedByAdministrator(servers.matching.planKey(of: $0)) }
                    ?? false),
            digest: digest)
    }
}

import OAuthRegistration
import RollcallCore
import StrictJSON

/// Whether quiet runs have come to the end of what there is to do.
struct Convergence {
    let world: World
    let state: StateDocument

    /// The changes that a plan still has and that no server stands in the way of. Empty is good.
    var remaining: [Change] {
        var diagnostics = Diagnostics()
        let input = PlanInput(
            manifest: world.user.manifest(World.projectServers[world.servers.count]), state: state, digest: chunkDigest)
        let plan = Planner.plan(input, diagnostics: &diagnostics)
        return plan.changes.filter { $0.isToBeDone && !isOutOfReach($0) }
    }

    /// Reads and deletes that are still in doubt although a read with the recorded token, at the recorded address, would have told. Empty is good.
    var untold: [Doubt] {
        state.doubts.values.filter { doubt in
            let intent = doubt.intent
            guard intent.operation == .read || intent.operation == .delete,
                let server = World.keys.firstIndex(of: intent.server), world.servers[server].manner.manages,
                let recorded = state.registration(intent.registration, label: intent.label),
                recorded.registrationClientURI != nil,
                let alive = world.servers[server][recorded.clientID.text],
                let token = recorded.registrationAccessToken(in: state, world.seal)
            else { return false }
            return alive.tokens.contains(token)
        }
    }

    /// Nothing can be done about a client whose token is not the server's any more: gone, reset by others, or lost and said so.
    private func isOutOfReach(_ change: Change) -> Bool {
        guard let client = state[change.movedFrom ?? change.label] else { return false }
        return ([FormerRegistration(client)] + client.former).contains { registration in
            guard let server = World.keys.firstIndex(of: registration.server),
                let alive = world.servers[server][registration.clientID.text]
            else { return true }
            guard let token = registration.registrationAccessToken(in: state, world.seal) else { return true }
            return !alive.tokens.contains(token)
        }
    }
}

extension Change {
    fileprivate var isToBeDone: Bool {
        switch action {
        case .register, .update, .replace, .delete, .forget, .record: true
        case .blocked, .nothing: false
        }
    }
}

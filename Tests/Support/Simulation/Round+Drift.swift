import OAuthRegistration
import RollcallCore
import StrictJSON

/// The part of a round that only asks, as `drift` does it: every client but those whose token a read would replace. What the reads bring is
/// recorded, and of a client's record nothing else.
extension Round {
    mutating func drift() throws(Cut) {
        let before = keeper.state
        let spared = before.costlyToRead(before.labels, project)
        let observations = try observe(before.labels.filter { !spared.contains($0) })
        let after = keeper.state
        let manifest = world.user.manifest(World.projectServers[world.servers.count])
        let drift = Drift(of: before.labels, manifest, after, observations)
        world.tell(
            "  drift: \(drift.hasDrifted ? "something" : "nothing")\(spared.isEmpty ? "" : ", and \(spared.count) spared")")
        for label in before.labels {
            let records = [before[label], after[label]].map { $0.map(SimulatedUser.Record.init) }
            if records[0] != records[1] { world.report(.changedByRead, label.text) }
        }
        try storing { () throws(StateStoreFailure) in try keeper.end() }
    }
}

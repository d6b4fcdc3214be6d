import OAuthRegistration
import RollcallCore
import StrictJSON

/// The disks that histories begin with: an empty state, as `rollcall init` leaves it, or one that knows its servers. Made once.
enum FirstDisks {
    static let lineage = "0f0e0d0c-0b0a-4908-8706-050403020100"

    static func of(_ manners: [ServerManner], isKnown: Bool) -> SimulatedDisk {
        guard isKnown else { return new }
        return known[manners.reduce(0) { $0 * 3 + ($1.rotatesOnRead ? 2 : 1) }]!
    }

    // Nobody changes one: each history has a copy.
    nonisolated(unsafe) private static let new = disk { $0 }

    /// By the servers' ways with reads: a digit each, 1 for a server whose reads leave the token alone, 2 for the others.
    nonisolated(unsafe) private static let known: [Int: SimulatedDisk] = {
        var disks: [Int: SimulatedDisk] = [:]
        for rotations in [[false], [true], [false, false], [false, true], [true, false], [true, true]] {
            let number = rotations.reduce(0) { $0 * 3 + ($1 ? 2 : 1) }
            disks[number] = disk { state in
                var state = state
                for (index, rotates) in rotations.enumerated() { state.servers[World.keys[index]] = record(index, rotates) }
                return state
            }
        }
        return disks
    }()

    private static func record(_ index: Int, _ rotates: Bool) -> ServerRecord {
        var learned = ServerEvidence()
        learned.registrationWasReadBack = true
        learned.updateWasReadBack = true
        learned.rotatesOnRead = rotates
        let endpoint = World.endpoints[index]
        return ServerRecord(
            namedBy: ["registration_endpoint": .string(endpoint.text)], profile: "generic", registrationClientURI: .asGiven,
            origin: endpoint.origin.text, registrationEndpoint: endpoint.text, learned: learned)
    }

    private static func disk(_ fill: (StateDocument) -> StateDocument) -> SimulatedDisk {
        let disk = SimulatedDisk()
        let store = FileStateStore(disk: disk, name: FileNames.state, digest: chunkDigest)
        do {
            guard try store.lock(as: World.holder) else { preconditionFailure("nobody else has the lock") }
            try store.create(lineage: lineage)
            let state = try store.begin(run: "first").state
            let filled = fill(state)
            if filled.servers != state.servers { _ = try store.checkpoint(filled) }
            try store.end()
        } catch { preconditionFailure("a new disk takes a state: \(error)") }
        disk.kill()
        return disk
    }
}

import OAuthRegistration
import StrictJSON

/// Servers under other keys: the key is only what a manifest calls them.
extension StateDocument {
    /// The same servers under other keys, and with them clients, former registrations and calls in doubt. All at once: two may
    /// change places. No two may have one key after it, as `ServerMatching.renames` sees to.
    public func renaming(_ renames: [(from: String, to: String)]) -> StateDocument {
        if renames.isEmpty { return self }
        let keys = Dictionary(uniqueKeysWithValues: renames.map { ($0.from, $0.to) })
        func renamed(_ key: String) -> String { keys[key] ?? key }
        func renamed(_ registration: FormerRegistration) -> FormerRegistration {
            var registration = registration
            registration.server = renamed(registration.server)
            return registration
        }
        var state = self
        state.servers = Dictionary(uniqueKeysWithValues: servers.map { (renamed($0.key), $0.value) })
        state.doubts = doubts.mapValues { doubt in
            var doubt = doubt
            doubt.intent.server = renamed(doubt.intent.server)
            return doubt
        }
        state.orphans = orphans.map(renamed)
        for label in labels(at: Set(keys.keys)) {
            guard var client = self[label] else { continue }
            client.server = renamed(client.server)
            client.former = client.former.map(renamed)
            state[label] = client
        }
        return state
    }

    /// What a server's document says of it now; everything else stays as it was. Where nothing is registered the server may be another one by
    /// now, and is recorded as it is.
    public mutating func describe(_ key: String, as found: ServerRecord) {
        guard var record = servers[key], record.origin.isSameText(as: found.origin) || holdsRegistrations(at: key) else {
            servers[key] = found
            return
        }
        (record.registrationEndpoint, record.issuer, record.support) = (found.registrationEndpoint, found.issuer, found.support)
        servers[key] = record
    }

    /// Whether something that is registered, or may be, is recorded there.
    func holdsRegistrations(at server: String) -> Bool {
        orphans.contains { $0.server.isSameText(as: server) }
            || doubts.values.contains { $0.intent.server.isSameText(as: server) }
            || labels(at: [server]).contains { label in
                guard let client = self[label] else { return false }
                return ([client.server] + client.former.map(\.server)).contains { $0.isSameText(as: server) }
            }
    }

    /// Of the clients that may have to do with one of these servers. Ascending.
    private func labels(at servers: Set<String>) -> [ClientLabel] {
        entries.compactMap { entry in
            switch entry {
            case .read(let row):
                let server = String(decoding: clients.slice(row.server), as: UTF8.self)
                return row.hasFormer || servers.contains(server) ? clients.label(of: row) : nil
            case .edited(let label, _): return label
            }
        }
    }
}

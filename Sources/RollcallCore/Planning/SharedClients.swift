import OAuthRegistration
import StrictJSON

/// Labels that have one client of one server between them. RFC 7591, section 3.2.1 lets no two registrations have one `client_id`, so they are one
/// registration: an update of one label would undo the other's, and a delete would take the client from both. Some servers answer a like
/// registration with the client that they have.
///
/// Every client is looked at and none is decoded, unless two have the same hash.
public struct SharedClients: Sendable {
    /// Those of one client, the one that was registered first before the others; ascending by the first.
    public let groups: [[ClientLabel]]
    private let labels: Set<ClientLabel>

    public init(in state: StateDocument?) {
        groups = state.map(Self.groups) ?? []
        labels = Set(groups.joined())
    }

    /// Whether the label, as it is recorded, has its client for itself alone.
    public func holds(_ label: ClientLabel) -> Bool { labels.contains(label) }

    var all: [ClientLabel] { Array(groups.joined()) }

    // MARK: Finding them

    private struct Identity: Hashable {
        var server: [UInt8]
        var clientID: JSONString
    }

    private static func groups(in state: StateDocument) -> [[ClientLabel]] {
        let hashes = state.entries.map { hash($0, in: state.clients) }
        let repeated = repeated(hashes)
        if repeated.isEmpty { return [] }
        var clients: [Identity: [(label: ClientLabel, at: Timestamp)]] = [:]
        for (entry, hash) in zip(state.entries, hashes) where repeated.contains(hash) {
            let label = label(of: entry, in: state.clients)
            guard let client = state[label] else { continue }
            let identity = Identity(server: Array(client.server.utf8), clientID: client.clientID)
            clients[identity, default: []].append((label, client.registeredAt))
        }
        let shared = clients.values.filter { $0.count > 1 }.map { group in
            group.sorted { ($0.at, $0.label) < ($1.at, $1.label) }.map(\.label)
        }
        return shared.sorted { $0[0] < $1[0] }
    }

    private static func repeated(_ hashes: [UInt64]) -> Set<UInt64> {
        let sorted = hashes.sorted()
        return Set(zip(sorted, sorted.dropFirst()).lazy.filter { $0 == $1 }.map(\.0))
    }

    private static func label(of entry: StateDocument.Entry, in index: StateIndex) -> ClientLabel {
        switch entry {
        case .read(let row): index.label(of: row)
        case .edited(let label, _): label
        }
    }

    private static func hash(_ entry: StateDocument.Entry, in index: StateIndex) -> UInt64 {
        switch entry {
        case .read(let row): hash(index.slice(row.server), index.slice(row.clientID))
        case .edited(_, let client): hash(text(JSONString(client.server)), text(client.clientID))
        }
    }

    /// As the state's file has it, without its quotes.
    private static func text(_ string: JSONString) -> ArraySlice<UInt8> {
        JSONValue.string(string).canonicalBytes.dropFirst().dropLast()
    }

    /// FNV-1a. The line end between the two stands in neither.
    private static func hash(_ server: ArraySlice<UInt8>, _ clientID: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for byte in server { add(byte) }
        add(0x0A)
        for byte in clientID { add(byte) }
        return hash
    }
}

extension SharedClients {
    /// What there is to say of those groups that one of `labels` is in: an error when it happens, a warning as long as it lasts.
    ///
    /// - Parameter isDeclared: whose label is to stay. One that is not is the one to forget; else the older one.
    public func diagnostics(
        _ severity: Diagnostic.Severity, where isMeant: (ClientLabel) -> Bool, isDeclared: (ClientLabel) -> Bool = { _ in true }
    ) -> Diagnostics {
        Diagnostics(
            groups.filter { $0.contains(where: isMeant) }.map { group in
                diagnostic(group, severity, forget: group.first { !isDeclared($0) } ?? group[0])
            })
    }

    private func diagnostic(_ group: [ClientLabel], _ severity: Diagnostic.Severity, forget label: ClientLabel) -> Diagnostic {
        let names = group.map { "\"\($0)\"" }.joined(separator: " and ")
        return Diagnostic(
            .clientShared, severity: severity,
            "\(names) have one client_id at one server, so they are one registration (RFC 7591, section 3.2.1). Until only one label has it, it "
                + "is neither updated nor deleted: what is done to one would be done to \(group.count == 2 ? "both" : "all").",
            hint: "declare only one of them, and forget the other:\n  rollcall forget \(label)",
            client: group[0])
    }
}

/// The clients as they are now: what was read, with the edits over it. In label order; nothing is decoded until it is asked for.
extension StateDocument {
    /// The client under `label`; setting `nil` takes it away. Reading decodes, so keep what was read.
    public subscript(label: ClientLabel) -> RecordedClient? {
        get {
            if let edit = edits[label] { return edit }
            return clients.row(label).map(decoded)
        }
        set { edits.updateValue(newValue, forKey: label) }
    }

    public var isEmpty: Bool { count == 0 }

    /// How many clients there are.
    public var count: Int {
        edits.reduce(clients.rows.count) { count, edit in
            let wasThere = clients.row(edit.key) != nil
            return count + (edit.value == nil ? 0 : 1) - (wasThere ? 1 : 0)
        }
    }

    /// Ascending.
    public var labels: [ClientLabel] {
        entries.map { entry in
            switch entry {
            case .read(let row): clients.label(of: row)
            case .edited(let label, _): label
            }
        }
    }

    /// Those whose secret is to expire, or has; ascending. No other client is decoded.
    public var expiringClients: [(label: ClientLabel, client: RecordedClient)] {
        entries.compactMap { entry in
            switch entry {
            case .read(let row): row.expires ? (clients.label(of: row), decoded(row)) : nil
            case .edited(let label, let client): client.clientSecretExpiresAt ?? 0 != 0 ? (label, client) : nil
            }
        }
    }

    /// Every client in label order.
    public var entries: Entries { Entries(self) }

    /// A client that is as it was read, or one that is not.
    public enum Entry: Sendable {
        case read(StateIndex.Row)
        case edited(ClientLabel, RecordedClient)
    }

    public struct Entries: Sequence, IteratorProtocol, Sendable {
        private let index: StateIndex
        private var row = 0
        /// Descending, so that the next is the last.
        private var edits: [(label: ClientLabel, client: RecordedClient?)]

        init(_ state: StateDocument) {
            index = state.clients
            edits = state.edits.map { ($0.key, $0.value) }.sorted { $1.label < $0.label }
        }

        public mutating func next() -> Entry? {
            while let edit = edits.last, isNext(edit.label) {
                edits.removeLast()
                if row < index.rows.count, index.slice(index.rows[row].label).elementsEqual(edit.label.text.utf8) { row += 1 }
                if let client = edit.client { return .edited(edit.label, client) }
            }
            guard row < index.rows.count else { return nil }
            defer { row += 1 }
            return .read(index.rows[row])
        }

        /// Whether the next row does not come before `label`.
        private func isNext(_ label: ClientLabel) -> Bool {
            row >= index.rows.count || !index.slice(index.rows[row].label).lexicographicallyPrecedes(label.text.utf8)
        }
    }

    private func decoded(_ row: StateIndex.Row) -> RecordedClient {
        guard let client = try? clients.client(row) else { preconditionFailure("clients are checked when the state is read") }
        return client
    }
}

import StrictJSON

/// Desired and recorded clients side by side, in label order: the only loop that sees every client. It compares bytes, and makes
/// values only of clients that differ or that somebody asks about (10,000 without a change take milliseconds).
///
///     desired    a  b     d          rows of the sheets, sorted by label
///     recorded   a     c  d  e       rows of the state, sorted as they are
///                =  +  -  =  -       equal bytes end here; the others become candidates
struct ClientJoin {
    struct Candidate {
        var label: ClientLabel
        var desired: DesiredClient?
        var recorded: RecordedClient?
    }

    private let sheets: [ClientSheet]
    private let order: [DesiredPlace]
    private let state: StateDocument?

    init(_ sheets: [ClientSheet], _ state: StateDocument?) {
        self.sheets = sheets
        self.state = state
        order = DesiredPlace.ascending(in: sheets)
    }

    func isRecorded(_ label: ClientLabel) -> Bool {
        guard let state else { return false }
        return state.edits[label].map { $0 != nil } ?? (state.clients.row(label) != nil)
    }

    func isDeclared(_ label: ClientLabel) -> Bool { place(of: label) != nil }

    /// What the manifest says of it.
    func declared(_ label: ClientLabel) -> DesiredClient? { place(of: label).map(desired) }

    private func place(of label: ClientLabel) -> DesiredPlace? {
        let wanted = Array(label.text.utf8)[...]
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            if self.label(order[middle]).lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
        }
        return low < order.count && self.label(order[low]) == wanted ? order[low] : nil
    }

    /// Every candidate in label order; after them the labels asked about that are neither declared nor recorded.
    /// - Parameters:
    ///   - asked: candidates whatever their bytes say. Ascending, each once.
    ///   - recordedKeys: by sheet, and by its servers: the state's key of that server.
    func forEachCandidate(asked: [ClientLabel], recordedKeys: [[String?]], _ body: (Candidate) -> Void) {
        let recordedKeys = recordedKeys.map { keys in keys.map { $0.map { Array($0.utf8) } } }
        var places = order[...]
        var entries = state?.entries.makeIterator()
        var entry = entries?.next()
        var asked = asked[...]
        while places.first != nil || entry != nil {
            let side = Side(desired: places.first.map(label), recorded: entry.map(label))
            let (place, found) = (side.isDesired ? places.popFirst() : nil, side.isRecorded ? entry : nil)
            if side.isRecorded { entry = entries?.next() }
            let isAsked = Self.pass(side.label, in: &asked, body)
            if !isAsked, let place, let found, isUnchanged(place, found, recordedKeys) { continue }
            body(Candidate(label: side.name, desired: place.map(desired), recorded: found.map(recorded)))
        }
        for label in asked { body(Candidate(label: label)) }
    }

    /// Takes what is asked about up to `label` off the front; says whether `label` itself is.
    private static func pass(
        _ label: ArraySlice<UInt8>, in asked: inout ArraySlice<ClientLabel>, _ body: (Candidate) -> Void
    ) -> Bool {
        while let first = asked.first, !label.lexicographicallyPrecedes(first.text.utf8) {
            asked.removeFirst()
            if label.elementsEqual(first.text.utf8) { return true }
            body(Candidate(label: first))
        }
        return false
    }

    /// Whether the manifest says what was last asked for. `protect` and tags are asked of nobody but state.
    private func isUnchanged(
        _ place: DesiredPlace, _ entry: StateDocument.Entry, _ recordedKeys: [[[UInt8]?]]
    ) -> Bool {
        guard case .read(let recorded) = entry, let index = state?.clients, !recorded.hasFormer else { return false }
        let sheet = sheets[Int(place.sheet)]
        let row = sheet.rows[Int(place.row)]
        guard let server = recordedKeys[Int(place.sheet)][Int(row.server)] else { return false }
        return row.protect == recorded.protect
            && sheet.arena.range(row.metadata, equals: recorded.requested, of: index.bytes)
            && sheet.arena.range(row.tags, equals: recorded.tags, of: index.bytes)
            && server.range(Extent(server.indices), equals: recorded.server, of: index.bytes)
    }

    // MARK: What the sides hold

    private func label(_ place: DesiredPlace) -> ArraySlice<UInt8> {
        let sheet = sheets[Int(place.sheet)]
        return sheet.bytes(sheet.rows[Int(place.row)].label)
    }

    private func desired(_ place: DesiredPlace) -> DesiredClient {
        let sheet = sheets[Int(place.sheet)]
        return sheet.client(sheet.rows[Int(place.row)])
    }

    private func label(_ entry: StateDocument.Entry) -> ArraySlice<UInt8> {
        switch entry {
        case .read(let row): state?.clients.slice(row.label) ?? []
        case .edited(let label, _): Array(label.text.utf8)[...]
        }
    }

    private func recorded(_ entry: StateDocument.Entry) -> RecordedClient {
        switch entry {
        case .edited(_, let client): return client
        case .read(let row):
            guard let client = try? state?.clients.client(row) else {
                preconditionFailure("clients are checked when the state is read")
            }
            return client
        }
    }
}

/// Which of the two sides has the next label.
private struct Side {
    let label: ArraySlice<UInt8>
    let isDesired: Bool
    let isRecorded: Bool

    init(desired: ArraySlice<UInt8>?, recorded: ArraySlice<UInt8>?) {
        switch (desired, recorded) {
        case (let desired?, let recorded?):
            isDesired = !recorded.lexicographicallyPrecedes(desired)
            isRecorded = !desired.lexicographicallyPrecedes(recorded)
            label = isDesired ? desired : recorded
        case (let desired?, nil): (label, isDesired, isRecorded) = (desired, true, false)
        case (nil, let recorded?): (label, isDesired, isRecorded) = (recorded, false, true)
        case (nil, nil): preconditionFailure("there is nothing left to compare")
        }
    }

    var name: ClientLabel {
        guard let name = ClientLabel(String(decoding: label, as: UTF8.self)) else {
            preconditionFailure("labels are checked when manifest and state are read")
        }
        return name
    }
}

extension [UInt8] {
    fileprivate func range(_ extent: Extent, equals other: Extent, of bytes: [UInt8]) -> Bool {
        extent.count == other.count && self[extent.range] == bytes[other.range]
    }
}

/// The records of many steps on their way to the disk. What always holds: one batch is on its way at a time; what is recorded in
/// the meantime makes the next.
struct GroupCommit: Sendable {
    struct Entry: Sendable {
        let step: Int
        let records: [JournalRecord]
    }

    private var waiting: [Entry] = []
    private var syncing: [Entry] = []

    mutating func add(_ records: [JournalRecord], of step: Int) { waiting.append(Entry(step: step, records: records)) }

    /// The next batch, which is on its way from now on; `nil` while there is nothing, or another is.
    mutating func next() -> [JournalRecord]? {
        guard syncing.isEmpty, !waiting.isEmpty else { return nil }
        swap(&syncing, &waiting)
        return syncing.flatMap(\.records)
    }

    /// The batch that was on its way has ended there, or its way has: what it covers.
    mutating func ended() -> [Entry] {
        defer { syncing = [] }
        return syncing
    }
}

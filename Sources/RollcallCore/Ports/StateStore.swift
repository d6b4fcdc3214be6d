/// Where the state lives while a command holds its lock: snapshot and journal together. What `append` returned for is durable,
/// and so is everything before it. `FileStateStore` is behind the first one; nothing here says that there are files.
///
/// Calls come one at a time from one run; each returns when the thing is done.
public protocol StateStore: Sendable {
    /// The state with every record so far applied.
    var state: StateDocument { get async }
    /// Makes sure that the answers of so many calls can be journaled, whatever happens to the disk in the meantime.
    func reserve(callsInFlight: Int) async throws(StateStoreFailure)
    /// Returns when the records are durable.
    func append(_ records: [JournalRecord]) async throws(StateStoreFailure)
    /// Writes `state` under the next serial, with every open call in doubt; what is unchanged in it is copied byte for byte.
    func checkpoint(_ state: StateDocument) async throws(StateStoreFailure)
}

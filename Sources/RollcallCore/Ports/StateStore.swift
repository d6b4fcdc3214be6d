/// Where the state lives: a snapshot, the journal of what came after it, and a lock. What `append` returned for is durable, and so is
/// everything before it. `FileStateStore` is the first one; nothing here says that there are files. (Its calls do not wait, as
/// a remote one's would; that is why these may.)
///
/// A command calls in this order, one call at a time: `lock`, then `create` or `begin`, then the others as often as it likes, `end`.
/// `load` and `lockHolder` need no lock.
public protocol StateStore {
    /// The state as it is now, with every record of the journal applied; `nil` if there is neither state nor journal. Repairs nothing.
    func load() async throws(StateStoreFailure) -> LoadedState?

    /// `false` if another process holds the lock: `lockHolder` says who.
    func lock(as holder: LockHolder) async throws(StateStoreFailure) -> Bool
    /// Who has the lock, or left it without an end; whether he still holds it, only `lock` can tell.
    func lockHolder() async throws(StateStoreFailure) -> LockHolder?
    /// Releases the lock. What the journal holds is folded by the next run.
    func end() async throws(StateStoreFailure)

    /// An empty state, where there is neither state nor journal (`exists`). `lineage` is a random UUID.
    func create(lineage: String) async throws(StateStoreFailure)
    /// Folds what an earlier run left in the journal, and starts a new one; without a state, `absent`. `run` is random text that no
    /// other run has; it becomes part of the journal's id.
    func begin(run: String) async throws(StateStoreFailure) -> Ledger

    /// Makes sure that the answers of so many calls can be recorded, whatever fills up in the meantime; else `noSpace`.
    func reserve(callsInFlight: Int) async throws(StateStoreFailure)
    /// Returns when the records are durable. After `noSpace` all are, but the intents of calls that were still to be sent.
    func append(_ records: [JournalRecord]) async throws(StateStoreFailure)
    /// Writes `state` under the next serial and starts a new journal; returns the state as it was written, with which the run goes on.
    /// Calls that are open must be among its doubts (`Ledger.closed`): a late answer settles them there. `stale` if `state` has
    /// another serial or lineage than what `begin` or the last checkpoint returned.
    ///
    /// After `notCheckpointed` and `misread` the former state and the journal still say everything, and the store can be used.
    func checkpoint(_ state: StateDocument) async throws(StateStoreFailure) -> StateDocument
}

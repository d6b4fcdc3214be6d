/// The state: which registrations are ours, as of one serial. The clients are kept as they were read (`clients`), with what has
/// changed since beside them (`edits`), so that a checkpoint copies unchanged clients byte for byte.
public struct StateDocument: Sendable {
    /// One state for life: a random UUID.
    public var lineage: String
    /// Grows by one with each checkpoint.
    public var serial: Int
    /// The journal that was last folded into it, and how many of its lines.
    public var journal: JournalMark?
    /// By key.
    public var servers: [String: ServerRecord]
    /// `Reference.identity` to the origins it may be sent to; `embedded` for the embedded server.
    public var references: [String: [String]]
    public var doubts: [OperationID: Doubt]
    /// Registrations that nothing declares any more and that could not be deleted.
    public var orphans: [FormerRegistration]
    public var clients: StateIndex
    /// What differs from `clients`: a client, or `nil` for one that is gone.
    public var edits: [ClientLabel: RecordedClient?]

    public struct JournalMark: Hashable, Sendable {
        public var id: String
        public var lines: Int

        public init(id: String, lines: Int) {
            self.id = id
            self.lines = lines
        }
    }

    /// An empty state.
    public init(lineage: String) {
        self.lineage = lineage
        serial = 0
        servers = [:]
        references = [:]
        doubts = [:]
        orphans = []
        clients = StateIndex()
        edits = [:]
    }
}

/// The state's clients as read: the file's bytes, and where each client's parts lie in them. Nothing is decoded until it is asked
/// for: in a canonical file, `requested` is the canonical value, and comparing it is comparing bytes.
public struct StateIndex: Sendable {
    public struct Row: Sendable, Hashable {
        /// Without its quotes.
        public var label: Extent
        /// The client's value, from `{` to `}`.
        public var whole: Extent
        public var requested: Extent
        public var tags: Extent
        /// The server's key, without its quotes.
        public var server: Extent
        public var protect: Bool
        /// Whether a former registration remains.
        public var hasFormer: Bool

        public init(
            label: Extent, whole: Extent, requested: Extent, tags: Extent, server: Extent, protect: Bool, hasFormer: Bool
        ) {
            self.label = label
            self.whole = whole
            self.requested = requested
            self.tags = tags
            self.server = server
            self.protect = protect
            self.hasFormer = hasFormer
        }
    }

    public var bytes: [UInt8]
    /// Ascending by label.
    public var rows: [Row]

    public init(bytes: [UInt8] = [], rows: [Row] = []) {
        self.bytes = bytes
        self.rows = rows
    }

    public func slice(_ extent: Extent) -> ArraySlice<UInt8> { bytes[extent.range] }
}

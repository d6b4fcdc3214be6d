import StrictJSON

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
        /// As it is written, without its quotes.
        public var clientID: Extent
        public var protect: Bool
        /// Whether a former registration remains.
        public var hasFormer: Bool
        /// Whether its secret is to expire, or has.
        public var expires: Bool

        public init(
            label: Extent, whole: Extent, requested: Extent, tags: Extent, server: Extent, clientID: Extent, protect: Bool,
            hasFormer: Bool, expires: Bool
        ) {
            self.label = label
            self.whole = whole
            self.requested = requested
            self.tags = tags
            self.server = server
            self.clientID = clientID
            self.protect = protect
            self.hasFormer = hasFormer
            self.expires = expires
        }
    }

    public var bytes: [UInt8]
    /// Ascending by label.
    public var rows: [Row]
    /// Of the clients' credentials.
    public var survey: SealSurvey

    public init(bytes: [UInt8] = [], rows: [Row] = [], survey: SealSurvey = SealSurvey()) {
        self.bytes = bytes
        self.rows = rows
        self.survey = survey
    }

    public func slice(_ extent: Extent) -> ArraySlice<UInt8> { bytes[extent.range] }

    public func label(of row: Row) -> ClientLabel {
        guard let label = ClientLabel(String(decoding: slice(row.label), as: UTF8.self)) else {
            preconditionFailure("labels are checked when the state is read")
        }
        return label
    }

    /// The client, decoded.
    public func client(_ row: Row) throws(StateFault) -> RecordedClient {
        guard let value = try? JSONReader.read(bytes, in: row.whole.range) else { throw .malformed("client \(label(of: row))") }
        do {
            return try RecordedClient(value)
        } catch {
            throw .malformed(error.within("client \(label(of: row))").text)
        }
    }

    /// By binary search.
    public func row(_ label: ClientLabel) -> Row? {
        let wanted = label.text.utf8
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if slice(rows[middle].label).lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
        }
        return low < rows.count && slice(rows[low].label).elementsEqual(wanted) ? rows[low] : nil
    }
}

import OAuthRegistration
import StrictJSON

/// A range of an arena, in eight bytes, so that an array of them is a table.
public struct Extent: Hashable, Sendable {
    public var start: UInt32
    public var count: UInt32

    public init(_ range: Range<Int>) {
        start = UInt32(range.lowerBound)
        count = UInt32(range.count)
    }

    public var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// All clients that one file declares: one arena of bytes and one row each, so that a client without changes never becomes
/// a value with names (10,000 clients must feel instant).
///
///     arena   …web{"client_name":"Web","redirect_uris":["https://…"]}{"team":"cardiology"}…
///     row        ╰label   ╰metadata, canonical JSON                  ╰tags, canonical JSON
public struct ClientSheet: Sendable {
    public struct Row: Sendable, Hashable {
        public var label: Extent
        /// Canonical JSON, defaults merged in.
        public var metadata: Extent
        /// Canonical JSON.
        public var tags: Extent
        /// Canonical JSON: an array of strings, ascending.
        public var ignore: Extent
        /// Index into `servers`.
        public var server: UInt16
        public var protect: Bool
        /// Where the label stands, from 1.
        public var line: UInt32
        public var column: UInt32

        public init(
            label: Extent, metadata: Extent, tags: Extent, ignore: Extent, server: UInt16, protect: Bool, line: UInt32,
            column: UInt32
        ) {
            self.label = label
            self.metadata = metadata
            self.tags = tags
            self.ignore = ignore
            self.server = server
            self.protect = protect
            self.line = line
            self.column = column
        }
    }

    /// Relative to the folder of `rollcall.yaml`.
    public var file: String
    /// Keys of the project's servers; rows point into it.
    public var servers: [String]
    public var arena: [UInt8]
    /// In the order of the file.
    public var rows: [Row]

    public init(file: String, servers: [String], arena: [UInt8] = [], rows: [Row] = []) {
        self.file = file
        self.servers = servers
        self.arena = arena
        self.rows = rows
    }

    public func bytes(_ extent: Extent) -> ArraySlice<UInt8> { arena[extent.range] }

    public func client(_ row: Row) -> DesiredClient {
        guard let label = ClientLabel(String(decoding: bytes(row.label), as: UTF8.self)) else {
            preconditionFailure("a sheet's labels are checked when it is made")
        }
        return DesiredClient(
            label: label, server: servers[Int(row.server)], tags: object(row.tags), protect: row.protect,
            ignore: strings(row.ignore), metadata: ClientMetadata(object(row.metadata)),
            location: location(of: row))
    }

    /// Of its label.
    public func location(of row: Row) -> SourceLocation {
        SourceLocation(file: file, line: Int(row.line), column: Int(row.column), length: Int(row.label.count))
    }

    private func value(_ extent: Extent) -> JSONValue {
        guard let value = try? JSONReader.read(arena, in: extent.range) else {
            preconditionFailure("a sheet holds canonical JSON")
        }
        return value
    }

    private func object(_ extent: Extent) -> JSONObject { value(extent).object ?? [:] }
    private func strings(_ extent: Extent) -> [JSONString] { (value(extent).array ?? []).compactMap(\.string) }
}

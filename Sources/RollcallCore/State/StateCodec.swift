import OAuthRegistration
import StrictJSON

/// The state file's bytes. Equal states are equal bytes, and every line is one a Git diff can show:
///
///     {
///       "format": 1,
///       "lineage": "…", "serial": …, "journal": {…}, "servers": {…}, "references": {…}, "in_doubt": {…}, "orphans": […],
///       "clients": {                       (each of these on a line of its own)
///         "web": {
///           "registration": "…",           one member a line; its value compact
///           …
///         }
///       },
///       "digest": "sha256:…"               of every byte before this line
///     }
///
/// Members stand in this order; labels, ids, keys and metadata members ascend by bytes. `journal` is absent until a journal was
/// folded. Any new member comes with a higher `format`: a reader refuses a member it does not know, rather than lose it.
public enum StateCodec {
    /// The newest format that can be read, and the one that is written.
    public static let format = 1

    /// The document, every client indexed and none decoded. Everything a later decoding relies on is checked.
    public static func read(_ bytes: [UInt8], digest: Digest) throws(StateFault) -> StateDocument {
        if bytes.isEmpty { throw .empty }
        if bytes.first == 0 || bytes.last == 0 { throw .zeros }
        guard bytes.count <= Int(UInt32.max) else { throw .tooLarge }
        if let format = headFormat(bytes), format > Self.format { throw .newerFormat(format) }
        try checkDigest(bytes, digest)
        return try document(bytes)
    }

    /// Unchanged clients are copied byte for byte; only edited ones are encoded.
    public static func write(_ state: StateDocument, digest: Digest) -> [UInt8] {
        var members = MemberWriter(indent: 2, capacity: state.clients.bytes.count)
        members.member("format", .integer(format))
        members.member("lineage", .string(state.lineage))
        members.member("serial", .integer(state.serial))
        members.member("journal", state.journal.map { ["id": .string($0.id), "lines": .integer($0.lines)] })
        members.member("servers", written: table(state.servers.map { (JSONString($0), $1.written) }))
        members.member("references", .object(references(state)))
        members.member("in_doubt", written: table(state.doubts.map { (JSONString($0.text), $1.written) }))
        members.member("orphans", written: FormerRegistration.written(state.orphans))
        members.object("clients") { write(state, to: &$0) }
        members.seal("digest") { DigestLine.value(of: $0, digest) }
        return members.finish() + [UInt8(ascii: "\n")]
    }

    // MARK: Writing

    private static func write(_ state: StateDocument, to members: inout MemberWriter) {
        for entry in state.entries {
            switch entry {
            case .read(let row): members.copy(state.clients.slice(row.label), state.clients.slice(row.whole))
            case .edited(let label, let client): members.member(JSONString(label.text), written: client.written)
            }
        }
    }

    private static func table(_ values: [(name: JSONString, written: [UInt8])]) -> [UInt8] {
        var members = MemberWriter()
        for (name, written) in values.sorted(by: { $0.name < $1.name }) { members.member(name, written: written) }
        return members.finish()
    }

    private static func references(_ state: StateDocument) -> JSONObject {
        JSONObject(state.references.map { (JSONString($0), JSONValue.array($1.map { .string($0) })) })
    }

    // MARK: Checking before reading

    /// The format, if the document begins with one: it comes first, so that a newer one is refused before anything else is understood.
    static func headFormat(_ bytes: [UInt8]) -> Int? {
        var scanner = StateScanner(bytes)
        guard (try? scanner.enterDocument()) != nil else { return nil }
        return try? scanner.integer("format")
    }

    private static func checkDigest(_ bytes: [UInt8], _ digest: Digest) throws(StateFault) {
        switch DigestLine.fault(in: bytes, digest) {
        case .missing: throw conflict(bytes) ?? .short
        case .wrong: throw conflict(bytes) ?? .digest
        case nil: break
        }
    }

    private static func conflict(_ bytes: [UInt8]) -> StateFault? {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.firstIndex { $0.starts(with: Array("<<<<<<<".utf8)) }.map { .conflict(line: $0 + 1) }
    }
}

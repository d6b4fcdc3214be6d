import OAuthRegistration
import RollcallCore
import StrictJSON

/// Reads a mapping of clients: one arena of canonical JSON, and one row a client. Metadata goes from the tape into the arena
/// without becoming values; only what is to be reported does.
struct ClientsReader {
    var document: DocumentReader
    let context: ClientContext
    private(set) var rows: [ClientSheet.Row] = []
    var arena: [UInt8] = []
    /// Members of the mapping that is being written, ascending; kept so that its memory is used again.
    var own: [YAMLTape.Entry] = []
    var noted = NotedMembers()
    /// Keys with a language tag that the client's metadata has so far.
    var tagged: [FieldName: Int] = [:]
    /// Inherited members that the client's server refuses.
    var refused: Set<JSONString> = []
    /// What the files are that the clients have named so far.
    var fileValues: [FileValue: Result<[UInt8], FileFault>] = [:]
    private let inheritedTags: Extent
    private let inheritedIgnore: Extent

    init(_ document: DocumentReader, _ context: ClientContext) {
        self.document = document
        self.context = context
        arena.reserveCapacity(document.tape.text.count * 3 / 2)
        inheritedTags = Self.append(&arena) { arena in
            arena.append(UInt8(ascii: "{"))
            for (index, tag) in context.defaults.tags.enumerated() {
                if index > 0 { arena.append(UInt8(ascii: ",")) }
                arena += tag.bytes
            }
            arena.append(UInt8(ascii: "}"))
        }
        inheritedIgnore = Self.append(&arena) { $0 += context.defaults.ignore }
    }

    private static func append(_ arena: inout [UInt8], _ write: (inout [UInt8]) -> Void) -> Extent {
        let start = arena.count
        write(&arena)
        return Extent(start..<arena.count)
    }

    var sheet: ClientSheet { ClientSheet(file: document.file, servers: context.servers, arena: arena, rows: rows) }

    // MARK: Clients

    mutating func read(_ clients: Int) {
        for entry in document.tape.entries(of: clients) {
            readClient(entry)
            guard arena.count <= context.arenaLimit else {
                document.report(
                    .clientsTooLarge, at: entry.key,
                    "The clients of this file, with what they inherit, come to more than \(context.arenaLimit >> 20) MiB.",
                    hint: "divide them among several files, or put less into defaults:")
                return
            }
        }
    }

    private mutating func readClient(_ entry: YAMLTape.Entry) {
        let label = checkedLabel(entry.key)
        guard let mapping = document.mapping(entry.value, "A client", Subject(client: label)) else { return }
        let parts = parts(of: mapping, label)
        let server = server(parts, entry.key, label)
        let metadata = metadata(parts.metadata, label, entry.key, server: server)
        let tags =
            parts.tags.map {
                self.tags($0, Place(section: .tags, client: label, key: $0), over: context.defaults.tags)
            } ?? inheritedTags
        let ignore = parts.ignore.map { self.ignore($0, label, among: metadata) } ?? inheritedIgnore
        let protect = parts.protect.flatMap {
            document.boolean($0, "protect", Subject(client: label, field: "protect"))
        }
        guard label != nil, let server else { return }
        let start = arena.count
        arena.append(contentsOf: document.tape.text(of: entry.key))
        let node = document.tape.nodes[entry.key]
        rows.append(
            ClientSheet.Row(
                label: Extent(start..<arena.count), metadata: metadata, tags: tags, ignore: ignore, server: UInt16(server),
                protect: protect ?? context.defaults.protect, line: UInt32(node.line), column: UInt32(node.column)))
    }

    private mutating func checkedLabel(_ key: Int) -> ClientLabel? {
        if let label = ClientLabel(document.tape.string(of: key)) { return label }
        guard !document.isConcealed(key) else { return nil }
        document.report(
            .badLabel, at: key,
            "A label is 1 to 63 of the characters a-z, 0-9, dot, hyphen and underscore, and begins with a letter or a digit.",
            hint: "choose another label; the name that people see is client_name")
        return nil
    }

    // MARK: Parts

    /// Values by key.
    private struct Parts {
        var server: Int?
        var tags: Int?
        var protect: Int?
        var ignore: Int?
        var metadata: Int?
    }

    private enum Key: String, CaseIterable { case server, tags, protect, ignore, metadata }

    private static let names = Key.allCases.map { ($0, Array($0.rawValue.utf8)) }

    static let keys = KeyTable(
        "A client", known: Key.allCases.map(\.rawValue),
        elsewhere: Dictionary(uniqueKeysWithValues: FieldCatalog.rules.map { ($0.name.text, "under metadata:") }))

    private mutating func parts(of mapping: Int, _ label: ClientLabel?) -> Parts {
        var parts = Parts()
        for entry in document.tape.entries(of: mapping) {
            let name = document.tape.text(of: entry.key)
            switch Self.names.first(where: { name.elementsEqual($0.1) })?.0 {
            case .server: parts.server = entry.value
            case .tags: parts.tags = entry.value
            case .protect: parts.protect = entry.value
            case .ignore: parts.ignore = entry.value
            case .metadata: parts.metadata = entry.value
            case nil: document.reportUnknown(entry, Self.keys, Subject(client: label))
            }
        }
        return parts
    }

    private mutating func server(_ parts: Parts, _ key: Int, _ label: ClientLabel?) -> Int? {
        let subject = Subject(client: label, field: "server")
        guard let node = parts.server else {
            if let server = context.defaults.server { return server }
            // Said once, at the defaults or of the whole project.
            if context.defaults.hasBadServer || context.lacksServers { return nil }
            document.report(
                .missingKey, at: key, "Nothing says at which server the client is registered.",
                hint: "write server: with one of the keys under servers: in rollcall.yaml, here or in its defaults:", subject)
            return nil
        }
        return document.server(node, context, subject)
    }

    /// Sorted, each name once: order and repetition mean nothing here.
    private mutating func ignore(_ node: Int, _ label: ClientLabel?, among metadata: Extent) -> Extent {
        var object: JSONObject?
        let names = document.ignoredFields(node, Subject(client: label, field: "ignore")) { name in
            if object == nil { object = (try? JSONReader.read(self.arena, in: metadata.range))?.object }
            return object?[name] != nil
        }
        return Self.append(&arena) { JSONValue.array(names.map { .string($0) }).write(to: &$0) }
    }
}

extension DocumentReader {
    /// The index of the server that the value names.
    mutating func server(_ node: Int, _ context: ClientContext, _ subject: Subject) -> Int? {
        guard isString(node, "server", subject) else { return nil }
        if let index = context.server(tape.text(of: node)) { return index }
        guard !isConcealed(node), !context.lacksServers else { return nil }
        let near = nearest(to: node, among: context.servers)
        report(
            .unknownServer, at: node, "rollcall.yaml has no server of this key under servers:.",
            hint: near.map { "did you mean \($0)?" } ?? context.serverHint, subject)
        return nil
    }

    /// Names of the catalogue, or of members that `isDeclared`. Ascending, each once.
    mutating func ignoredFields(_ node: Int, _ subject: Subject, isDeclared: (JSONString) -> Bool) -> [JSONString] {
        var names: Set<JSONString> = []
        for (index, element) in (list(node, "ignore", subject) ?? []).enumerated() {
            guard isString(element, "Each element of ignore", subject[index]),
                let name = JSONString(validating: tape.text(of: element))
            else { continue }
            if FieldCatalog.rule(for: name) != nil || isDeclared(name) {
                names.insert(name)
            } else if !isConcealed(element) {
                report(
                    .ignoresNothing, at: element, "Neither the catalogue nor the client's metadata has a field of this name.",
                    hint: FieldCatalog.nearest(to: name).map { "did you mean \($0)?" } ?? "remove it", subject[index])
            }
        }
        return names.sorted()
    }
}

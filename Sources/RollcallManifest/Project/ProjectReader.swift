import OAuthRegistration
import RollcallCore
import StrictJSON

/// Reads `rollcall.yaml`, key by key. Servers come first, because defaults and clients name them.
struct ProjectReader {
    var document: DocumentReader
    var file: ProjectFile

    static let keys = KeyTable(
        "rollcall.yaml",
        known: [
            "rollcall", "servers", "profiles", "state", "defaults", "limits", "include", "extensions", "moved", "forgotten",
            "clients",
        ], secrets: ["initial_access_token", "access_token", "token", "password", "seal"])

    init(_ document: DocumentReader, _ files: NamedFiles) {
        self.document = document
        file = ProjectFile(project: Project(), include: ProjectFile.defaultInclude, path: document.file)
        file.context.files = files
    }

    /// `nil` if the root is no mapping.
    mutating func read() -> ProjectFile? {
        guard let root = document.root(orHint: "write rollcall: 1, and servers: with a server under it") else { return nil }
        let members = document.members(of: root, Self.keys)
        readFormat(members["rollcall"], root)
        if let node = members["profiles"] { readProfiles(node) }
        if let node = members["servers"] { readServers(node) }
        checkServers(members["servers"], members["clients"], root)
        if let node = members["state"] { readState(node) }
        if let node = members["limits"] { readLimits(node) }
        if let node = members["include"] { readInclude(node) }
        if let node = members["extensions"] { readExtensions(node) }
        if let node = members["moved"] { readMoved(node) }
        if let node = members["forgotten"] { readForgotten(node) }
        if let node = members["defaults"] { readDefaults(node) }
        if let node = members["clients"] { readClients(node) }
        return file
    }

    private mutating func readFormat(_ node: Int?, _ root: Int) {
        let subject = Subject(field: "rollcall")
        guard let node else {
            document.report(
                .formatVersion, at: root, "The file does not say which format of manifests it is written in.",
                hint: "write rollcall: 1 as its first line", subject)
            return
        }
        guard let version = document.integer(node, "rollcall", subject), version != 1 else { return }
        document.report(
            .formatVersion, at: node, "This rollcall reads format 1, and the file is written in format \(version).",
            hint: "write rollcall: 1, or use a newer rollcall", subject)
    }

    // MARK: Servers

    private mutating func readServers(_ node: Int) {
        guard let mapping = document.mapping(node, "servers", Subject(field: "servers")) else { return }
        var declared: [(key: String, profile: ServerProfile?)] = []
        for entry in document.tape.entries(of: mapping) {
            guard let key = serverKey(entry.key) else { continue }
            let server = document.readServer(
                entry.value, at: entry.key, Subject(field: "servers.\(key)"), own: file.project.profiles.map(\.name))
            declared.append((key, server.flatMap { file.project.profile(named: $0.profile) }))
            if let server { file.project.servers[key] = server }
        }
        declared.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        file.context.servers = declared.map(\.key)
        file.context.profiles = declared.map(\.profile)
    }

    /// Without a server no client can be registered: said once, and not of each client.
    private mutating func checkServers(_ servers: Int?, _ clients: Int?, _ root: Int) {
        let hasNoClients = clients.map { document.kind($0) == .mapping && document.tape.end(of: $0) == $0 + 1 } ?? false
        guard file.context.servers.isEmpty, !hasNoClients else { return }
        file.context.lacksServers = true
        if let servers, document.kind(servers) != .mapping { return }
        // A key that is nearly it is reported as such.
        let isMisspelt = document.tape.entries(of: root).contains { entry in
            !Self.keys.known.contains { document.tape.text(of: entry.key).elementsEqual($0.utf8) }
                && EditDistance.between(Array(document.tape.text(of: entry.key)), Array("servers".utf8)) <= EditDistance.limit
        }
        if isMisspelt { return }
        document.report(
            .missingKey, at: servers ?? root, "The project has no servers, so its clients cannot be registered anywhere.",
            hint: "write servers:, and a server under it", Subject(field: "servers"))
    }

    /// A server's key names a file of the embedded server, so it is written like a label. One that is not is reported, and known to
    /// the clients that name it.
    private mutating func serverKey(_ key: Int) -> String? {
        guard !document.isConcealed(key) else { return nil }
        if !ClientLabel.isValid(document.tape.text(of: key)) {
            document.report(
                .badLabel, at: key,
                "A server's key is 1 to 63 of the characters a-z, 0-9, dot, hyphen and underscore, and begins with a letter or a digit.",
                hint: "choose another key", Subject(field: "servers"))
        }
        guard file.context.servers.count < UInt16.max else { return nil }
        return document.tape.string(of: key)
    }

    // MARK: State and limits

    private static let stateKeys = KeyTable("state", known: ["path", "seal"], secrets: ["seal"])

    /// A path, or `{ path: …, seal: { key: … } }`.
    private mutating func readState(_ node: Int) {
        guard document.kind(node) == .mapping else { return readStatePath(node) }
        let members = document.members(of: node, Self.stateKeys, Subject(field: "state"))
        if let path = members["path"] { readStatePath(path) }
        if let seal = members["seal"] { file.project.seal = document.seal(seal, Subject(field: "state.seal")) }
    }

    private mutating func readStatePath(_ path: Int) {
        guard let text = document.string(path, "state", Subject(field: "state")) else { return }
        if text.utf8.isEmpty || text.utf8.last == UInt8(ascii: "/") || text.unicodeScalars.contains(where: \.isUnseen) {
            document.report(
                .wrongValue, at: path, "state is the path of a file, from the folder of rollcall.yaml, and this is none.",
                hint: "write a path such as state/demo.json", Subject(field: "state"))
            return
        }
        file.project.statePath = text
    }

    private static let limitKeys = KeyTable("limits", known: ["deletes"])

    private mutating func readLimits(_ node: Int) {
        let subject = Subject(field: "limits")
        guard let mapping = document.mapping(node, "limits", subject),
            let node = document.members(of: mapping, Self.limitKeys, subject)["deletes"]
        else { return }
        guard let deletes = deletes(node) else {
            if document.kind(node) != .invalid {
                document.report(
                    .wrongValue, at: node,
                    "limits.deletes is a share of the recorded clients from 0% to 100%, or a count from 0.",
                    hint: "write a share such as 30%, or a count such as 5", subject["deletes"])
            }
            return
        }
        file.project.limits.deletes = deletes
    }

    private func deletes(_ node: Int) -> Project.Limits.Deletes? {
        switch document.kind(node) {
        case .plain, .quoted: break
        case .sequence, .mapping, .alias, .invalid, .passedOver: return nil
        }
        let text = document.tape.text(of: node)
        let isShare = text.last == UInt8(ascii: "%")
        let digits = isShare ? text.dropLast() : text
        guard !digits.isEmpty, digits.allSatisfy(\.isDigit), digits.count == 1 || digits.first != UInt8(ascii: "0"),
            let value = Int(String(decoding: digits, as: UTF8.self))
        else { return nil }
        if isShare { return value <= 100 ? .percent(value) : nil }
        return document.kind(node) == .plain ? .count(value) : nil
    }

    // MARK: Defaults and clients

    private static let defaultKeys = KeyTable(
        "defaults", known: ["server", "tags", "protect", "ignore", "metadata"],
        elsewhere: Dictionary(uniqueKeysWithValues: FieldCatalog.rules.map { ($0.name.text, "under metadata:") }))

    private mutating func readDefaults(_ node: Int) {
        let subject = Subject(field: "defaults")
        guard let mapping = document.mapping(node, "defaults", subject) else { return }
        let members = document.members(of: mapping, Self.defaultKeys, subject)
        var defaults = ClientDefaults()
        if let node = members["server"] {
            defaults.server = document.server(node, file.context, subject["server"])
            defaults.hasBadServer = defaults.server == nil
        }
        if let node = members["protect"] {
            defaults.protect = document.boolean(node, "protect", subject["protect"]) ?? false
        }
        var writer = ClientsReader(document, file.context)
        if let node = members["tags"] { defaults.tags = writer.defaultTags(node) }
        if let node = members["metadata"] { writer.readDefaultMetadata(node, into: &defaults) }
        document = writer.document
        if let node = members["ignore"] {
            let declared = Set(defaults.metadata.map(\.name))
            let names = document.ignoredFields(node, subject["ignore"]) { declared.contains($0) }
            defaults.ignore = JSONValue.array(names.map { .string($0) }).canonicalBytes
        }
        file.context.defaults = defaults
    }

    private mutating func readClients(_ node: Int) {
        var reader = ClientsReader(document, file.context)
        if let clients = reader.document.clients(node) { reader.read(clients) }
        document = reader.document
        file.ownClients = reader.sheet
    }
}

extension DocumentReader {
    /// The mapping under `clients:`; null is not none.
    mutating func clients(_ node: Int) -> Int? {
        guard scalar(node) != .null else {
            report(
                .noClientsInFile, at: node, "clients: is empty. If no clients are meant, that must be written.",
                hint: "write clients: {}, or declare a client under it", Subject(field: "clients"))
            return nil
        }
        return mapping(node, "clients", Subject(field: "clients"))
    }
}

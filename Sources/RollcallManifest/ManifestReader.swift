public import RollcallCore

/// The bytes of one file of a project.
public struct ManifestSource: Sendable {
    /// Relative to the folder of `rollcall.yaml`.
    public var path: String
    public var bytes: [UInt8]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

/// From the bytes of YAML files to a `Manifest`. What is wrong is reported, all of it, where it is written. No I/O happens
/// here: files that metadata names are read by whoever calls. No reference is read.
public enum ManifestReader {
    /// Bytes in one file, at most.
    public static let fileLimit = 4 << 20

    /// Reads `rollcall.yaml`. `nil` if it cannot be read far enough to know its servers.
    ///
    /// - Parameter files: that its metadata, and its clients', may name.
    public static func project(
        _ source: ManifestSource, files: NamedFiles = .none, diagnostics: inout Diagnostics
    ) -> ProjectFile? {
        var found = Diagnostics()
        defer { diagnostics.report(contentsOf: found.inFileOrder) }
        guard let document = DocumentReader(source, diagnostics: &found) else { return nil }
        var reader = ProjectReader(document, files)
        let file = reader.read()
        found.report(contentsOf: reader.document.diagnostics)
        return file
    }

    private static let sheetKeys = KeyTable(
        "A file of client definitions", known: ["clients"],
        elsewhere: Dictionary(uniqueKeysWithValues: ProjectReader.keys.known.map { ($0, "in rollcall.yaml") }))

    /// Reads one file of client definitions; `nil` if it declares none, or cannot be read, or is `rollcall.yaml` itself, which
    /// an `include` pattern may match too. Files do not depend on each other, so they may be read in parallel.
    public static func sheet(
        _ source: ManifestSource, of project: ProjectFile, diagnostics: inout Diagnostics
    ) -> ClientSheet? {
        guard !source.path.utf8.elementsEqual(project.path.utf8) else { return nil }
        var found = Diagnostics()
        defer { diagnostics.report(contentsOf: found.inFileOrder) }
        guard var document = DocumentReader(source, diagnostics: &found) else { return nil }
        let clients = clients(&document)
        var reader = ClientsReader(document, project.context)
        if let clients { reader.read(clients) }
        found.report(contentsOf: reader.document.diagnostics)
        return clients == nil ? nil : reader.sheet
    }

    private static func clients(_ document: inout DocumentReader) -> Int? {
        guard
            let root = document.root(
                orHint: "write clients: and the clients under it, clients: {} if there are none, or remove the file")
        else { return nil }
        if let node = document.members(of: root, sheetKeys)["clients"] { return document.clients(node) }
        document.report(
            .noClientsInFile, at: root, "The file has no clients:, so nothing says that it is meant to declare any.",
            hint: "write clients: and the clients under it; clients: {} if there are none", Subject(field: "clients"))
        return nil
    }

    /// Puts the files together, and reports what only all of them show: a label declared twice, an `include` pattern without
    /// a match, no clients at all. `matched` says how many files each pattern of the project found.
    public static func manifest(
        _ project: ProjectFile, _ sheets: [ClientSheet], matched: [GlobPattern: Int], diagnostics: inout Diagnostics
    ) -> Manifest {
        let own = project.ownClients.map { [$0] } ?? []
        let sheets = (own + sheets).sorted { $0.file.utf8.lexicographicallyPrecedes($1.file.utf8) }
        ProjectChecks(project: project, labels: Labels(sheets)).report(
            sheets: sheets.count, matched: matched, diagnostics: &diagnostics)
        return Manifest(project: project.project, sheets: sheets)
    }
}

import RollcallCore
import RollcallIO
import RollcallManifest

/// Puts what is said of a declared client's field at the place where its value is written: in the client, or in the defaults that the client
/// has it from. Files are read once more for it, and only if there is something to say.
struct WrittenFields {
    private let manifest: Manifest
    private let files = Workspace().files

    init(_ manifest: Manifest) { self.manifest = manifest }

    /// Those whose code is about a value that a server does not take; the others, and what is no longer where it was, stay as they are.
    func placed(_ diagnostics: Diagnostics) -> Diagnostics {
        let labels = Set(diagnostics.all.filter { $0.code == .valueNotSupported }.compactMap(\.client))
        if labels.isEmpty { return diagnostics }
        let declared = locations(of: labels)
        var read: [String: FieldPlaces?] = [:]
        func places(in file: String) -> FieldPlaces? {
            if let known = read[file] { return known }
            let bytes = try? files.read(file, limit: ManifestReader.fileLimit)
            let places = bytes.flatMap { FieldPlaces(ManifestSource(path: file, bytes: $0)) }
            read[file] = .some(places)
            return places
        }
        return Diagnostics(
            diagnostics.all.map { diagnostic in
                guard diagnostic.code == .valueNotSupported, let label = diagnostic.client, let path = diagnostic.field,
                    let client = declared[label]
                else { return diagnostic }
                var diagnostic = diagnostic
                if let own = places(in: client.file)?.place(of: path, in: label) {
                    diagnostic.location = own
                } else if let inherited = places(in: Workspace.projectFile)?.inheritedPlace(of: path) {
                    (diagnostic.location, diagnostic.related) = (inherited, client)
                } else {
                    diagnostic.location = client
                }
                return diagnostic
            })
    }

    private func locations(of labels: Set<ClientLabel>) -> [ClientLabel: SourceLocation] {
        var locations: [ClientLabel: SourceLocation] = [:]
        for sheet in manifest.sheets {
            for row in sheet.rows {
                guard let label = ClientLabel(String(decoding: sheet.bytes(row.label), as: UTF8.self)), labels.contains(label)
                else { continue }
                locations[label] = sheet.location(of: row)
            }
        }
        return locations
    }
}

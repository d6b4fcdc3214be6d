import Foundation
import RollcallCore
import RollcallManifest

/// A manifest of the folder `Fixtures`, and beside it what is expected of it.
///
/// `project-*.yaml` is read as `rollcall.yaml`; any other file holds client definitions of the project in `rollcall.yaml`.
/// `ROLLCALL_WRITE_EXPECTED=1 swift test --filter Manifest` writes the expectations anew, to be reviewed.
struct Fixture {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    static let writesExpectations = ProcessInfo.processInfo.environment["ROLLCALL_WRITE_EXPECTED"] != nil

    let name: String
    let bytes: [UInt8]

    /// In order of their names.
    static func all() throws -> [Fixture] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try files.filter { $0.hasSuffix(".yaml") && $0 != "rollcall.yaml" }.sorted().map { try Fixture(file: $0) }
    }

    init(file: String) throws {
        name = String(file.dropLast(".yaml".count))
        bytes = Array(try Data(contentsOf: Self.folder.appending(path: file)))
    }

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    static func sharedProject() throws -> ProjectFile {
        var diagnostics = Diagnostics()
        let source = ManifestSource(path: "rollcall.yaml", bytes: try Fixture(file: "rollcall.yaml").bytes)
        let project = ManifestReader.project(source, files: NamedFileSamples.all, diagnostics: &diagnostics)
        precondition(diagnostics.isEmpty, "\(diagnostics)")
        return project!
    }

    func read(_ shared: ProjectFile) -> Golden {
        var diagnostics = Diagnostics()
        if name.hasPrefix("project-") {
            let source = ManifestSource(path: "rollcall.yaml", bytes: bytes)
            guard let project = ManifestReader.project(source, files: NamedFileSamples.all, diagnostics: &diagnostics) else {
                return Golden(diagnostics: diagnostics)
            }
            let matched = Dictionary(project.include.map { ($0, $0.text.hasPrefix("absent") ? 0 : 1) }, uniquingKeysWith: max)
            let manifest = ManifestReader.manifest(project, [], matched: matched, diagnostics: &diagnostics)
            return Golden(diagnostics: diagnostics, project: manifest.project, sheets: manifest.sheets)
        }
        let source = ManifestSource(path: name + ".yaml", bytes: bytes)
        let sheet = ManifestReader.sheet(source, of: shared, diagnostics: &diagnostics)
        return Golden(diagnostics: diagnostics, sheets: sheet.map { [$0] } ?? [])
    }

    /// The expectation; written first, if that is asked for.
    func expected(_ actual: String) throws -> String {
        let file = Self.folder.appending(path: name + ".expected")
        if Self.writesExpectations { try Data(actual.utf8).write(to: file) }
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
}

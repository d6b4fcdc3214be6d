import OAuthRegistration
import RollcallCore
import RollcallIO
import RollcallManifest

/// A project on disk: the folder of `rollcall.yaml`, which is where the process runs, and everything below it.
struct Workspace: Sendable {
    let files = ProjectFiles(folder: ".")
    static let projectFile = "rollcall.yaml"

    /// Whether there is a `rollcall.yaml`, of whatever kind.
    var isProject: Bool { files.exists(Self.projectFile) }

    // MARK: Manifests

    /// `rollcall.yaml` alone: servers and state, no client definitions but those that stand in it.
    func project(_ diagnostics: inout Diagnostics) throws -> ProjectFile {
        let bytes: [UInt8]
        do { bytes = try files.read(Self.projectFile, limit: ManifestReader.fileLimit) } catch {
            throw CommandFailure(error.isAbsence ? absent : error.diagnostic)
        }
        let source = ManifestSource(path: Self.projectFile, bytes: bytes)
        guard let project = ManifestReader.project(source, files: namedFiles, diagnostics: &diagnostics) else {
            throw CommandFailure(diagnostics)
        }
        return project
    }

    /// Every file of the project. With an error among the diagnostics, the manifest is not to be planned with.
    func manifest(_ diagnostics: inout Diagnostics) async throws -> Manifest {
        let project = try project(&diagnostics)
        let found = try clientFiles(of: project)
        var sheets: [ClientSheet] = []
        for (sheet, said) in await read(found.paths, of: project) {
            diagnostics.report(contentsOf: said)
            if let sheet { sheets.append(sheet) }
        }
        return ManifestReader.manifest(project, sheets, matched: found.matched, diagnostics: &diagnostics)
    }

    /// The manifest; what is wrong with it is reported, and an error ends the command.
    func checkedManifest(_ console: Console) async throws -> Manifest {
        var diagnostics = Diagnostics()
        let manifest = try await manifest(&diagnostics)
        if diagnostics.hasErrors { throw CommandFailure(diagnostics) }
        console.report(diagnostics)
        return manifest
    }

    /// Servers and state; what is wrong with them is reported, and an error ends the command.
    func checkedProject(_ console: Console) throws -> Project {
        var diagnostics = Diagnostics()
        let project = try project(&diagnostics).project
        if diagnostics.hasErrors { throw CommandFailure(diagnostics) }
        console.report(diagnostics)
        return project
    }

    private var absent: Diagnostic {
        Diagnostic(
            .projectAbsent, "There is no \(Self.projectFile) in \(Environment.folder).",
            hint: "name the project's folder with -C, or begin one:\n  rollcall init")
    }

    // MARK: Files

    private var namedFiles: NamedFiles {
        NamedFiles { [files] path in
            do throws(ProjectFileFailure) { return .success(try files.read(path, limit: NamedFiles.limit)) } catch {
                return .failure(error.ofNamedFile)
            }
        }
    }

    private func clientFiles(of project: ProjectFile) throws -> (paths: [String], matched: [GlobPattern: Int]) {
        var matched: [GlobPattern: Int] = [:]
        var paths: [String] = []
        let folders = project.include.map { Array($0.fixedFolder.utf8) }
        let patterns = Dictionary(grouping: zip(folders, project.include)) { $0.0 }.mapValues { $0.map(\.1) }
        var listed: [[UInt8]: [String]] = [:]
        for (folder, pattern) in zip(folders, project.include) {
            if listed[folder] == nil { listed[folder] = try below(pattern.fixedFolder, of: patterns[folder] ?? []) }
            let matches = (listed[folder] ?? []).filter { pattern.matches($0) && $0 != Self.projectFile }
            matched[pattern] = matches.count
            paths += matches
        }
        paths.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        // Names that look the same may differ in bytes, and are two.
        let next = paths.dropFirst() + [""]
        return (zip(paths, next).filter { !$0.utf8.elementsEqual($1.utf8) }.map(\.0), matched)
    }

    /// Every file that a pattern may match. A link to a folder that is not there would make its clients vanish.
    private func below(_ folder: String, of patterns: [GlobPattern]) throws -> [String] {
        let mayMatch = { (folder: String) in patterns.contains { $0.mayMatch(below: folder) } }
        let paths: [String]
        do { paths = try files.paths(below: folder, entering: mayMatch) } catch {
            if !error.isAbsence { throw CommandFailure(error.diagnostic) }
            let parts = folder.split(separator: "/")
            let above = parts.indices.map { parts[...$0].joined(separator: "/") }
            if let link = above.first(where: files.isBrokenLink) { throw CommandFailure(leadsNowhere(link)) }
            return []
        }
        for path in paths where mayMatch(path) && !patterns.contains(where: { $0.matches(path) }) && files.isBrokenLink(path) {
            throw CommandFailure(leadsNowhere(path))
        }
        return paths
    }

    private func leadsNowhere(_ link: String) -> Diagnostic {
        ProjectFileFailure(path: link, kind: .unreadable("the symbolic link leads nowhere")).diagnostic
    }

    /// Read side by side, in the order of the paths.
    private func read(_ paths: [String], of project: ProjectFile) async -> [(ClientSheet?, Diagnostics)] {
        await withTaskGroup(of: (Int, ClientSheet?, Diagnostics).self) { group in
            for (index, path) in paths.enumerated() {
                group.addTask {
                    var diagnostics = Diagnostics()
                    let sheet = sheet(path, of: project, &diagnostics)
                    return (index, sheet, diagnostics)
                }
            }
            var results: [(ClientSheet?, Diagnostics)] = Array(repeating: (nil, Diagnostics()), count: paths.count)
            for await (index, sheet, diagnostics) in group { results[index] = (sheet, diagnostics) }
            return results
        }
    }

    private func sheet(_ path: String, of project: ProjectFile, _ diagnostics: inout Diagnostics) -> ClientSheet? {
        do {
            let bytes = try files.read(path, limit: ManifestReader.fileLimit)
            return ManifestReader.sheet(ManifestSource(path: path, bytes: bytes), of: project, diagnostics: &diagnostics)
        } catch {
            diagnostics.report(error.diagnostic)
            return nil
        }
    }
}

extension ProjectFileFailure {
    var isAbsence: Bool {
        switch kind {
        case .absent: true
        case .notRegular, .tooLarge, .outside, .unreadable: false
        }
    }

    fileprivate var ofNamedFile: NamedFiles.Fault {
        switch kind {
        case .absent: .absent
        case .outside: .outside
        case .tooLarge: .tooLarge
        case .notRegular: .unreadable("is no regular file")
        case .unreadable(let reason): .unreadable("cannot be read: \(reason)")
        }
    }

    var diagnostic: Diagnostic {
        let place = SourceLocation(file: path, line: 1, column: 1)
        if case .tooLarge(let limit) = kind {
            return Diagnostic(
                .fileTooLarge, "The file is larger than \(limit) bytes, which is the most that a manifest has.",
                hint: "divide the clients among several files", at: place)
        }
        let what =
            switch kind {
            case .absent: "is not there"
            case .notRegular: "is no regular file"
            case .tooLarge(let limit): "is larger than \(limit) bytes"
            case .outside: "leads out of the project's folder"
            case .unreadable(let reason): "cannot be read: \(reason)"
            }
        return Diagnostic(
            .fileUnreadable, "\(path) \(what).", hint: "put a readable file in its place, or take it out of the project",
            at: place)
    }
}

import Glibc

/// The files of a project, below the folder of `rollcall.yaml`, to read. Paths are relative to it. Nothing outside of it is read,
/// whatever a path or a symbolic link says, and nothing waits: a FIFO or device is refused.
///
/// (A folder that becomes a symbolic link while a file of it is being opened is not noticed: who can do that can write the files
/// themselves.)
public struct ProjectFiles: Sendable {
    private let root: String

    /// Folders within folders that `paths` goes down; deeper ones are a failure.
    static let depth = 32

    /// - Parameter folder: Of `rollcall.yaml`; may itself be a symbolic link.
    public init(folder: String) { root = folder }

    /// Whether there is anything of that name, a symbolic link that leads nowhere included.
    public func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat("\(root)/\(path)", &status) == 0
    }

    /// A whole file, read once.
    ///
    /// - Parameter limit: In bytes; a file with more is `tooLarge`.
    public func read(_ path: String, limit: Int) throws(ProjectFileFailure) -> [UInt8] {
        let real = try real(path)
        let bytes = try about(path) { () throws(SystemFailure) in
            try OpenFile.regular(real, following: false).read(limit: limit + 1)
        }
        if bytes.count > limit { throw ProjectFileFailure(path: path, kind: .tooLarge(limit: limit)) }
        return bytes
    }

    /// Every file below a folder, ascending by bytes, FIFOs and the like included, so that nobody takes them for absent: reading one
    /// says what it is. Names that begin with a dot are passed over. A symbolic link to a folder is a failure.
    ///
    /// - Parameter folder: `""` or `.` for the project's.
    public func paths(below folder: String) throws(ProjectFileFailure) -> [String] {
        let real = try real(folder)
        guard let opened = try about(folder, { () throws(SystemFailure) in try Folder(real) }) else {
            throw ProjectFileFailure(path: folder, kind: .absent)
        }
        var paths: [String] = []
        try walk(opened, at: folder == "." ? "" : folder, depth: 0, into: &paths)
        return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    // MARK: Walking

    private func walk(
        _ folder: Folder, at path: String, depth: Int, into paths: inout [String]
    ) throws(ProjectFileFailure) {
        if depth > Self.depth {
            throw ProjectFileFailure(path: path, kind: .unreadable("folders are nested deeper than \(Self.depth)"))
        }
        let names = try about(path) { () throws(SystemFailure) in try folder.names() }
        for name in names where !name.utf8.starts(with: ".".utf8) {
            let child = path.isEmpty ? name : "\(path)/\(name)"
            switch try about(child, { () throws(SystemFailure) in try kind(of: name, in: folder) }) {
            case .folder:
                let opened = try about(child) { () throws(SystemFailure) in try folder.folder(name) }
                try walk(opened, at: child, depth: depth + 1, into: &paths)
            case .linkToFolder:
                // Passed over, the clients below it would be taken for ones that are to be deleted.
                throw ProjectFileFailure(
                    path: child, kind: .unreadable("it is a symbolic link to a folder, and those are not followed"))
            case .other: paths.append(child)
            }
        }
    }

    private enum Kind { case folder, linkToFolder, other }

    private func kind(of name: String, in folder: Folder) throws(SystemFailure) -> Kind {
        switch try folder.status(name)?.st_mode.kind {
        case S_IFDIR: .folder
        case S_IFLNK where (try? folder.status(name, following: true))??.st_mode.kind == S_IFDIR: .linkToFolder
        default: .other
        }
    }

    // MARK: Paths

    /// Where a path leads, if that is inside.
    private func real(_ path: String) throws(ProjectFileFailure) -> String {
        if path.utf8.starts(with: "/".utf8) { throw ProjectFileFailure(path: path, kind: .outside) }
        let root = try about(path) { () throws(SystemFailure) in try realPath(self.root) }
        let real = try about(path) { () throws(SystemFailure) in try realPath("\(root)/\(path)") }
        let isInside = real == root || real.utf8.starts(with: root == "/" ? root.utf8 : "\(root)/".utf8)
        if !isInside { throw ProjectFileFailure(path: path, kind: .outside) }
        return real
    }

    private func about<Value>(
        _ path: String, _ call: () throws(SystemFailure) -> Value
    ) throws(ProjectFileFailure) -> Value {
        do { return try call() } catch { throw ProjectFileFailure(path: path, kind: error.kindOfFile) }
    }
}

/// Why a file of a project was not read.
public struct ProjectFileFailure: Error, Hashable, Sendable {
    /// Relative to the project's folder.
    public var path: String
    public var kind: Kind

    public enum Kind: Hashable, Sendable {
        case absent
        /// A folder, FIFO, socket or device.
        case notRegular
        /// In bytes.
        case tooLarge(limit: Int)
        /// The path, or a symbolic link on it, leads out of the project's folder.
        case outside
        /// With the system's reason, such as `Permission denied`.
        case unreadable(String)
    }

    public init(path: String, kind: Kind) {
        self.path = path
        self.kind = kind
    }
}

extension SystemFailure {
    fileprivate var kindOfFile: ProjectFileFailure.Kind {
        switch code {
        case ENOENT: .absent
        case EISDIR, ENXIO, Self.notRegular: .notRegular
        default: .unreadable(reason)
        }
    }
}

extension mode_t {
    fileprivate var kind: mode_t { self & S_IFMT }
}

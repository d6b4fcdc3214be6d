import Glibc

/// The files of a project, below the folder of `rollcall.yaml`, to read. Paths are relative to it. Nothing outside of it is read,
/// whatever a path or a symbolic link says, and nothing waits: a FIFO or device is refused.
///
/// (A folder that becomes a symbolic link while a file of it is being opened is not noticed: who can do that can write the files
/// themselves.)
public struct ProjectFiles: Sendable {
    private let root: String

    /// - Parameter folder: Of `rollcall.yaml`; may itself be a symbolic link.
    public init(folder: String) { root = folder }

    /// Whether there is anything of that name, a symbolic link that leads nowhere included.
    public func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat("\(root)/\(path)", &status) == 0
    }

    /// Whether it is a symbolic link to something that is not there, or cannot be reached.
    public func isBrokenLink(_ path: String) -> Bool {
        var status = stat()
        guard lstat("\(root)/\(path)", &status) == 0, status.st_mode.kind == S_IFLNK else { return false }
        return stat("\(root)/\(path)", &status) != 0
    }

    /// A whole file, read once.
    ///
    /// - Parameter limit: In bytes; a file with more is `tooLarge`.
    public func read(_ path: String, limit: Int) throws(ProjectFileFailure) -> [UInt8] {
        let real = try existing(path)
        let bytes = try about(path) { () throws(SystemFailure) in
            try OpenFile.regular(real, following: false).read(limit: limit + 1)
        }
        if bytes.count > limit { throw ProjectFileFailure(path: path, kind: .tooLarge(limit: limit)) }
        return bytes
    }

    /// Every file below a folder, ascending by bytes, FIFOs and the like included, so that nobody takes them for absent: reading one
    /// says what it is. Names that begin with a dot are passed over. Symbolic links to folders are followed as far as the project
    /// goes; one that leads out of it, in a circle or nowhere is a failure.
    ///
    /// - Parameters:
    ///   - folder: `""` or `.` for the project's.
    ///   - entering: whether a folder below it, by its path, is to be looked into.
    public func paths(
        below folder: String, entering: @escaping (String) -> Bool = { _ in true }
    ) throws(ProjectFileFailure) -> [String] {
        var walk = FolderWalk(root: try about(folder) { () throws(SystemFailure) in try realPath(root) }, entering: entering)
        try walk.go(into: try real(folder), at: folder == "." ? "" : folder, below: [])
        return walk.paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    // MARK: Paths

    private func existing(_ path: String) throws(ProjectFileFailure) -> String {
        do { return try real(path) } catch  where error.kind == .absent && path.unicodeScalars.contains("\u{FFFD}") {
            // Such a name was listed with a replacement for what is not UTF-8, and is another one.
            throw ProjectFileFailure(path: path, kind: .unreadable("its name is not UTF-8"))
        }
    }

    /// Where a path leads, if that is inside.
    private func real(_ path: String) throws(ProjectFileFailure) -> String {
        if path.utf8.starts(with: "/".utf8) { throw ProjectFileFailure(path: path, kind: .outside) }
        let root = try about(path) { () throws(SystemFailure) in try realPath(self.root) }
        let real = try about(path) { () throws(SystemFailure) in try realPath("\(root)/\(path)") }
        if !isPath(real, within: root) { throw ProjectFileFailure(path: path, kind: .outside) }
        return real
    }
}

/// Names the file that a failure is about.
func about<Value>(
    _ path: String, _ call: () throws(SystemFailure) -> Value
) throws(ProjectFileFailure) -> Value {
    do { return try call() } catch { throw ProjectFileFailure(path: path, kind: error.kindOfFile) }
}

/// Whether a path is a folder, or below it; both are real.
func isPath(_ path: String, within folder: String) -> Bool {
    path.utf8.elementsEqual(folder.utf8) || path.utf8.starts(with: folder == "/" ? folder.utf8 : "\(folder)/".utf8)
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

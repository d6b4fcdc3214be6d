import Glibc
import RollcallCore

/// A directory, opened once: what becomes of its path afterwards changes nothing. Nothing here follows a symbolic link in the
/// last part of a name, and nothing waits for the other end of a FIFO.
struct Folder: Sendable {
    let file: OpenFile
    private var descriptor: Int32 { file.descriptor }

    /// `nil` if there is none.
    init?(_ path: String) throws(SystemFailure) {
        do {
            file = OpenFile(path, adopting: try Self.open(AT_FDCWD, path, O_RDONLY | O_DIRECTORY))
        } catch  where error.code == ENOENT {
            return nil
        }
    }

    /// A folder in this one.
    func folder(_ name: String) throws(SystemFailure) -> Folder {
        Folder(OpenFile(name, adopting: try Self.open(descriptor, name, O_RDONLY | O_DIRECTORY)))
    }

    private init(_ file: OpenFile) { self.file = file }

    private static func open(_ folder: Int32, _ name: String, _ flags: Int32, _ mode: mode_t = 0) throws(SystemFailure) -> Int32 {
        try system("open") { openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, mode) }
    }

    // MARK: Files

    /// `nil` if there is none; only a regular file opens.
    func open(_ name: String) throws(SystemFailure) -> OpenFile? {
        do {
            return try OpenFile(name, adopting: try Self.open(descriptor, name, O_RDONLY)).requireRegular()
        } catch  where error.code == ENOENT {
            return nil
        }
    }

    /// A new, empty file to append to.
    func create(_ name: String) throws(SystemFailure) -> OpenFile {
        OpenFile(name, adopting: try Self.open(descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, 0o600))
    }

    /// The file, empty if there was none, to read and to write.
    func openOrCreate(_ name: String) throws(SystemFailure) -> OpenFile {
        try OpenFile(name, adopting: try Self.open(descriptor, name, O_RDWR | O_CREAT, 0o600)).requireRegular()
    }

    // MARK: Names

    /// `nil` if there is none.
    ///
    /// - Parameter following: Whether a symbolic link's own status is meant, or that of what it leads to.
    func status(_ name: String, following: Bool = false) throws(SystemFailure) -> stat? {
        var status = stat()
        do {
            try system("stat") { fstatat(descriptor, name, &status, following ? 0 : AT_SYMLINK_NOFOLLOW) }
            return status
        } catch  where error.code == ENOENT {
            return nil
        }
    }

    /// All but `.` and `..`, ascending by bytes.
    func names() throws(SystemFailure) -> [String] {
        let copy = try Self.open(descriptor, ".", O_RDONLY | O_DIRECTORY)
        guard let stream = fdopendir(copy) else {
            let failure = SystemFailure("list")
            Glibc.close(copy)
            throw failure
        }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = UnsafeRawPointer(entry).advanced(by: MemoryLayout<dirent>.offset(of: \.d_name)!)
            names.append(String(cString: name.assumingMemoryBound(to: CChar.self)))
            errno = 0
        }
        if errno != 0 { throw SystemFailure("list") }
        return names.filter { $0 != "." && $0 != ".." }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    func link(_ name: String, as new: String) throws(SystemFailure) {
        try system("link") { linkat(descriptor, name, descriptor, new, 0) }
    }

    func rename(_ name: String, to new: String) throws(SystemFailure) {
        try system("rename") { renameat(descriptor, name, descriptor, new) }
    }

    /// No failure if there is none.
    func remove(_ name: String) throws(SystemFailure) {
        do { try system("remove") { unlinkat(descriptor, name, 0) } } catch  where error.code == ENOENT {}
    }

    func createFolder(_ name: String, mode: mode_t) throws(SystemFailure) {
        try system("create folder") { mkdirat(descriptor, name, mode) }
    }

    /// Makes creating, linking, renaming and removing durable.
    func sync() throws(SystemFailure) {
        try system("sync folder") { fsync(descriptor) }
    }
}

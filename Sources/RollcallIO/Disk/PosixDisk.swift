import Glibc
public import RollcallCore

/// `Disk` on a real directory. The directory is opened once; every call is relative to it.
public struct PosixDisk: Disk, Sendable {
    public typealias File = OpenFile

    let folder: Folder

    /// `nil` if there is no such directory.
    ///
    /// - Parameter following: Whether the path's last part may be a symbolic link to one, such as to a mounted volume.
    public init?(directory path: String, following: Bool = false) throws(DiskFailure) {
        let opened = try naming(path) { () throws(SystemFailure) -> Folder? in
            do throws(SystemFailure) { return try Folder(following ? realPath(path) : path) } catch  where error.isAbsence {
                return nil
            }
        }
        guard let folder = opened else { return nil }
        self.folder = folder
    }

    public func read(_ name: String) throws(DiskFailure) -> [UInt8]? {
        try naming(name) { () throws(SystemFailure) in try folder.open(name)?.read() }
    }

    public func identity(_ name: String) throws(DiskFailure) -> FileIdentity? {
        try naming(name) { () throws(SystemFailure) in
            try folder.status(name).map {
                FileIdentity(inode: UInt64($0.st_ino), size: Int($0.st_size), mode: UInt32($0.st_mode & 0o7777))
            }
        }
    }

    public func names() throws(DiskFailure) -> [String] {
        try naming(folder.file.name) { () throws(SystemFailure) in try folder.names() }
    }

    // MARK: Writing

    public func create(_ name: String) throws(DiskFailure) -> OpenFile {
        try naming(name) { () throws(SystemFailure) in try folder.create(name) }
    }

    public func write(_ bytes: [UInt8], to file: OpenFile) throws(DiskFailure) {
        try naming(file.name) { () throws(SystemFailure) in try file.write(bytes) }
    }

    public func sync(_ file: OpenFile) throws(DiskFailure) {
        try naming(file.name) { () throws(SystemFailure) in try file.sync() }
    }

    public func reserve(_ count: Int, in file: OpenFile) throws(DiskFailure) {
        try naming(file.name) { () throws(SystemFailure) in try file.reserve(count) }
    }

    public func close(_ file: OpenFile) throws(DiskFailure) {
        try naming(file.name) { () throws(SystemFailure) in try file.close() }
    }

    public func truncate(_ file: OpenFile, to size: Int) throws(DiskFailure) {
        try naming(file.name) { () throws(SystemFailure) in try file.truncate(to: size) }
    }

    /// When the file's bytes were last written, in seconds since 1970; `nil` if there is none.
    public func written(_ name: String) throws(DiskFailure) -> Int? {
        try naming(name) { () throws(SystemFailure) in try folder.status(name).map { Int($0.st_mtim.tv_sec) } }
    }

    // MARK: Names

    public func link(_ name: String, as new: String) throws(DiskFailure) {
        try naming(new) { () throws(SystemFailure) in try folder.link(name, as: new) }
    }

    public func rename(_ name: String, to new: String) throws(DiskFailure) {
        try naming(new) { () throws(SystemFailure) in try folder.rename(name, to: new) }
    }

    public func restrict(_ name: String) throws(DiskFailure) {
        try naming(name) { () throws(SystemFailure) in
            guard let file = try folder.open(name) else { throw SystemFailure("restrict", ENOENT) }
            let mode = try file.status().st_mode & 0o600
            try system("restrict") { fchmod(file.descriptor, mode) }
        }
    }

    public func remove(_ name: String) throws(DiskFailure) {
        try naming(name) { () throws(SystemFailure) in try folder.remove(name) }
    }

    public func syncDirectory() throws(DiskFailure) {
        try naming(folder.file.name) { () throws(SystemFailure) in try folder.sync() }
    }
}

import Glibc
public import RollcallCore

/// A file that a person asked for by its path. It is there whole or not at all, and durable when the call returns. What is no regular
/// file (a device, a FIFO, a symbolic link) is refused: neither written through nor replaced. Folders must be there.
public enum OutputFile {
    /// Replaces what is there.
    ///
    /// - Parameter mode: Permission bits, exactly, from the first byte on; the umask takes nothing from them.
    public static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) throws(DiskFailure) {
        try naming(path) { () throws(SystemFailure) in
            let (folder, name) = try place(path)
            if let there = try folder.status(name) { try requireRegular(there) }
            let temporary = ".\(name.prefix(64)).\(UInt64.random(in: 0 ... .max))"
            try fill(temporary, in: folder, bytes, mode)
            do throws(SystemFailure) { try folder.rename(temporary, to: name) } catch {
                try folder.remove(temporary)
                throw error
            }
            try folder.sync()
        }
    }

    /// Overwrites nothing: a failure if the name is taken, by whatever.
    ///
    /// - Parameter mode: As in `write`.
    public static func create(_ bytes: [UInt8], at path: String, mode: UInt32 = 0o600) throws(DiskFailure) {
        try naming(path) { () throws(SystemFailure) in
            let (folder, name) = try place(path)
            try fill(name, in: folder, bytes, mode)
            try folder.sync()
        }
    }

    /// A new file, or none.
    private static func fill(_ name: String, in folder: Folder, _ bytes: [UInt8], _ mode: UInt32) throws(SystemFailure) {
        let file = try folder.create(name)
        do throws(SystemFailure) {
            try file.write(bytes)
            try system("change mode") { fchmod(file.descriptor, mode) }
            try file.sync()
            try file.close()
        } catch {
            try folder.remove(name)
            throw error
        }
    }

    private static func requireRegular(_ status: stat) throws(SystemFailure) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFDIR: throw SystemFailure("write", EISDIR)
        case S_IFLNK: throw SystemFailure("write", ELOOP)
        default: throw SystemFailure("write", SystemFailure.notRegular)
        }
    }

    /// The folder, over symbolic links, and the name in it.
    private static func place(_ path: String) throws(SystemFailure) -> (Folder, String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let name = String(parts.last ?? "")
        if name.isEmpty { throw SystemFailure("write", EISDIR) }
        let parent = parts.dropLast().joined(separator: "/")
        let isAtRoot = parent.isEmpty && parts.count > 1
        guard let folder = try Folder(try realPath(isAtRoot ? "/" : parent.isEmpty ? "." : parent)) else {
            throw SystemFailure("open", ENOENT)
        }
        return (folder, name)
    }
}

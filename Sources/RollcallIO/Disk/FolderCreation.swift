import Glibc
public import RollcallCore

/// Making folders that are not there. Only `rollcall init` does; everything else expects what it needs.
public enum FolderCreation {
    /// Makes each missing folder of `path`, durably; what is there stays as it is, whatever it is.
    ///
    /// - Parameter mode: Permission bits, 0700 for a state's folder; the process's umask takes from them.
    public static func create(_ path: String, mode: UInt32 = 0o700) throws(DiskFailure) {
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        var parent = isAbsolute ? "/" : "."
        for part in path.split(separator: "/") {
            let (folder, child) = (parent, String(part))
            parent += (parent == "/" ? "" : "/") + child
            try naming(parent) { () throws(SystemFailure) in try createOne(child, in: folder, mode: mode) }
        }
    }

    /// By path, since the way to a project may lead over symbolic links.
    private static func createOne(_ name: String, in parent: String, mode: UInt32) throws(SystemFailure) {
        do {
            try system("create folder") { mkdir("\(parent)/\(name)", mode) }
        } catch  where error.code == EEXIST {
            return
        }
        let file = OpenFile(parent, adopting: try system("open") { open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC) })
        try system("sync folder") { fsync(file.descriptor) }
    }
}

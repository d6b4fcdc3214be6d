import Glibc
public import RollcallCore

/// The lock is the operating system's (`flock`): it ends with its holder, however that ends. The file is never removed by us; who
/// removes it by hand makes a new one, so a lock counts only if the name still means the file that was locked.
extension PosixDisk {
    public func lock(_ name: String, holder: [UInt8]) throws(DiskFailure) -> OpenFile? {
        try naming(name) { () throws(SystemFailure) in
            while true {
                let file = try folder.openOrCreate(name)
                guard try take(file) else { return nil }
                guard try isStill(file, at: name) else { continue }
                try system("write") { ftruncate(file.descriptor, 0) }
                try file.write(holder)
                return file
            }
        }
    }

    private func take(_ file: OpenFile) throws(SystemFailure) -> Bool {
        do {
            try system("lock") { flock(file.descriptor, LOCK_EX | LOCK_NB) }
            return true
        } catch  where error.code == EWOULDBLOCK {
            return false
        }
    }

    private func isStill(_ file: OpenFile, at name: String) throws(SystemFailure) -> Bool {
        let (locked, named) = (try file.status(), try folder.status(name))
        return locked.st_ino == named?.st_ino && locked.st_dev == named?.st_dev
    }
}

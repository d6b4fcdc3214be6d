public import RollcallCore

/// A file that a person named by its path, to read: over symbolic links, and nothing waits. A FIFO or device is refused.
public enum InputFile {
    /// `nil` if there is none.
    ///
    /// - Parameter limit: In bytes; a file with more is a failure.
    public static func read(_ path: String, limit: Int) throws(DiskFailure) -> [UInt8]? {
        try naming(path) { () throws(SystemFailure) in
            let real: String
            do throws(SystemFailure) { real = try realPath(path) } catch  where error.isAbsence { return nil }
            let bytes = try OpenFile.regular(real, following: false).read(limit: limit + 1)
            if bytes.count > limit { throw SystemFailure("read", SystemFailure.tooLarge) }
            return bytes
        }
    }
}

import Glibc

/// The process's environment.
enum Environment {
    /// Where the process runs.
    static var folder: String {
        guard let path = getcwd(nil, 0) else { return "this folder" }
        defer { free(path) }
        return String(cString: path)
    }

    static var all: [String: String] {
        var all: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { all[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return all
    }
}

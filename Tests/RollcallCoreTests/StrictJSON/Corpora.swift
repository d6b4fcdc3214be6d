import Foundation

/// Public test corpora that may lie beside the repository (`../shared/corpora`). Nothing needs them: a test that finds none says so
/// and proves less.
enum Corpora {
    /// The corpus at `path`, searched from this file and from the working directory upwards.
    static func find(_ path: String) -> URL? {
        let starts = [URL(fileURLWithPath: #filePath), URL(fileURLWithPath: FileManager.default.currentDirectoryPath)]
        for start in starts {
            var folder = start.resolvingSymlinksInPath()
            while folder.path != "/" {
                let candidate = folder.appendingPathComponent("shared/corpora/\(path)")
                if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
                folder.deleteLastPathComponent()
            }
        }
        print("skipped: no ../shared/corpora/\(path)")
        return nil
    }

    /// The files of `folder` whose name begins with `prefix`, by name.
    static func files(in folder: URL, prefix: String) throws -> [(name: String, bytes: [UInt8])] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(prefix) }.sorted().map {
            ($0, [UInt8](try Data(contentsOf: folder.appendingPathComponent($0))))
        }
    }
}

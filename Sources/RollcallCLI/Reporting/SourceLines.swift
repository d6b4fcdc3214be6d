import RollcallIO
import RollcallManifest
import Synchronization

/// Lines of the project's files, to be shown beside a diagnostic. The last file is kept: diagnostics come file by file.
final class SourceLines: Sendable {
    private let files = ProjectFiles(folder: ".")
    private let last = Mutex<(file: String, lines: [Substring.UTF8View])?>(nil)

    /// Without its end; `nil` if it cannot be had. Lines count from 1.
    @Sendable func line(_ file: String, _ number: Int) -> String? {
        last.withLock { last in
            if last?.file != file { last = read(file).map { (file, $0) } }
            guard let lines = last?.lines, lines.indices.contains(number - 1) else { return nil }
            let line = String(Substring(lines[number - 1]))
            return line.hasSuffix("\r") ? String(line.dropLast()) : line
        }
    }

    private func read(_ file: String) -> [Substring.UTF8View]? {
        guard let bytes = try? files.read(file, limit: ManifestReader.fileLimit) else { return nil }
        return String(decoding: bytes, as: UTF8.self).utf8.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
        ).map { Substring($0).utf8 }
    }
}

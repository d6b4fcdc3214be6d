import RollcallCore
import RollcallIO
import RollcallManifest
import Synchronization

/// Lines of the project's files, to be shown beside a diagnostic. The last file and the last line are kept: diagnostics come file
/// by file, and a line may have many.
final class SourceLines: Sendable {
    private let files = ProjectFiles(folder: ".")
    private let last = Mutex<File?>(nil)

    private struct File {
        let name: String
        let lines: [ArraySlice<UInt8>]
        /// By line, whether it is never shown.
        let concealed: [Bool]
        var shown: (number: Int, scalars: [Unicode.Scalar])?
    }

    /// Without its end; `nil` if it cannot be had, or may hold a secret. Lines count from 1.
    @Sendable func line(_ file: String, _ number: Int) -> [Unicode.Scalar]? {
        last.withLock { last in
            if last?.name.utf8.elementsEqual(file.utf8) != true { last = read(file) }
            guard let lines = last?.lines, lines.indices.contains(number - 1), last?.concealed[number - 1] == false else {
                return nil
            }
            if let shown = last?.shown, shown.number == number { return shown.scalars }
            let line = lines[number - 1].last == UInt8(ascii: "\r") ? lines[number - 1].dropLast() : lines[number - 1]
            let scalars = Array(String(decoding: line, as: UTF8.self).unicodeScalars)
            last?.shown = (number, scalars)
            return scalars
        }
    }

    private func read(_ file: String) -> File? {
        guard let bytes = try? files.read(file, limit: ManifestReader.fileLimit) else { return nil }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let lines = bytes.dropFirst(bytes.starts(with: mark) ? mark.count : 0).split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return File(name: file, lines: lines, concealed: Concealment.lines(lines))
    }
}

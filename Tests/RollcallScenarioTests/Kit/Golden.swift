import Foundation
import Testing

/// Expected text in a file of the repository, which a person reviews. `ROLLCALL_RECORD=1` writes it anew.
enum Golden {
    static let isRecording = ProcessInfo.processInfo.environment["ROLLCALL_RECORD"] == "1"

    /// - Parameter path: from the repository's folder.
    static func expect(_ text: String, _ path: String) throws {
        let file = "\(SourceTree.root)/\(path)"
        if isRecording { return try text.write(toFile: file, atomically: true, encoding: .utf8) }
        let expected = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        guard text != expected else { return }
        Issue.record("\(path) is not what appeared; lines are expected (-) and appeared (+)\n\(difference(expected, text))")
    }

    private static func difference(_ expected: String, _ text: String) -> String {
        let lines = { (text: String) in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
        return lines(text).difference(from: lines(expected)).map { change in
            switch change {
            case .remove(let offset, let line, _): "-\(offset + 1)  \(line)"
            case .insert(let offset, let line, _): "+\(offset + 1)  \(line)"
            }
        }.joined(separator: "\n")
    }
}

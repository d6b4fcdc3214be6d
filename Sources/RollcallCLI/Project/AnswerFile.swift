import OAuthRegistration
import RollcallCore
import RollcallIO

/// A server's answer that somebody brings: a file, or standard input.
enum AnswerFile {
    /// `-` is standard input. A little more than an answer may have is enough to tell that it has too much.
    @Sendable static func read(_ path: String) throws -> [UInt8] {
        if path == "-" { return Terminal.readAll(limit: HTTPRequest.registrationAnswerLimit + 1) }
        let parts = PathParts(path)
        let bytes: [UInt8]?
        do { bytes = try PosixDisk(directory: parts.folder)?.read(parts.name) } catch {
            throw CommandFailure(Diagnostic(.fileUnreadable, "The answer \(path) cannot be read: \(error.sentence)"))
        }
        guard let bytes else {
            throw CommandFailure(
                Diagnostic(
                    .fileUnreadable, "There is no answer at \(path).",
                    hint: "name the file that holds it, or - for standard input"))
        }
        return bytes
    }
}

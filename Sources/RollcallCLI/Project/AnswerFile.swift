import OAuthRegistration
import RollcallCore
import RollcallIO

/// A server's answer that somebody brings: a file, or standard input.
enum AnswerFile {
    /// `-` is standard input. A little more than an answer may have is enough to tell that it has too much.
    @Sendable static func read(_ path: String) throws -> [UInt8] {
        let limit = HTTPRequest.registrationAnswerLimit + 1
        if path == "-" { return Terminal.readAll(limit: limit) }
        let bytes: [UInt8]?
        do { bytes = try InputFile.read(path, limit: limit) } catch {
            throw CommandFailure(
                Diagnostic(
                    .fileUnreadable, "The answer \(path) cannot be read: \(error.sentence)",
                    hint: "name the file that holds it, or - for standard input"))
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

import RollcallCore
import StrictJSON

/// What `doctor` found: one line about each thing that it looked at, with what to do where something is wrong.
struct Checkup: Sendable {
    private(set) var checks: [Check] = []

    struct Check: Sendable {
        let level: Level
        /// What it is about: `manifests`, `state`, `server demo`.
        let subject: String
        /// May quote text from outside; views escape it.
        let text: String
        var hint: String?
        /// Of the diagnostic that a command would end with.
        var code: DiagnosticCode?
    }

    enum Level: String, Sendable { case ok, warning, error }

    var hasErrors: Bool { checks.contains { $0.level == .error } }

    func count(_ level: Level) -> Int { checks.count { $0.level == level } }

    mutating func note(_ level: Level, _ subject: String, _ text: String, hint: String? = nil, code: DiagnosticCode? = nil) {
        checks.append(Check(level: level, subject: subject, text: text, hint: hint, code: code))
    }

    /// A diagnostic that a command would give; its place stands in the text.
    mutating func note(_ diagnostic: Diagnostic, _ subject: String) {
        let level: Level =
            switch diagnostic.severity {
            case .error: .error
            case .warning: .warning
            case .note: .ok
            }
        let place = diagnostic.location.map { " (\($0.file):\($0.line))" } ?? ""
        note(
            level, subject, diagnostic.code.summary + place + ": " + diagnostic.detail, hint: diagnostic.hint,
            code: diagnostic.code)
    }

    mutating func note(_ diagnostics: Diagnostics, _ subject: String) {
        for diagnostic in diagnostics.all { note(diagnostic, subject) }
    }

    var json: JSONObject {
        [
            "checks": .array(checks.map { .object(Self.json($0)) }), "errors": .integer(count(.error)),
            "warnings": .integer(count(.warning)),
        ]
    }

    private static func json(_ check: Check) -> JSONObject {
        var object: JSONObject = [
            "level": .string(check.level.rawValue), "subject": .string(check.subject), "text": .string(check.text),
        ]
        object["code"] = check.code.map { .string($0.name) }
        object["hint"] = check.hint.map { .string($0) }
        return object
    }
}

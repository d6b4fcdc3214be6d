import ArgumentParser
import OAuthRegistration
import RollcallCore
import StrictJSON

/// A diagnostic code or a metadata field, explained. Reads nothing and needs no project.
struct ExplainCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Explain a diagnostic code, or a metadata field.",
        discussion: """
            For a code such as RC2014: what was found, why it matters, and what to do. For a field such as redirect_uris: its type, \
            how two values compare, its default, where it is defined, and what each known server does with it. A member that a server \
            issues, such as client_secret, is explained, too. Needs no project.
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var report: ReportOptions

    @Argument(help: ArgumentHelp("A code or a field.", valueName: "code-or-field"))
    var word: String

    var format: ReportFormat { report.format }

    func execute(_ console: Console) async throws -> ExitStatus {
        let view = ExplanationView(style: console.output)
        if let explanation = Explanation.of(word) {
            console.result(view.text(explanation))
            console.document(Self.document(explanation))
        } else if let field = ExplainedField(word) {
            console.result(view.text(field))
            console.document(field.json)
        } else if let member = ExplainedMember(word) {
            console.result(view.text(member))
            console.document(member.json)
        } else {
            throw CommandFailure(unknown)
        }
        return .done
    }

    private static func document(_ explanation: Explanation) -> JSONObject {
        [
            "code": .string(explanation.code.name), "meaning": .string(explanation.meaning),
            "remedy": .string(explanation.remedy), "severity": .string(explanation.code.severity.rawValue),
            "summary": .string(explanation.code.summary),
        ]
    }

    private var unknown: Diagnostic {
        let name = JSONString(word).excerpt(80)
        let near = FieldCatalog.nearest(to: JSONString(word))?.text ?? nearestCode
        return Diagnostic(
            .nothingToExplain, "\"\(name)\" is neither a diagnostic code nor a metadata field.",
            hint: near.map { "did you mean \($0)?\n  rollcall explain \($0)" }
                ?? "write a code, such as RC2014, or a field, such as redirect_uris")
    }

    /// Codes are all near to one another: only a slip beside the digits counts.
    private var nearestCode: String? {
        let digits = word.utf8.filter(\.isDigit)
        guard digits.count == 4, word.utf8.count <= 8 else { return nil }
        return Explanation.of("RC" + String(decoding: digits, as: UTF8.self))?.code.name
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

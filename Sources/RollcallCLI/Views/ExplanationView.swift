import OAuthRegistration
import RollcallCore
import StrictJSON

/// A code or a field, explained to a person.
struct ExplanationView {
    let style: Style

    func text(_ explanation: Explanation) -> String {
        let code = explanation.code
        return """
            \(style.paint("\(code.severity.rawValue)[\(code.name)]: \(code.summary)", .bold))

            \(WrappedText.indented(explanation.meaning, by: 2))
              What to do:
            \(WrappedText.indented(explanation.remedy, by: 4))
            """
    }

    func text(_ field: ExplainedField) -> String {
        let rule = field.rule
        let rows = [
            ["defined in", rule.section], ["type", rule.type.rawValue], ["compared", field.comparison],
            ["default", rule.defaultValue.map { ValueView.inline($0) } ?? "none: an absent field is the server's"],
            ["language tags", InertText.escaped(field.languageTags)],
            field.declaredIn.map { ["declared in", "\($0.text) of a server's metadata"] },
        ].compactMap(\.self)
        return style.paint(InertText.escaped(field.name.text), .bold) + "\n\n" + TextTable(rows: rows, indent: 2).text + "\n"
            + servers(field.treatments)
    }

    func text(_ member: ExplainedMember) -> String {
        let rows = member.rows.map { [$0.name, $0.value] }
        return style.paint(InertText.escaped(member.name.text), .bold) + "\n\n" + TextTable(rows: rows, indent: 2).text + "\n"
            + style.paint("What rollcall does with it", .bold) + "\n\n" + WrappedText.indented("It \(member.handling).", by: 2)
            + (member.treatments.isEmpty ? "" : "\n" + servers(member.treatments))
    }

    /// Profiles that say something of the field, each with how it is known; then the others in one sentence.
    private func servers(_ treatments: [(profile: ServerProfile, treatment: FieldTreatment)]) -> String {
        let heading = style.paint("What servers do with it, by profile", .bold) + "\n\n"
        let known = treatments.filter { $0.treatment != .learned }
        let lines = TextTable(rows: known.map { [$0.profile.name, $0.treatment.inWords] }, indent: 2).lines
        let told = zip(lines, known).map { line, entry in
            line + "\n" + (entry.treatment.source.map { WrappedText.indented($0, by: 6) } ?? "")
        }
        let others = treatments.filter { $0.treatment == .learned }.map(\.profile.name).joined(separator: ", ")
        return heading + told.joined() + (told.isEmpty ? "" : "\n")
            + WrappedText.indented("\(others): \(FieldTreatment.learned.inWords)", by: 2)
    }
}

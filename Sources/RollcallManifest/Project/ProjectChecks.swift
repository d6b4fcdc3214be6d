import RollcallCore

/// What only all files of a project together show.
struct ProjectChecks {
    let project: ProjectFile
    let labels: Labels

    func report(sheets: Int, matched: [GlobPattern: Int], diagnostics: inout Diagnostics) {
        reportPatterns(matched, &diagnostics)
        reportRepeated(&diagnostics)
        reportContradictions(&diagnostics)
        guard sheets == 0, !diagnostics.hasErrors else { return }
        diagnostics.report(
            Diagnostic(
                .noClients,
                "Neither rollcall.yaml nor any file that it includes has clients:. If none are meant, it must be written.",
                hint: "declare clients in clients/NAME.yaml; write clients: {} in rollcall.yaml if there are none",
                at: SourceLocation(file: project.path, line: 1, column: 1)))
    }

    /// The default pattern may match nothing; one that is written is meant.
    private func reportPatterns(_ matched: [GlobPattern: Int], _ diagnostics: inout Diagnostics) {
        for (pattern, location) in zip(project.include, project.includeLocations) where matched[pattern, default: 0] == 0 {
            diagnostics.report(
                Diagnostic(
                    .patternWithoutMatch,
                    "No file below the folder of rollcall.yaml matches the pattern, so clients may be missing.",
                    hint: "correct the pattern, or remove it", field: "include", at: location))
        }
    }

    private func reportRepeated(_ diagnostics: inout Diagnostics) {
        for repeated in labels.repeated {
            diagnostics.report(
                Diagnostic(
                    .labelTwice, "A label names one client in the whole project, and this one is declared in another place too.",
                    hint: "rename or remove one of the two", client: repeated.label, at: repeated.location,
                    related: repeated.first))
        }
    }

    private func reportContradictions(_ diagnostics: inout Diagnostics) {
        for (move, location) in zip(project.project.moved, project.moveLocations) {
            guard let declared = labels.location(of: move.from) else { continue }
            diagnostics.report(
                Diagnostic(
                    .contradiction, "The label \(move.from) is moved to \(move.to), and declared as well.",
                    hint: "rename the client to \(move.to), or remove the move", client: move.from, field: "moved", at: location,
                    related: declared))
        }
        for (label, location) in zip(project.project.forgotten, project.forgottenLocations) {
            guard let declared = labels.location(of: label) else { continue }
            diagnostics.report(
                Diagnostic(
                    .contradiction, "The label \(label) is to be forgotten, and declared as well: it would be registered again.",
                    hint: "remove the client, or the label from forgotten:", client: label, field: "forgotten", at: location,
                    related: declared))
        }
    }
}

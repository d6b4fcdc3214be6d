import OAuthRegistration
import RollcallCore

/// Clients for which a read showed another credential than the one that is recorded, told once for each server and kind.
struct ShownCredentials {
    private var labels: [Kind: [ClientLabel]] = [:]

    private struct Kind: Hashable {
        let server: String
        /// `nil`: another client secret, which is recorded now.
        let note: AnswerNote?
    }

    init(_ reports: [ClientLabel: Settlement.Report], in state: StateDocument) {
        for (label, report) in reports {
            guard let server = state[label]?.server else { continue }
            if report.newSecret != nil { labels[Kind(server: server, note: nil), default: []].append(label) }
            for note in Set(report.notes) { labels[Kind(server: server, note: note), default: []].append(label) }
        }
    }

    var diagnostics: Diagnostics {
        let all = labels.compactMap { kind, labels in
            let labels = labels.sorted()
            guard let note = kind.note else { return RegistrationOperation.read.newSecretDiagnostic(at: kind.server, of: labels) }
            return note.readDiagnostic(at: kind.server, of: labels)
        }
        return Diagnostics(all.sorted { $0.detail < $1.detail })
    }
}

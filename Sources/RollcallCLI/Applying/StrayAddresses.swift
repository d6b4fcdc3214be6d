import OAuthRegistration
import RollcallCore

/// Clients for which a read named an address that is not used, told once for each server and reason.
struct StrayAddresses {
    private var labels: [Stray: [ClientLabel]] = [:]

    private struct Stray: Hashable {
        let server: String
        let reason: RegistrationClientAddress.Reason
    }

    init(_ strays: [ClientLabel: RegistrationClientAddress.Reason], in state: StateDocument?) {
        for (label, reason) in strays {
            guard let server = state?[label]?.server else { continue }
            labels[Stray(server: server, reason: reason), default: []].append(label)
        }
    }

    var diagnostics: Diagnostics {
        Diagnostics(
            labels.map { $0.key.reason.strayDiagnostic(at: $0.key.server, of: $0.value.sorted()) }.sorted {
                $0.detail < $1.detail
            })
    }
}

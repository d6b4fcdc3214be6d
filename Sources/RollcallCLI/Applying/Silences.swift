import OAuthRegistration
import RollcallCore
import RollcallIO

/// Clients whose server would not say what they are now, told once for each server and reason: one server that is down has many.
struct Silences {
    private var labels: [Silence: [ClientLabel]] = [:]

    private struct Silence: Hashable {
        let server: String
        let reason: ObservedClient.Reason
        /// It has an address and a token; where there is no way all the same, the address is not to be used.
        let isAddressed: Bool
        /// It was asked with an administrator's token, and not with the client's.
        let isByAdministrator: Bool
        /// What is known of the server.
        let traits: ServerTraits
        /// What else there is to know.
        let triage: Triage

        /// What a refusal says.
        var refused: RefusedRead? {
            guard case .refused(let refusal) = reason else { return nil }
            return RefusedRead(refusal, at: traits, toAdministrator: isByAdministrator)
        }
    }

    /// Seconds since 1970.
    private let now = WallClock.seconds()

    init(
        _ observations: [ClientLabel: ObservedClient], in state: StateDocument?, of project: Project,
        triages: [ClientLabel: Triage] = [:]
    ) {
        for (label, observed) in observations {
            guard case .unreadable(let reason) = observed, let client = state?[label] else { continue }
            let isAddressed = client.registrationClientURI != nil && client.credentials.registrationAccessToken != nil
            let silence = Silence(
                server: client.server, reason: reason, isAddressed: isAddressed,
                isByAdministrator: project.isManagedByAdministrator(client.server),
                traits: Self.traits(of: client.server, in: state, of: project), triage: triages[label] ?? Triage())
            labels[silence, default: []].append(label)
        }
    }

    private static func traits(of server: String, in state: StateDocument?, of project: Project) -> ServerTraits {
        let record = state?.servers[server]
        let declared = project.servers[server].flatMap { project.profile(named: $0.profile) }
        return ServerTraits(
            profile: declared ?? record?.knownProfile ?? .generic, evidence: record?.learned ?? ServerEvidence())
    }

    var diagnostics: Diagnostics { said { _ in true } }

    /// Less those that nobody can be asked about, as a report says beside each.
    var refusals: Diagnostics {
        said { silence in
            switch silence.reason {
            case .refused(let refusal): !refusal.isMissingMethod && !(silence.traits.reads == false && refusal.showsNoClient)
            case .noAnswer, .inDoubt: true
            case .unmanaged: silence.isAddressed
            }
        }
    }

    private func said(_ isTold: (Silence) -> Bool) -> Diagnostics {
        Diagnostics(
            labels.filter { isTold($0.key) }.map { diagnostic($0.key, $0.value.sorted()) }.sorted { $0.detail < $1.detail })
    }

    private func diagnostic(_ silence: Silence, _ labels: [ClientLabel]) -> Diagnostic {
        let names =
            labels.prefix(10).map(\.text).joined(separator: ", ") + (labels.count > 10 ? ", and \(labels.count - 10) more" : "")
        return Diagnostic(
            .clientUnreadable, severity: .warning,
            "The server \"\(silence.server)\" did not say what \(names) \(labels.count == 1 ? "is" : "are") now: \(silence.reason.inWords). "
                + meaning(silence) + "Without that, nothing is known of drift there.",
            hint: hint(silence, labels[0]), client: labels.count == 1 ? labels[0] : nil)
    }

    private func meaning(_ silence: Silence) -> String {
        guard let refused = silence.refused else { return "" }
        let more = silence.triage.inWords(after: refused, now: Int64(now))
        return refused.inWords + (more.isEmpty ? " " : " \(more) ")
    }

    private func hint(_ silence: Silence, _ label: ClientLabel) -> String {
        if let refused = silence.refused {
            return silence.triage.hint(label, at: silence.server, after: refused) ?? refused.hint(label, at: silence.server)
        }
        return switch silence.reason {
        case .refused, .noAnswer, .inDoubt: "run the command again when the server can be reached"
        case .unmanaged where silence.isAddressed: RegistrationClientAddress.hint(at: silence.server)
        case .unmanaged: "such a client can only be registered anew (--replace), or left as it is"
        }
    }
}

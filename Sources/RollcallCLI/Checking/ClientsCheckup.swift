import OAuthRegistration
import RollcallCore
import RollcallIO
import StrictJSON

/// Looks at what state says of the clients of one server: secrets that end, clients that cannot be managed, what its profile lacks.
struct ClientsCheckup {
    let key: String
    let project: Project
    let state: StateDocument
    /// Seconds since 1970.
    let now: Int
    private var subject: String { "server \(key)" }

    func run(_ checkup: inout Checkup) {
        let clients = state.recordedClients.filter { $0.client.server == key }
        guard let record = state.servers[key] else {
            checkup.note(.ok, subject, "Nothing was registered there yet.")
            return
        }
        let traits = ServerTraits(profile: record.knownProfile, evidence: record.learned)
        checkTraits(traits, isEmbedded: record.origin == LocatedServer.embedded, &checkup)
        checkFields(clients, traits, &checkup)
        checkSecrets(clients, &checkup)
        checkRegistrations(clients, state.profile(of: key, in: project), &checkup)
        let unmanaged = clients.filter {
            $0.client.credentials.registrationAccessToken == nil || $0.client.registrationClientURI == nil
        }
        if traits.manages != false, !unmanaged.isEmpty {
            checkup.note(
                .warning, subject,
                "\(Self.named(unmanaged.map(\.label))) without a registration access token or an address: no read, update or delete is possible "
                    + "(RFC 7592, section 3).", hint: "to register one anew:\n  rollcall apply --replace LABEL",
                code: .clientUnmanaged)
        }
        let insecure = clients.filter { $0.client.registrationClientURI.map(Self.isInsecure) ?? false }
        if !insecure.isEmpty {
            checkup.note(
                .warning, subject,
                "\(Self.named(insecure.map(\.label))) with an http address from the server. The endpoint's https is used where the host is the same.",
                hint: "have the server's operator correct its address (behind a proxy: X-Forwarded-Proto)", code: .addressUpgraded
            )
        }
    }

    private func checkTraits(_ traits: ServerTraits, isEmbedded: Bool, _ checkup: inout Checkup) {
        let name = traits.profile.name
        if traits.profile == .generic, traits.evidence.isEmpty {
            checkup.note(
                .ok, subject,
                "Profile \(name): nothing is learned yet. The first registration there runs alone, and is read back.")
        } else {
            checkup.note(.ok, subject, "Profile \(name)\(traits.evidence.isEmpty ? "" : ", and what its answers have shown").")
        }
        let lacking = traits.lacking
        if !lacking.isEmpty, !isEmbedded {
            checkup.note(
                .ok, subject,
                "Neither its profile nor an answer says \(lacking.joined(separator: ", ")). That is learned when it is met; a throw-away client "
                    + "shows it at once.",
                hint: "rollcall discover \(key) --probe")
        }
        if traits.manages == false {
            checkup.note(
                .warning, subject,
                "The server has no client configuration endpoint (RFC 7592): an edit is a new registration, and nothing is deleted.",
                hint: "to change a client:\n  rollcall apply --replace LABEL", code: .clientUnmanaged)
        } else if traits.deletes == false {
            checkup.note(
                .warning, subject,
                "The server deletes no client (RFC 7592, section 2.3): one that is no longer declared is blocked.",
                hint: "to leave it there and drop it from state:\n  rollcall forget LABEL")
        }
        if traits.rotatesOnRead == true {
            checkup.note(.ok, subject, "Each read replaces the registration access token; it is recorded before anything else.")
        }
    }

    /// What is declared there, and cannot be seen to be so.
    private func checkFields(
        _ clients: [(label: ClientLabel, client: RecordedClient)], _ traits: ServerTraits, _ checkup: inout Checkup
    ) {
        let names = Set(clients.flatMap(\.client.requested.names)).sorted()
        for (fate, words) in [(FieldQuirk.Fate.hidden, "does not show"), (.wronglyShown, "shows wrongly")] {
            let unseen = names.filter { traits.fate(of: $0) == fate }
            guard !unseen.isEmpty else { continue }
            checkup.note(
                .ok, subject,
                "It \(words) \(unseen.map(\.text).joined(separator: ", ")), which clients declare: drift of these cannot be seen."
            )
        }
    }

    private func checkSecrets(_ clients: [(label: ClientLabel, client: RecordedClient)], _ checkup: inout Checkup) {
        var (expired, soon, never): ([ClientLabel], [ClientLabel], Int) = ([], [], 0)
        for (label, client) in clients {
            switch SecretExpiry(client, now: now) {
            case .expired: expired.append(label)
            case .expires(_, inDays: let days) where days < 30: soon.append(label)
            case .expires, .none, .unknown, .never: never += 1
            }
        }
        let hint =
            "to register one anew, with a new secret, while both can be used:\n  rollcall apply --replace LABEL --keep-former"
        if !expired.isEmpty {
            checkup.note(.error, subject, "\(Self.named(expired)) with a secret that has expired.", hint: hint)
        }
        if !soon.isEmpty {
            checkup.note(.warning, subject, "\(Self.named(soon)) with a secret that expires within 30 days.", hint: hint)
        }
        if expired.isEmpty, soon.isEmpty, never > 0 {
            checkup.note(.ok, subject, "No secret of its \(never.inWords("client")) expires within 30 days.")
        }
    }

    /// Those that the server removes by itself.
    private func checkRegistrations(
        _ clients: [(label: ClientLabel, client: RecordedClient)], _ profile: ServerProfile, _ checkup: inout Checkup
    ) {
        guard let lifetime = profile.registrationLifetime else { return }
        var (over, soon): ([ClientLabel], [ClientLabel]) = ([], [])
        for (label, client) in clients {
            switch SecretExpiry(ofRegistration: client, at: profile, now: now) {
            case .expired: over.append(label)
            case .expires(_, inDays: let days) where days < SecretExpiry.soon: soon.append(label)
            case .expires, .none, .unknown, .never: break
            }
        }
        let why = "By its profile, the server removes a registration \(lifetime.value.inWords("second")) after it was made."
        if !over.isEmpty {
            checkup.note(
                .error, subject, "\(why) That is over for \(Self.named(over)).",
                hint: "see whether they are still there:\n  rollcall drift", code: .registrationExpires)
        }
        if !soon.isEmpty {
            checkup.note(
                .warning, subject, "\(why) That is within \(SecretExpiry.soon) days for \(Self.named(soon)).",
                hint: "to register one anew, while both can be used:\n  rollcall apply --replace LABEL --keep-former",
                code: .registrationExpires)
        }
    }

    private static func isInsecure(_ text: JSONString) -> Bool {
        guard let origin = try? HTTPAddress(text.text).origin else { return false }
        return origin.scheme == .http && !origin.isLoopback
    }

    /// `1 client (web)`, `12 clients (a, b, … and 2 more)`.
    private static func named(_ labels: [ClientLabel]) -> String {
        let few = labels.prefix(StateCheckup.few).map(\.text).joined(separator: ", ")
        let rest = labels.count - StateCheckup.few
        return "\(labels.count.inWords("client")) (\(few)\(rest > 0 ? " and \(rest) more" : ""))"
    }
}

extension ServerTraits {
    /// What is open about the server, in clauses; nothing where a probe could show nothing.
    fileprivate var lacking: [String] {
        if manages == false { return [] }
        let questions: [(isOpen: Bool, clause: String)] = [
            (reads == nil && !evidence.registrationWasReadBack, "whether it has a read"),
            (updates == nil && !evidence.updateWasReadBack, "whether it has an update"),
            (deletes == nil, "whether it has a delete"),
            (rotatesOnRead == nil, "whether a read replaces the token"),
            (secretInUpdate == nil, "whether an update needs the secret"),
            (profile.clearing == nil && evidence.clearing.isEmpty, "how a field is taken away"),
        ]
        return questions.filter(\.isOpen).map(\.clause)
    }
}

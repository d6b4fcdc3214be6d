import OAuthRegistration
import RollcallCore
import RollcallIO
import StrictJSON

/// A recorded client as a person reads it: who it is, then its fields, with what was granted where that is something else.
struct RecordedClientView {
    let style: Style

    func text(_ client: RecordedClient, _ label: ClientLabel) -> String {
        style.paint(label.text, .bold) + "\n" + TextTable(rows: facts(client), indent: 2).text + metadata(client)
    }

    private func facts(_ client: RecordedClient) -> [[String]] {
        let expiry = SecretExpiry(client, now: WallClock.seconds())
        let facts: [(String, String?)] = [
            ("server", client.server),
            ("client_id", client.clientID.text),
            ("client_id_issued_at", client.clientIDIssuedAt.map { WallClock.timestamp(Int($0)).text }),
            ("client_secret", client.credentials.clientSecret == nil ? "none" : expiry.sentence),
            ("client_secret_expires_at", client.credentials.clientSecret == nil && expiry != .none ? expiry.text : nil),
            ("registration_access_token", client.credentials.registrationAccessToken == nil ? "none" : "recorded"),
            ("registration_client_uri", client.registrationClientURI.map { ShownAddress.text($0).text }),
            ("protect", client.protect ? "true" : nil),
            ("tags", client.tags.isEmpty ? nil : ValueView.tags(client.tags)),
            ("registered", client.registeredAt.text),
            ("updated", client.updatedAt == client.registeredAt ? nil : client.updatedAt.text),
            ("registration", client.registration.text),
        ]
        let formers = client.former.map { ["former registration", InertText.escaped("\($0.clientID) at \($0.server)")] }
        return facts.compactMap { name, value in value.map { [name, InertText.escaped($0)] } } + formers
    }

    /// What was requested, and where the server departed from it.
    private func metadata(_ client: RecordedClient) -> String {
        let requested = client.requested.members.members
        let added = client.granted.members.members.filter { client.requested.value(of: $0.name) == nil }
        let substituted = Learning.substitutions(requested: client.requested, granted: client.granted)
        let width = (requested + added).map { InertText.escaped($0.name.text).count }.max() ?? 0
        let view = FieldView(style: style, nameWidth: width)
        let sections = [
            ("requested", requested.flatMap { view.value($0.name, $0.value, isNew: false) }),
            ("granted otherwise", substituted.flatMap { view.note($0.name, ValueView.inline($0.granted)) }),
            ("granted, not requested", added.flatMap { view.value($0.name, $0.value, isNew: false) }),
        ]
        return sections.filter { !$0.1.isEmpty }.map { title, lines in
            "\n  \(title)\n" + lines.map { $0 + "\n" }.joined()
        }.joined()
    }
}

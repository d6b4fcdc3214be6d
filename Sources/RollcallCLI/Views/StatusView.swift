import OAuthRegistration
import RollcallCore
import RollcallIO
import StrictJSON

/// What `status` says, as a person reads it: a table of the clients, what is worth knowing of single ones, what is in doubt, and
/// how many of each.
struct StatusView {
    let style: Style

    func text(_ status: ProjectStatus) -> String {
        let sections = [clients(status), notes(status), orphans(status), doubts(status), seal(status)].filter { !$0.isEmpty }
        return (sections + [summary(status) + "\n"]).joined(separator: "\n")
    }

    /// Of the registration the day is enough here, so that a line fits 80 columns.
    private func clients(_ status: ProjectStatus) -> String {
        if status.clients.isEmpty { return "" }
        let rows = status.clients.map { client in
            [
                client.label.text, InertText.escaped(client.record.server), InertText.escaped(client.record.clientID.text),
                String(client.record.registeredAt.text.prefix(10)), client.shownExpiry.text,
            ]
        }
        let lines = TextTable(rows: [["LABEL", "SERVER", "CLIENT ID", "REGISTERED", "EXPIRES"]] + rows).lines
        let painted = zip(lines.dropFirst(), status.clients).map { line, client in
            client.isInDoubt ? style.paint(line, .red) : client.shownExpiry.colour.map { style.paint(line, $0) } ?? line
        }
        return ([style.paint(lines[0], .bold)] + painted).joined(separator: "\n") + "\n"
    }

    // MARK: Notes

    private func notes(_ status: ProjectStatus) -> String {
        let notes = status.clients.flatMap { client in remarks(client).map { "  \(client.label): \($0)\n" } }
        return notes.isEmpty ? "" : style.paint("Notes", .bold) + "\n" + notes.joined()
    }

    private func remarks(_ client: ProjectStatus.Client) -> [String] {
        var notes = client.substituted.map { "\(InertText.escaped($0.name.text)) \($0.substitution)" }
        let unseen = client.unverifiable.filter { !client.shownOtherwise.contains($0) }
        for (names, why) in [(unseen, "does not show it"), (client.shownOtherwise, "shows something else")] where !names.isEmpty {
            let names = names.map { InertText.escaped($0.text) }.joined(separator: ", ")
            notes.append("cannot be verified, because the server \(why): \(names)")
        }
        if let moment = client.registrationExpiry.moment {
            notes.append("its registration ends at \(moment), by its server's profile: the server removes it then")
        }
        return notes + client.record.former.map { "its former registration \(place($0)) is still to be deleted" }
    }

    private func orphans(_ status: ProjectStatus) -> String {
        if status.orphans.isEmpty { return "" }
        return style.paint("Left at their servers: no client has these any more", .bold) + "\n"
            + status.orphans.map { "  \(place($0))\(end($0, now: status.now))\n" }.joined()
            + "  To drop one that is gone there: rollcall forget --orphan CLIENT_ID\n"
    }

    private func end(_ orphan: FormerRegistration, now: Int) -> String {
        guard let moment = orphan.clientSecretExpiresAt, moment != 0 else { return "" }
        let timestamp = WallClock.timestamp(Int(clamping: moment))
        return orphan.hasExpired(now: now)
            ? ": its secret expired at \(timestamp), and the next apply that changes something drops it"
            : ": its secret expires at \(timestamp); from then on it is not kept here"
    }

    private func place(_ former: FormerRegistration) -> String {
        InertText.escaped("\(former.clientID) at \(former.server)")
    }

    private func seal(_ status: ProjectStatus) -> String {
        status.seal.remark(path: InertText.escaped(status.path)).map { $0 + "\n" } ?? ""
    }

    // MARK: Doubts

    private func doubts(_ status: ProjectStatus) -> String {
        if status.doubts.isEmpty { return "" }
        let doubts = status.doubts.map { doubt in
            let intent = doubt.intent
            let received = doubt.received.isEmpty ? "nothing of an answer was received" : "a part of an answer is kept"
            return """
                \(style.paint("!", .red)) \(InertText.escaped(intent.id.text))  \(intent.operation.rawValue) \
                \(style.paint(intent.label.text, .bold)) at \(InertText.escaped(intent.server)), sent \(intent.sentAt)
                    \(InertText.escaped(doubt.reason)); \(received)
                      rollcall recover \(InertText.escaped(intent.id.text))

                """
        }
        return style.paint("In doubt: sent, and no complete answer seen", .bold) + "\n" + doubts.joined()
            + "  They are not sent again, and their clients are left alone until they are settled: recover asks the\n"
            + "  server what became of them, and shows the ways out where it cannot tell.\n"
    }

    private func summary(_ status: ProjectStatus) -> String {
        let former = status.clients.reduce(0) { $0 + $1.record.former.count }
        let parts = [
            Self.count(status.clients.count, "client"), former == 0 ? nil : Self.count(former, "former registration"),
            status.orphans.isEmpty ? nil : Self.count(status.orphans.count, "registration") + " left behind",
            status.doubts.isEmpty ? "nothing" : Self.count(status.doubts.count, "call"),
        ].compactMap(\.self)
        return "\(parts.joined(separator: ", ")) in doubt."
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

extension ProjectStatus.Client {
    fileprivate var shownExpiry: SecretExpiry { expiry.sooner(registrationExpiry) }
}

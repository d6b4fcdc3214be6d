import OAuthRegistration
import RollcallCore
import StrictJSON

/// What `drift` has found, as a person reads it: one client after the other, each field from what was granted to what is there now.
/// A client of which there is nothing to say is not named.
struct DriftView {
    let style: Style

    func text(_ drift: Drift) -> String {
        var text = ""
        var isAfterBlock = false
        for client in drift.clients {
            guard let heading = heading(client) else { continue }
            let fields = fields(client)
            if !text.isEmpty, isAfterBlock || !fields.isEmpty { text += "\n" }
            text += ([heading] + fields).map { $0 + "\n" }.joined()
            isAfterBlock = !fields.isEmpty
        }
        return [text, spared(drift), summary(drift) + "\n", ways(drift)].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    // MARK: One client

    private func heading(_ client: ClientDrift) -> String? {
        let (symbol, colour, words): (String, Style.Colour, String)
        switch client.standing {
        case .asGranted where client.fields.isEmpty: return nil
        case .asGranted: (symbol, colour, words) = (" ", .dim, "as it was granted")
        case .drifted: (symbol, colour, words) = ("~", .yellow, "drifted")
        case .gone(let refusal): (symbol, colour, words) = ("-", .red, "gone: \(refusal.inWords)")
        case .unreadable(let reason): (symbol, colour, words) = ("!", .red, "cannot be read: \(reason.inWords)")
        case .inDoubt(let id):
            (symbol, colour, words) = ("!", .red, "a call for it is in doubt: rollcall recover \(id)")
        case .notAsked(.rotating): return nil
        case .notAsked(.unmanaged), .notAsked(.noRead):
            (symbol, colour, words) = (" ", .dim, Self.words(for: client.standing))
        }
        let name = "\(style.paint(symbol, colour)) \(style.paint(client.label.text, .bold))"
        return "\(name)  at \(InertText.escaped(client.server)): \(InertText.escaped(words))"
    }

    static func words(for standing: ClientDrift.Standing) -> String {
        switch standing {
        case .asGranted: "as it was granted"
        case .drifted: "drifted"
        case .unreadable(let reason): reason.inWords
        case .gone(let refusal): refusal.inWords
        case .inDoubt: "a call for it is in doubt"
        case .notAsked(.rotating): "not read, because each read there replaces the client's token"
        case .notAsked(.unmanaged): "cannot be asked about: there is no address, or no token, to read it with"
        case .notAsked(.noRead): "cannot be asked about: the server shows no client (RFC 7592, section 2.1)"
        }
    }

    private func fields(_ client: ClientDrift) -> [String] {
        let width = client.fields.map { InertText.escaped($0.name.text).count }.max() ?? 0
        let view = FieldView(style: style, nameWidth: width)
        return client.fields.flatMap { view.departure($0) }
    }

    // MARK: All of them

    private func spared(_ drift: Drift) -> String {
        let labels = drift.clients.filter { $0.standing == .notAsked(.rotating) }.map(\.label.text)
        guard let first = labels.first else { return "" }
        let names = labels.prefix(10).joined(separator: ", ") + (labels.count > 10 ? ", and \(labels.count - 10) more" : "")
        return "Not read, because each read there replaces the client's token: \(names).\nTo read one all the same:\n"
            + "  rollcall drift \(first)\n"
    }

    private func summary(_ drift: Drift) -> String {
        let counts = Counts(drift)
        let parts = [
            counts.drifted == 0 ? nil : "\(counts.drifted) drifted",
            counts.asGranted == 0 ? nil : "\(counts.asGranted) as granted",
            counts.gone == 0 ? nil : "\(counts.gone) gone",
            counts.unreadable == 0 ? nil : "\(counts.unreadable) cannot be read",
            counts.inDoubt == 0 ? nil : "\(counts.inDoubt) in doubt",
            counts.notAsked == 0 ? nil : "\(counts.notAsked) not asked about",
        ].compactMap(\.self)
        return "Drift: \(parts.isEmpty ? "nothing is recorded" : parts.joined(separator: ", "))."
    }

    private func ways(_ drift: Drift) -> String {
        let drifted = drift.clients.filter { $0.standing == .drifted }
        let updated = drifted.first(where: \.canBeUpdated).map {
            "To have it as it is declared:\n  rollcall apply --refresh \($0.label)\nTo keep what is there, declare it so.\n"
        }
        let fixed = drifted.first { !$0.canBeUpdated }.map {
            "\(InertText.escaped($0.server)) updates no client. To have it as it is declared, under another client_id:\n"
                + "  rollcall apply --replace \($0.label)\n"
                + "To keep what is there, declare it so, or name the field under ignore:.\n"
        }
        return [updated, fixed].compactMap(\.self).joined(separator: "\n")
    }

    /// How many clients stand how.
    struct Counts {
        var (asGranted, drifted, gone, unreadable, inDoubt, notAsked) = (0, 0, 0, 0, 0, 0)

        init(_ drift: Drift) {
            for client in drift.clients {
                switch client.standing {
                case .asGranted: asGranted += 1
                case .drifted: drifted += 1
                case .gone: gone += 1
                case .unreadable: unreadable += 1
                case .inDoubt: inDoubt += 1
                case .notAsked: notAsked += 1
                }
            }
        }
    }
}

extension FieldView {
    /// What became of a field at its server: from what was granted to what is there now, or what there is to say of it.
    func departure(_ field: FieldChange) -> [String] {
        switch field.cause {
        case .drifted: difference(field.name, from: field.granted ?? field.requested, to: field.observed)
        case .edited, .substituted, .unverifiable, .ignored, .gained: lines(field, of: .nothing)
        }
    }
}

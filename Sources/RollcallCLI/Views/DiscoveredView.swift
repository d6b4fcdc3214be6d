import OAuthRegistration
import RollcallCore
import StrictJSON

/// What a server says of itself, as a person reads it: each document that was asked for, what was found, and what to write.
struct DiscoveredView {
    let style: Style

    func text(_ found: Discovered) -> String {
        [documents(found), endpoints(found), support(found), entry(found)].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func documents(_ found: Discovered) -> String {
        let lines = found.survey.documents.map { document in
            let address = InertText.escaped(document.source.request.address.text)
            let words = InertText.escaped(document.finding.inWords)
            return "  \(address)\n" + WrappedText.indented("\(document.source.kind.name): \(words)", by: 6)
        }
        return lines.isEmpty ? "" : style.paint("Asked for", .bold) + "\n" + lines.joined()
    }

    private func endpoints(_ found: Discovered) -> String {
        let rows = [
            ("registration endpoint", found.registrationEndpoint?.text), ("issuer", found.metadata?.issuer?.excerpt(200)),
            ("token endpoint", found.metadata?.tokenEndpoint?.text),
        ].compactMap { name, value in value.map { [name, InertText.escaped($0)] } }
        return rows.isEmpty ? "" : style.paint("Found", .bold) + "\n" + TextTable(rows: rows, indent: 2).text
    }

    private func support(_ found: Discovered) -> String {
        let members = found.metadata?.declared.members ?? []
        if members.isEmpty { return "" }
        let lines = members.map { member in
            let words = (member.value.array ?? [member.value]).map { $0.string?.text ?? ValueView.inline($0) }
            return "  \(InertText.escaped(member.name.text))\n"
                + WrappedText.indented(InertText.escaped(words.joined(separator: ", ")), by: 6)
        }
        return style.paint("Supported, as the server declares it", .bold) + "\n" + lines.joined()
    }

    private func entry(_ found: Discovered) -> String {
        if found.entry.isEmpty { return "" }
        let lines = ["servers:"] + found.entry.map { "  " + $0 }
        return style.paint("To name it in rollcall.yaml", .bold) + "\n"
            + lines.map { "  " + InertText.escaped($0) + "\n" }.joined()
    }
}

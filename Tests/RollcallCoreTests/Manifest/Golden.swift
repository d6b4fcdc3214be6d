import OAuthRegistration
import RollcallCore
import RollcallManifest
import StrictJSON

/// What the reader made of a file, as plain text that a person can review: a block for each diagnostic; then, without
/// errors, the project and a block for each client.
struct Golden {
    var diagnostics: Diagnostics
    var project: Project?
    var sheets: [ClientSheet] = []

    var text: String {
        let values = diagnostics.hasErrors ? [] : (project.map { [block($0)] } ?? []) + sheets.flatMap(blocks)
        let blocks = diagnostics.all.map(block) + values
        return blocks.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    }

    // MARK: Blocks

    private func block(_ diagnostic: Diagnostic) -> [String] {
        var lines = ["\(diagnostic.severity.rawValue)[\(diagnostic.code.name)]: \(diagnostic.code.summary)"]
        if let location = diagnostic.location { lines.append("  --> " + place(location)) }
        if let related = diagnostic.related { lines.append("  see " + place(related)) }
        if let client = diagnostic.client { lines.append("  client " + client.text) }
        if let field = diagnostic.field { lines.append("  field " + field) }
        lines.append("  " + diagnostic.detail)
        if let hint = diagnostic.hint { lines.append("  hint: " + hint) }
        return lines.map(inert)
    }

    private func place(_ location: SourceLocation) -> String {
        let end = location.column + location.length - 1
        return "\(location.file):\(location.line):\(location.column)" + (end > location.column ? "-\(end)" : "")
    }

    private func block(_ project: Project) -> [String] {
        var lines = ["project"]
        for (key, server) in project.servers.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            lines.append("  server \(key): \(name(server.namedBy)), \(server.profile), \(server.registrationClientURI.rawValue)")
            lines.append("    parallelism \(server.parallelism), \(server.initialAccessToken?.identity ?? "no token")")
            if let token = server.accessToken { lines.append("    access token \(token.identity)") }
            if let client = server.clientCredentials {
                lines.append(
                    "    client \(client.clientID), proof \(client.proof.reference?.identity ?? "certificate"), scope \(client.scope ?? "none"), "
                        + "token endpoint \(client.tokenEndpoint?.text ?? "to be discovered")")
            }
            if server.manageWith != .registrationAccessToken { lines.append("    managed with \(server.manageWith.rawValue)") }
            if let tls = server.tls {
                let parts = [tls.caFile, tls.certificate, tls.privateKey?.identity].map { $0 ?? "none" }
                lines.append("    authority \(parts[0]), certificate \(parts[1]), key \(parts[2])")
            }
            if let proxy = server.proxy { lines.append("    proxy \(proxy.text)") }
        }
        for profile in project.profiles {
            lines.append("  profile \(profile.name) " + String(decoding: profile.facts.canonicalBytes, as: UTF8.self))
        }
        lines.append("  state \(project.statePath)")
        if let seal = project.seal {
            lines.append("  sealed with \(seal.key.identity)" + seal.previous.map { ", before with \($0.identity)" }.joined())
        }
        switch project.limits.deletes {
        case .percent(let share): lines.append("  deletes \(share) %")
        case .count(let count): lines.append("  deletes \(count)")
        }
        lines += project.moved.map { "  moved \($0.from) to \($0.to)" }
        lines += project.forgotten.map { "  forgotten \($0)" }
        return lines.map(inert)
    }

    private func name(_ name: Project.Server.Name) -> String {
        switch name {
        case .registrationEndpoint(let address): "registration_endpoint \(address.text)"
        case .issuer(_, let spelled): "issuer \(spelled)"
        case .fhirBaseURL(let address): "fhir_base_url \(address.text)"
        case .embedded(let personality): "embedded \(personality.rawValue)"
        }
    }

    private func blocks(_ sheet: ClientSheet) -> [[String]] {
        sheet.rows.map { row in
            let client = sheet.client(row)
            return [
                "client \(client.label) at \(client.server)\(client.protect ? ", protected" : "") (\(place(client.location)))",
                "  tags " + String(decoding: sheet.bytes(row.tags), as: UTF8.self),
                "  ignore " + String(decoding: sheet.bytes(row.ignore), as: UTF8.self),
                "  metadata " + String(decoding: sheet.bytes(row.metadata), as: UTF8.self),
            ].map(inert)
        }
    }

    /// Whatever is not plain ASCII as `\u{…}`, so that the file shows all that is in it.
    private func inert(_ line: String) -> String {
        var text = ""
        for scalar in line.unicodeScalars {
            if scalar.value >= 0x20 && scalar.value < 0x7F {
                text.unicodeScalars.append(scalar)
            } else {
                text += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return text
    }
}

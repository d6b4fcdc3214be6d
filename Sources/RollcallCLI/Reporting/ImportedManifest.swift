import OAuthRegistration
import RollcallCore
import RollcallManifest
import StrictJSON

/// The manifest of an imported client: the least that makes the next plan empty. It is read back as the project would read it, so that what
/// the project's defaults add is taken away again where the server does not have it, and what no manifest may say is left out.
struct ImportedManifest: Sendable {
    let text: String
    /// As the project reads it.
    let desired: DesiredClient
    /// As it is written.
    let metadata: JSONObject

    /// What it is read with.
    struct Source: Sendable {
        let project: ProjectFile
    }

    init(of shown: ClientMetadata, as label: ClientLabel, at server: String, _ traits: ServerTraits, _ source: Source) {
        var members = shown.smallest(at: traits).members
        for _ in 0..<Self.rounds {
            let text = ManifestText.client(label, server: server, members)
            var diagnostics = Diagnostics()
            let sheet = ManifestReader.sheet(
                ManifestSource(path: Self.path(of: label), bytes: Array(text.utf8)), of: source.project, diagnostics: &diagnostics
            )
            let faults = diagnostics.all.filter { $0.severity == .error }
            if !faults.isEmpty {
                let rest = Self.rest(of: members, without: faults)
                if rest != members { members = rest } else { members = [:] }
                continue
            }
            guard let sheet, let row = sheet.rows.first else { break }
            let desired = sheet.client(row)
            let strangers = desired.metadata.names.filter { name in
                members[name] == nil && !FieldCatalog.agree(name, desired.metadata.value(of: name), shown.value(of: name))
            }
            if strangers.isEmpty {
                (self.text, self.desired, metadata) = (text, desired, members)
                return
            }
            for name in strangers { members[name] = shown.value(of: name) ?? .null }
        }
        // The project's own defaults are at fault, whatever the client says: its next plan tells.
        (text, metadata) = (ManifestText.client(label, server: server, [:]), [:])
        desired = DesiredClient(
            label: label, server: server, metadata: ClientMetadata(),
            location: SourceLocation(file: Self.path(of: label), line: 2, column: 3))
    }

    /// One for what cannot be declared, one for what the defaults add, one to see that it is well; a fault may hide another.
    private static let rounds = 6

    static func path(of label: ClientLabel) -> String { "clients/\(label).yaml" }

    /// Less those that a fault is about.
    private static func rest(of members: JSONObject, without faults: [Diagnostic]) -> JSONObject {
        let named = Set(faults.compactMap { $0.field?.split(whereSeparator: { $0 == "[" || $0 == "." }).first.map(String.init) })
        return JSONObject(members.members.filter { !named.contains($0.name.text) }.map { ($0.name, $0.value) })
    }
}

import OAuthRegistration
import StrictJSON

/// A selection by tags that no client answers to: a plan of nothing would look like success.
public enum EmptySelection {
    /// A declared client has the tags that it is to have, any other those it is recorded with.
    public static func check(_ options: PlanOptions, _ manifest: Manifest, state: StateDocument?) -> Diagnostics {
        if options.tags.isEmpty || options.destroy { return Diagnostics() }
        var declared: Set<ClientLabel> = []
        for sheet in manifest.sheets {
            for row in sheet.rows {
                guard let label = ClientLabel(String(decoding: sheet.bytes(row.label), as: UTF8.self)) else { continue }
                declared.insert(label)
                if options.holds(label, tags: try? JSONReader.read(sheet.arena, in: row.tags.range)) { return Diagnostics() }
            }
        }
        for label in state?.labels ?? [] where !declared.contains(label) {
            if options.holds(label, tags: state?[label].map { .object($0.tags) }) { return Diagnostics() }
        }
        let tags = options.tags.map { "\($0.key)=\($0.value)" }.joined(separator: " and ")
        return Diagnostics([
            Diagnostic(
                .clientUnknown, "No client\(options.labels.isEmpty ? "" : " of those that are named") has the tag \(tags).",
                hint: "look at tags: in the manifests, or leave out --select")
        ])
    }
}

extension PlanOptions {
    fileprivate func holds(_ label: ClientLabel, tags written: JSONValue?) -> Bool {
        guard labels.isEmpty || labels.contains(label), let written = written?.object else { return false }
        return tags.allSatisfy { written[$0.key]?.string == $0.value }
    }
}

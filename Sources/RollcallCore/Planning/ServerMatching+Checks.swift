import OAuthRegistration
import StrictJSON

/// What keeps a server from being taken for the one that state knows, though nothing else could be meant.
extension ServerMatching {
    /// - Parameter holdsRegistrations: where nothing is registered, there is no credential that could go to another place.
    static func check(
        _ key: String, _ server: Project.Server, _ record: ServerRecord, _ endpoint: HTTPAddress?, _ acceptedOrigins: [Origin],
        holdsRegistrations: @autoclosure () -> Bool, diagnostics: inout Diagnostics
    ) {
        guard let origin = server.namedBy.origin else {
            if !record.isEmbedded {
                diagnostics.report(.serverMoved(key, from: record.origin, to: ServerRecord.embeddedOrigin, at: server.location))
            } else if record.namedBy != server.namedBy.json {
                diagnostics.report(otherPersonality(key, server, record))
            }
            return
        }
        let found = endpoint?.origin ?? origin
        if record.isAt(found, discovered: endpoint != nil) || acceptedOrigins.contains(found) || !holdsRegistrations() { return }
        diagnostics.report(.serverMoved(key, from: record.origin, to: found.text, at: server.location))
    }

    // MARK: Embedded servers

    /// An embedded server cannot follow a key: what is said where somebody may have meant it to.
    func checkEmbedded(_ project: Project, _ state: StateDocument, diagnostics: inout Diagnostics) {
        let left = state.servers.filter { $1.isEmbedded && self.projectKey(of: $0) == nil }.map(\.key).sorted { $0.precedes($1) }
        guard let key = left.first(where: { state.holdsRegistrations(at: $0) }) else { return }
        if let other = project.servers[key] { return diagnostics.report(Self.keyTaken(key, by: other)) }
        let added = project.servers.filter { $1.namedBy.isEmbedded && self.recordedKey(of: $0) == nil }.map(\.key)
        guard let new = added.min(by: { $0.precedes($1) }), let server = project.servers[new] else { return }
        diagnostics.report(Self.anotherKey(key, new, server))
    }

    private static func otherPersonality(_ key: String, _ server: Project.Server, _ record: ServerRecord) -> Diagnostic {
        let (before, after) = (personality(record.namedBy), personality(server.namedBy.json))
        return Diagnostic(
            .embeddedKey,
            "The embedded server \"\(key)\" is recorded as \(before), and is to be \(after). It would not know its clients again.",
            hint: "give the other server a key of its own", at: server.location)
    }

    private static func personality(_ name: JSONObject) -> String { name["embedded"]?.text ?? "another server" }

    private static func keyTaken(_ key: String, by server: Project.Server) -> Diagnostic {
        Diagnostic(
            .embeddedKey,
            "\"\(key)\" is the key of an embedded server, whose clients are kept in a file of that key, and the project has given it "
                + "to another server.", hint: "give the other server another key", at: server.location)
    }

    private static func anotherKey(_ key: String, _ new: String, _ server: Project.Server) -> Diagnostic {
        Diagnostic(
            .embeddedKey, severity: .warning,
            "An embedded server keeps its clients in a file that bears its key. \"\(key)\" has clients and is no longer in the "
                + "project; \"\(new)\" is another server, and an empty one.",
            hint: "to keep the clients, let the server have the key \"\(key)\" again", at: server.location)
    }
}

extension Diagnostic {
    /// Where a server's credentials would go to another place than before.
    static func serverMoved(_ key: String, from: String, to origin: String, at location: SourceLocation?) -> Diagnostic {
        let ownKey = "if it is another server, give it a key of its own"
        let isEmbedded = origin.isSameText(as: ServerRecord.embeddedOrigin)
        return Diagnostic(
            .serverMoved,
            "The server \"\(key)\" is recorded at \(from), and is now at \(origin). Its clients' credentials would go there.",
            hint: isEmbedded
                ? ownKey
                : "if it is the same server at a new place, say so:\n  rollcall plan --accept-origin \(origin)\n\(ownKey)",
            at: location)
    }
}

extension ServerRecord {
    static let embeddedOrigin = "embedded"

    var isEmbedded: Bool { origin.isSameText(as: Self.embeddedOrigin) }

    /// Whether credentials have gone to this origin; before discovery, whether it was named by an address there.
    func isAt(_ origin: Origin, discovered: Bool) -> Bool {
        if self.origin.isSameText(as: origin.text) { return true }
        guard !discovered, let name = namedBy.members.first?.value.text, let address = try? HTTPAddress(name) else {
            return false
        }
        return address.origin == origin
    }
}

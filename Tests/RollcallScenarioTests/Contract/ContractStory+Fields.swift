import Testing

/// A field of every kind: registered, edited, taken away; and a client that somebody else has deleted.
extension ContractStory {
    /// Name, first value, second value: a text, addresses, numbers, lists, words, a language.
    private static let kinds = [
        ("software_id", "abc", "abd"), ("logo_uri", "https://client.example.com/a.png", "https://client.example.com/b.png"),
        ("require_auth_time", "true", "false"), ("default_max_age", "3600", "60"),
        ("contacts", "[a@example.org, b@example.org]", "[b@example.org, c@example.org]"), ("scope", "profile", "profile"),
        ("client_name#ja", "アプリ", "アプリケーション"),
    ]

    func keepEveryKindOfField() async throws {
        let kinds = Self.kinds.filter { !server.refused.contains($0.0) }
        try declareKinds(kinds.map { ($0.0, $0.1) })
        try await expect("apply", "--auto-approve", exit: 0, saying: "Applied: 1 registered.")
        try await expectNothingToDo(after: "a field of every kind")
        try declareKinds(kinds.map { ($0.0, $0.2) })
        try await expect("apply", "--auto-approve", exit: 0, saying: "Applied: 1 updated.")
        try await expectNothingToDo(after: "an edit of every kind")
        try declareKinds([])
        try await expect("apply", "--auto-approve", exit: 0, saying: "Applied: 1 updated.")
        try await expectNothingToDo(after: "every kind taken away")
        try project.declare("kinds", nil)
        try await expect("apply", "--auto-approve", exit: 0, saying: "Applied: 1 deleted.")
    }

    private func declareKinds(_ members: [(String, String)]) throws {
        try project.declare(
            "kinds", yaml: [("client_name", "Kinds"), ("redirect_uris", "[\"https://client.example.com/kinds\"]")] + members)
    }

    /// It is not registered again: nobody can tell a client that is gone from one whose token is dead.
    func meetADeletion() async throws {
        try project.declare("gone", ["client_name": ["Gone"], "redirect_uris": ["https://client.example.com/gone"]])
        try await expect("apply", "--auto-approve", exit: 0, saying: "Applied: 1 registered.")
        let answer = try await project.atServer("gone", "DELETE")
        #expect([200, 204].contains(answer.status), "\(server.name): \(answer)")
        try await expect("plan", "--refresh", "--detailed-exitcode", exit: 0, saying: "gone")
        try await expect("apply", "--auto-approve", exit: 0)
        try project.declare("gone", nil)
        try await expect("forget", "gone", "--auto-approve", exit: 0)
        try await expectNothingToDo(after: "a deletion by somebody else")
    }

    /// It can be read, and neither updated nor deleted: said by the profile, or learned by the first refusal.
    func doWithoutUpdates() async throws {
        let isKnown = server.profile != "generic"
        try declareWeb(name: "Renamed", contacts: ["admin@client.example.org"])
        if !isKnown { try await expect("apply", "--auto-approve", exit: 3, saying: "RC3005", "405") }
        try await expect("plan", exit: 0, saying: "! web  blocked at real", "the server updates no client", "1 blocked")
        try await expect("apply", "--auto-approve", exit: 3, saying: "1 blocked")
        try project.declare("web", nil)
        if !isKnown { try await expect("apply", "--auto-approve", exit: 3, saying: "RC3005", "405") }
        try await expect("apply", "--auto-approve", exit: 3, saying: "1 blocked")
        try await expect("forget", "web", "--auto-approve", exit: 0)
        try await expectNothingToDo(after: "forget")
    }
}

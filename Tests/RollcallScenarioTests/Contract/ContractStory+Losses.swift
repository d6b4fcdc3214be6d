import Testing

/// A client that somebody else has deleted; and a server that cannot update one.
extension ContractStory {
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

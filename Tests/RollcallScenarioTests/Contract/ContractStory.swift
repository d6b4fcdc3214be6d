import Testing

/// The story, chapter by chapter. After each the next plan is empty, refreshed too: nothing that a server makes of a request may
/// look like a change for ever.
struct ContractStory {
    let server: ContractServer
    let project: ContractProject

    private static let name = "My Application"
    private static let addresses = ["https://client.example.com/callback", "https://client.example.com/second"]

    init(_ server: ContractServer) async throws {
        self.server = server
        project = try ContractProject(at: try await server.start(), sendsNoToken: server.sendsNoToken, profile: server.profile)
        try await expect("init", exit: 0)
    }

    // MARK: Chapters

    func register() async throws {
        try declareWeb(name: Self.name, contacts: ["admin@client.example.org"])
        try await expect("plan", "--detailed-exitcode", exit: 2, saying: "+ web  register at real")
        try await expect("apply", "--auto-approve", exit: 0, saying: "Applied: 1 registered.")
        try await expectAtServer { $0["client_name"] as? String == Self.name }
        try await expectNothingToDo(after: "register")
    }

    func refuseAWrongToken() async throws {
        guard server.cannot[.refuseAWrongToken] == nil else {
            // The first chapter has just registered with a token that nobody issued.
            return #expect(project.server.initialAccessToken == nil, "\(server.name): a row is no longer true")
        }
        try project.declare("other", ["client_name": ["Other"], "redirect_uris": Self.addresses])
        let stranger = ContractProject(project, token: "a-wrong-token")
        let result = try await stranger.rollcall("apply", "--auto-approve")
        #expect(result.status == 3 && result.errors.contains("RC3005"), "\(server.name): \(result.everything)")
        try project.declare("other", nil)
        try await expectNothingToDo(after: "a wrong token")
    }

    func refuseARedirectURI() async throws {
        try project.declare("refused", ["client_name": ["Refused"], "redirect_uris": [server.refusedRedirectURI]])
        try await expect("validate", exit: 0)
        try await expect("apply", "--auto-approve", exit: 3, saying: "RC3005", "invalid_")
        try project.declare("refused", nil)
        try await expectNothingToDo(after: "a refused redirect URI")
    }

    func update() async throws {
        try declareWeb(name: "Renamed", contacts: ["admin@client.example.org"])
        try await expect("plan", "--detailed-exitcode", exit: 2, saying: "~ client_name", "Renamed")
        try await expect("apply", "--auto-approve", exit: 0, saying: "Applied: 1 updated.")
        try await expectAtServer { $0["client_name"] as? String == "Renamed" }
        try await expectNothingToDo(after: "update")
    }

    func reorder() async throws {
        try declareWeb(name: "Renamed", addresses: Self.addresses.reversed(), contacts: ["admin@client.example.org"])
        try await expectNothingToDo(after: "another order of a set")
    }

    /// Dropped from state and taken in again: its manifest needs no change.
    func importIt() async throws {
        try project.declare("taken", ["client_name": ["Taken"], "redirect_uris": Self.addresses, "contacts": ["a@example.org"]])
        try await expect("apply", "--auto-approve", exit: 0, saying: "Applied: 1 registered.")
        let address = try await project.credential("taken", "registration_client_uri")
        let token = try await project.credential("taken", "registration_access_token")
        try await expect("forget", "taken", "--auto-approve", exit: 0)
        let imported = try await project.run(
            ["import", "taken", "--server", "real", "--uri", address, "--token-env", "IMPORT_TOKEN"],
            environment: ["IMPORT_TOKEN": token])
        #expect(imported.status == 0 && imported.output.contains("client_name: Taken"), "\(server.name): \(imported.everything)")
        try project.folder.write(imported.output, to: "clients/taken.yaml")
        try await expectNothingToDo(after: "import")
        try await expect("drift", "taken", exit: 0, saying: "1 as granted")
        try project.declare("taken", nil)
        try await expect("apply", "--auto-approve", exit: 0, saying: "Applied: 1 deleted.")
        try await expectNothingToDo(after: "the imported client's delete")
    }

    func removeAField() async throws {
        try declareWeb(name: "Renamed")
        try await expect("apply", "--auto-approve", exit: 0, saying: "Applied: 1 updated.")
        try await expectNothingToDo(after: "a removed list")
        try declareWeb(name: nil)
        try await expect("apply", "--auto-approve", exit: 0, saying: "Applied: 1 updated.")
        try await expectAtServer { ($0["client_name"] as? String ?? "").isEmpty && ($0["contacts"] as? [String] ?? []).isEmpty }
        try await expectNothingToDo(after: "a removed string")
    }

    func delete() async throws {
        let address = try await project.credential("web", "registration_client_uri")
        let token = try await project.credential("web", "registration_access_token")
        try project.declare("web", nil)
        try await expect("apply", "--auto-approve", exit: 0, saying: "Applied: 1 deleted.")
        let status = try await ThirdHand.send("GET", address, token: token).status
        let isOdd = server.cannot[.sayUnauthorized] != nil
        #expect(isOdd ? status == 400 : [401, 404].contains(status), "\(server.name): \(status) for a client that is gone")
        try await expect("credentials", "web", exit: 1)
        try await expectNothingToDo(after: "delete")
    }

    /// RFC 7591 alone: what is registered stays as it is, and the plan says why.
    func doWithoutManagement() async throws {
        try await expect("credentials", "web", "--field", "registration_access_token", exit: 1)
        try declareWeb(name: "Renamed", contacts: ["admin@client.example.org"])
        try await expect("plan", exit: 0, saying: "! web  blocked at real", "no address and token to manage it with", "1 blocked")
        try await expect("plan", "--refresh", "--detailed-exitcode", exit: 0, saying: "1 blocked")
        try await expect("apply", "--auto-approve", exit: 3, saying: "1 blocked")
        try project.declare("web", nil)
        try await expect("apply", "--auto-approve", exit: 3, saying: "1 blocked")
        try await expect("forget", "web", "--auto-approve", exit: 0)
        try await expectNothingToDo(after: "forget")
    }

    // MARK: Means

    func declareWeb(name: String?, addresses: [String] = Self.addresses, contacts: [String]? = nil) throws {
        var metadata = ["redirect_uris": addresses, "token_endpoint_auth_method": ["client_secret_basic"]]
        metadata["client_name"] = name.map { [$0] }
        metadata["contacts"] = contacts
        try project.declare("web", metadata)
    }

    /// Runs a command, whose exit status and words on either stream are as said.
    func expect(_ arguments: String..., exit status: Int32, saying words: String...) async throws {
        try await expect(arguments, exit: status, saying: words)
    }

    func expect(_ arguments: [String], exit status: Int32, saying words: [String] = []) async throws {
        let result = try await project.run(arguments)
        let missing = words.filter { !result.everything.contains($0) }
        #expect(
            result.status == status && missing.isEmpty,
            "\(server.name): rollcall \(arguments.joined(separator: " ")) should exit with \(status) and say \(missing)\n\(result.everything)"
        )
    }

    func expectNothingToDo(after chapter: String) async throws {
        for arguments in [["plan", "--detailed-exitcode"], ["plan", "--refresh", "--detailed-exitcode"]] {
            let result = try await project.run(arguments)
            #expect(
                result.status == 0 && result.output.contains("Nothing to do"),
                "\(server.name), after \(chapter): rollcall \(arguments.joined(separator: " "))\n\(result.everything)")
        }
    }

    /// Asks the server itself, where asking takes nothing away.
    private func expectAtServer(_ holds: ([String: any Sendable]) -> Bool) async throws {
        guard server.cannot[.manage] == nil, server.cannot[.keepTheTokenOnRead] == nil else { return }
        let answer = try await project.atServer("web")
        #expect(answer.status == 200 && holds(answer.members), "\(server.name): \(answer)")
    }
}

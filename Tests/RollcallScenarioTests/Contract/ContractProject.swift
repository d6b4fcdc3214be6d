import Foundation

/// A project that the contract suite keeps at one server, and the commands that it runs there.
struct ContractProject {
    let server: ServerProcess
    let folder: ProjectFolder
    /// Sent as the initial access token; `nil` for none.
    let token: Token?
    let profile: String

    enum Token {
        case text(String)
        /// Printed by a command, each time another one.
        case minted([String])
    }

    /// - Parameter sendsNoToken: else one that nobody issued goes to a server that asks for none.
    init(at server: ServerProcess, sendsNoToken: Bool, profile: String) throws {
        self.server = server
        self.profile = profile
        folder = try ProjectFolder()
        token =
            server.mint.map(Token.minted) ?? (sendsNoToken ? nil : .text(server.initialAccessToken ?? "nobody-asks-for-it"))
        try writeProject()
    }

    private func writeProject() throws {
        let reference =
            switch token {
            case nil: ""
            case .text: "\n    initial_access_token: { env: INITIAL_ACCESS_TOKEN }"
            case .minted(let words): "\n    initial_access_token: { command: \(words) }"
            }
        try folder.write(
            """
            rollcall: 1
            servers:
              real:
                registration_endpoint: \(server.endpoint)
                profile: \(profile)\(reference)
            defaults: { server: real }
            extensions: [vendor_field]
            """, to: "rollcall.yaml")
    }

    /// Declares one client, in a file of its own; `nil` takes the file away.
    func declare(_ label: String, _ metadata: [String: [String]]?) throws {
        let path = "clients/\(label).yaml"
        guard let metadata else { return try folder.write("clients: {}\n", to: path) }
        let members = metadata.sorted { $0.key < $1.key }.map { name, values in
            let quoted = values.map { "\"\($0)\"" }.joined(separator: ", ")
            return "      \(name): \(Self.lists.contains(name) ? "[\(quoted)]" : quoted)\n"
        }
        try folder.write("clients:\n  \(label):\n    metadata:\n\(members.joined())", to: path)
    }

    /// The same, with its metadata as YAML, a member a line.
    func declare(_ label: String, yaml members: [String]?) throws {
        let path = "clients/\(label).yaml"
        guard let members else { return try folder.write("clients: {}\n", to: path) }
        let lines = members.map { "      \($0)\n" }.joined()
        try folder.write("clients:\n  \(label):\n    metadata:\n\(lines)", to: path)
    }

    /// The same project in the hands of somebody with another token.
    init(_ other: ContractProject, token: String) {
        server = other.server
        folder = other.folder
        profile = other.profile
        self.token = .text(token)
    }

    private static let lists = ["redirect_uris", "contacts"]

    func rollcall(_ arguments: String...) async throws -> Command.Result { try await run(arguments) }

    func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Command.Result {
        try writeProject()
        var environment = environment
        if case .text(let token)? = token { environment["INITIAL_ACCESS_TOKEN"] = token }
        return try await Command(arguments: ["rollcall"] + arguments, folder: folder, environment: environment).run()
    }

    /// What the server says of a client, asked by somebody who has its token.
    func atServer(_ label: String, _ method: String = "GET", body: [String: any Sendable]? = nil) async throws -> ThirdHand.Answer
    {
        try await ThirdHand.send(
            method, try await credential(label, "registration_client_uri"),
            token: try await credential(label, "registration_access_token"), body: body)
    }

    func credential(_ label: String, _ name: String) async throws -> String {
        let result = try await rollcall("credentials", label, "--field", name)
        guard result.status == 0 else { throw ScenarioFailure("no \(name) of \(label): \(result.everything)") }
        return result.output.trimmingCharacters(in: .newlines)
    }
}

import Foundation
import Testing

/// A client with a field of every kind, made at a server and taken into state again: by a read, or by what the server said of it.
struct ImportTests {
    @Test(arguments: ["rfc", "keycloak"], ["generic", "keycloak"])
    func whatIsImportedNeedsNoChange(_ personality: String, _ profile: String) async throws {
        let project = try ContractProject(
            at: try await .embedded(personality), sendsNoToken: personality == "rfc", profile: profile)
        let fields = Self.fields.filter {
            ![personality, profile].contains("keycloak") || !Self.unknownToKeycloak.contains($0.name)
        }
        try project.folder.write(
            "clients:\n  made:\n    metadata:\n" + fields.map { "      \($0.name): \($0.value)\n" }.joined(),
            to: "clients/client.yaml")
        try await project.expect("init")
        try await project.expect("apply", "--auto-approve")
        let address = try await project.credential("made", "registration_client_uri")
        let ways = [
            ["--uri", address, "--token-env", "IMPORT_TOKEN"], ["--answer", "answer.json"],
        ]
        for (index, way) in ways.enumerated() {
            let label = index == 0 ? "made" : "read"
            let token = try await project.credential(label, "registration_access_token")
            let shown = try await ThirdHand.send("GET", address, token: token)
            try project.folder.write(
                String(decoding: try JSONSerialization.data(withJSONObject: shown.members), as: UTF8.self), to: "answer.json")
            try await project.expect("forget", label, "--auto-approve")
            let name = index == 0 ? "read" : "given"
            let manifest = try await project.expect(
                ["import", name, "--server", "real"] + way, environment: ["IMPORT_TOKEN": token])
            try project.folder.write(manifest, to: "clients/client.yaml")
            for words in [["plan", "--detailed-exitcode"], ["plan", "--refresh", "--detailed-exitcode"], ["drift"]] {
                let result = try await project.run(words)
                #expect(result.status == 0, "\(personality), \(profile), \(way[0]): \(words)\n\(manifest)\n\(result.everything)")
            }
        }
    }

    /// As YAML has them.
    private static let fields = [
        (name: "backchannel_logout_session_required", value: "true"),
        (name: "client_name", value: "'A name: with # signs \"and\" \u{E9}'"),
        (name: "client_name#ja", value: "\u{30AF}\u{30E9}\u{30A4}"),
        (name: "client_uri", value: "https://client.example.com/?a=b&c=d"),
        (name: "contacts", value: "[second@example.org, first@example.org]"), (name: "default_acr_values", value: "['2', '1']"),
        (name: "default_max_age", value: "3600"), (name: "grant_types", value: "[authorization_code, refresh_token]"),
        (
            name: "jwks",
            value: "{ keys: [{ kty: EC, crv: P-256, x: f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU, "
                + "y: x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0, kid: '1' }] }"
        ),
        (name: "redirect_uris", value: "[https://client.example.com/second, https://client.example.com/first]"),
        (name: "response_types", value: "[code]"), (name: "scope", value: "profile offline_access"),
        (name: "software_id", value: "'4711'"),
        (name: "token_endpoint_auth_method", value: "client_secret_post"),
    ]
    private static let unknownToKeycloak = ["client_name#ja"]
}

extension ContractProject {
    /// Runs a command that ends well; returns what it wrote.
    @discardableResult
    fileprivate func expect(_ arguments: String...) async throws -> String { try await expect(arguments, environment: [:]) }

    fileprivate func expect(_ arguments: [String], environment: [String: String]) async throws -> String {
        let result = try await run(arguments, environment: environment)
        #expect(result.status == 0, "\(arguments): \(result.everything)")
        return result.output
    }
}

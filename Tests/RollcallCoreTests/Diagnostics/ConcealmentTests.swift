import RollcallCore
import Testing

/// Which lines of a manifest are shown beside a diagnostic. In the texts, what is not to be seen has `SECRET` in it, and what is to
/// be seen has not.
struct ConcealmentTests {
    private static let hidden = [
        "client_secret: SECRET", "  - client_secret: SECRET", "client_secret: SECRET: y", "Client-Secret = SECRET",
        "initial_access_token: { value: SECRET }", "initial_access_token: [SECRET]", "initial_access_token: { env: SECRET-x }",
        "{issuer: https://a.example.com, \"initial_access_token\" : \"SECRET\"}", "seal: { key: SECRET }", "password: SECRET",
        "jwks: '{\"keys\":[{\"kty\":\"RSA\",\"d\":\"SECRET\"}]}'", "{ kty: oct, k: SECRET }", "{ kty: RSA, 'qi': SECRET }",
        "registration_endpoint: https://me:SECRET@a.example.com/", "- https://me:SE/CRET:SECRET@a.example.com/cb#x",
        "software_id: eyJhbGciOiJSUzI1NiJ9SECRET", "-----BEGIN PRIVATE KEY----- SECRET", "tags: { api_token: SECRET }",
        "client_secret:\n  SECRET", "client_secret: |\n  SECRET\n\n  SECRET", "client_secret: >-\n    SECRET\n  SECRET",
        "a: { client_secret:\nSECRET }", "initial_access_token:\n  - SECRET\n  - SECRET", "seal:\n  key:\n    value: SECRET",
        "a:\n  client_secret: >\n    SECRET\n\n    SECRET\n  b: c", "client_secret: \"x\r\n  SECRET\"",
    ]

    private static let shown = [
        "client_name: Web", "redirect_uris: [https://a.example.com/cb]", "token_endpoint_auth_method: client_secret_basic",
        "contacts: [admin@example.org]", "id_token_signed_response_alg: RS256", "client_secret_expires_at: 0",
        "scope: openid token",
        "description: a secret garden", "web: { server: demo }", "dd: x", "grant_types: [password]",
        "# tokens are read from the environment",
        "initial_access_token: { env: SECRET }\nissuer: https://a.example.com", "client_secret: SECRET\nclients:\n  web: {}",
    ]

    @Test func aLineWhereASecretMayStandIsConcealed() {
        for text in Self.hidden + Self.shown {
            let lines = Array(text.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for (line, isConcealed) in zip(lines, Concealment.lines(lines)) where !line.isEmpty {
                let line = String(decoding: line, as: UTF8.self)
                #expect(!line.contains("SECRET") || isConcealed, "\(text)")
                if Self.shown.contains(text), !line.contains("SECRET") { #expect(!isConcealed, "\(text)") }
            }
        }
    }

    @Test func aFieldThatNamesASecretConcealsItsLine() {
        let cases: [(String?, Bool)] = [
            ("servers.demo.initial_access_token", true), ("servers.demo.initial_access_token.env", true),
            ("state.seal.key", true),
            ("servers.demo.initial_access_token.command[0]", true), ("tags.api_token", true), ("client_secret", true),
            ("token_endpoint_auth_method", false), ("redirect_uris[0]", false), ("servers.demo.issuer", false), (nil, false),
        ]
        for (field, conceals) in cases {
            let location = SourceLocation(file: "rollcall.yaml", line: 3, column: 1)
            let diagnostics = Diagnostics([Diagnostic(.wrongType, "", field: field, at: location)])
            #expect(
                diagnostics.concealedLines == (conceals ? [SourceLine(file: "rollcall.yaml", line: 3)] : []), "\(field ?? "none")"
            )
        }
    }
}

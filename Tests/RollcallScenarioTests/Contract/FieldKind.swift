/// A kind of metadata field, with values of it as a manifest writes them: one client of the contract suite has one of them.
struct FieldKind: Sendable {
    /// The client's label.
    let label: String
    let field: String
    let first: String
    /// The first value, in another order; `nil` where order counts or there is none.
    var reordered: String?
    let edited: String
    /// What a field of this kind needs beside it.
    var beside: [String] = []

    /// The catalogue's types and comparisons, each at least once.
    static let all = [
        FieldKind(label: "text", field: "software_id", first: "\"one\"", edited: "\"two, with ünïcode\""),
        FieldKind(
            label: "address", field: "client_uri", first: "\"https://client.example.com\"",
            edited: "\"https://client.example.com/\""),
        FieldKind(label: "tagged", field: "\"client_name#de\"", first: "\"Anwendung\"", edited: "\"Andere Anwendung\""),
        FieldKind(label: "flag", field: "require_auth_time", first: "true", edited: "false"),
        FieldKind(label: "number", field: "default_max_age", first: "3600", edited: "7200"),
        FieldKind(label: "keys", field: "jwks", first: keys("first"), edited: keys("second")),
        FieldKind(
            label: "set", field: "contacts", first: "[a@example.org, b@example.org]", reordered: "[b@example.org, a@example.org]",
            edited: "[b@example.org, c@example.org]"),
        FieldKind(label: "list", field: "default_acr_values", first: "[silver, gold]", edited: "[gold, silver]"),
        FieldKind(
            label: "words", field: "scope", first: "\"profile email\"", reordered: "\"email profile\"", edited: "\"email\""),
        FieldKind(
            label: "word-sets", field: "response_types", first: "[code, code id_token]",
            reordered: "[id_token code, code]", edited: "[id_token, id_token code, code]",
            beside: ["grant_types: [authorization_code, implicit]"]),
        FieldKind(
            label: "addresses", field: "post_logout_redirect_uris", first: "[https://client.example.com/a]",
            edited: "[https://client.example.com/a, https://client.example.com/b]"),
        FieldKind(
            label: "choice", field: "token_endpoint_auth_method", first: "client_secret_post", edited: "client_secret_basic"),
        FieldKind(label: "extension", field: "vendor_field", first: "{ a: [1, true, 2.5], b: x }", edited: "{ a: [2] }"),
    ]

    private static func keys(_ id: String) -> String {
        let (x, y) = ("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")
        return "{ keys: [{ kty: EC, crv: P-256, kid: \(id), use: sig, alg: ES256, x: \(x), y: \(y) }] }"
    }
}

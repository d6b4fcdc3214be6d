import Foundation
import RollcallManifest

/// Files that fixtures name, by their paths; what is not here is not there.
enum NamedFileSamples {
    static let all = NamedFiles { path in files[path] ?? .failure(.absent) }

    private static let publicKeys = #"{ "keys": [ { "y": "AA", "x": "AA", "crv": "P-256", "kty": "EC" } ] }"#
    /// `{"alg":"ES256"}`, and claims with an issuer.
    private static let statement =
        base64URL(#"{"alg":"ES256","typ":"JWT"}"#) + "." + base64URL(#"{"iss":"https://apps.example.org","software_id":"x"}"#)
        + ".c2ln"

    private static let files: [String: Result<[UInt8], NamedFiles.Fault>] = [
        "keys/public.json": text(publicKeys),
        "keys/empty.json": text(#"{"keys":[]}"#),
        "keys/null.json": text(#"{"keys":[{"kty":"EC","use":null}],"n":1.50}"#),
        "statements/web.jwt": text(statement + "\n"), "statements/crlf.jwt": text(statement + "\r\n"),
        "statements/bare.jwt": text(statement),
        "keys/private.json": text(#"{"keys":[{"kty":"RSA","n":"AA","e":"AQAB"},{"kty":"RSA","d":"SECRET"}]}"#),
        "keys/one.json": text(#"{"kty":"oct","k":"SECRET"}"#), "keys/list.json": text(#"[{"kty":"EC"}]"#),
        "keys/texts.json": text(#"{"keys":["SECRET"]}"#), "keys/broken.json": text("{\"keys\":\n [SECRET]}"),
        "keys/twice.json": text(#"{"keys":[],"keys":[]}"#),
        "keys/key.pem": text("-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----\n"),
        "keys/deep.json": text(#"{"keys":[],"x":"# + String(repeating: "[", count: 59) + String(repeating: "]", count: 59) + "}"),
        "keys/nothing.json": text(""), "keys/large.json": .failure(.tooLarge),
        "keys": .failure(.unreadable("is no regular file")),
        "../keys.json": .failure(.outside), "/etc/keys.json": .failure(.outside),
        "statements/two.jwt": text(statement + "\n" + statement + "\n"), "statements/blank.jwt": text(" " + statement),
        "statements/lines.jwt": text(statement + "\n\n"), "statements/unsigned.jwt": text(statement.dropLast(4) + ""),
        "statements/encrypted.jwt": text("eyJhbGciOiJkaXIifQ..aXY.SECRET.dGFn"), "statements/no.jwt": text("SECRET"),
        "statements/no-claims.jwt": text("eyJhbGciOiJFUzI1NiJ9.AAAA.c2ln"),
        "statements/bytes.jwt": .success([0xFF, 0xFE, 0x00]),
    ]

    private static func text(_ text: String) -> Result<[UInt8], NamedFiles.Fault> { .success(Array(text.utf8)) }

    private static func base64URL(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("=", with: "").replacing("+", with: "-").replacing("/", with: "_")
    }
}

import OAuthRegistration
import StrictJSON
import Testing

/// Reading a client information response: nothing issued is lost over a detail, and every detail is noted.
struct ClientInformationTests {
    private func read(_ body: String, _ operation: RegistrationOperation = .read) -> (
        client: ClientInformation?, notes: [AnswerNote]
    ) {
        var notes: [AnswerNote] = []
        let client = ClientInformation(of: operation, reading: Array(body.utf8), notes: &notes)
        return (client, notes)
    }

    @Test func withoutAClientIDItIsNoClient() {
        let bodies = [
            "", "{}", "[]", "null", #""c1""#, #"{"client_id":null}"#, #"{"client_id":""}"#, #"{"client_id":["c1"]}"#,
            #"{"client_id":"c1"}x"#, #"{"client_id":"c1",}"#, "\u{FEFF}\u{FEFF}" + #"{"client_id":"c1"}"#, #"{"CLIENT_ID":"c1"}"#,
            #"[{"client_id":"c1"}]"#, #"{"client_id":"c1","n":NaN}"#, #"{"client_id":"c1","client_id":""}"#,
            #"{"client_id":"c1","n":"# + String(repeating: "[", count: 64) + String(repeating: "]", count: 64) + "}",
        ]
        for body in bodies { #expect(read(body).client == nil, "\(body)") }
        #expect(read(#" {"client_id":"c/../\u0000\u202e"} "#).client?.clientID == "c/../\u{0}\u{202E}", "an odd id is still one")
    }

    @Test func anIssuedMemberIsReadOrNoted() {
        typealias Row = (member: JSONString, value: String, read: String?, notes: [AnswerNote])
        func wrong(_ name: JSONString) -> [AnswerNote] { [.wrongType(name)] }
        var rows: [Row] = []
        for name: JSONString in ["client_secret", "registration_access_token", "registration_client_uri"] {
            rows += [
                (name, #""s""#, "s", []), (name, #"" s ""#, " s ", []), (name, #""""#, nil, []), (name, "null", nil, []),
                (name, "7", nil, wrong(name)), (name, #"["s"]"#, nil, wrong(name)), (name, "false", nil, wrong(name)),
                (name, #""a\"\\\u0000é""#, "a\"\\\u{0}é", []),
            ]
        }
        for name: JSONString in ["client_id_issued_at", "client_secret_expires_at"] {
            rows += [
                (name, "0", "0", []), (name, "1666563023", "1666563023", []), (name, #""1666563023""#, "1666563023", []),
                // After 2038, milliseconds, and what stands for neither.
                (name, "99999999999", "99999999999", []), (name, "1666563023999", "1666563023", [.milliseconds(name)]),
                (name, #""1666563023000""#, "1666563023", [.milliseconds(name)]),
                (name, "100000000000000", "100000000000000", []), (name, "9223372036854775807", "9223372036854775807", []),
                (name, "9223372036854775808", nil, wrong(name)), (name, "-1", "-1", []), (name, "1.5", nil, wrong(name)),
                (name, "1.7e9", nil, wrong(name)), (name, #""never""#, nil, wrong(name)), (name, #""""#, nil, wrong(name)),
                (name, "null", nil, []), (name, "true", nil, wrong(name)), (name, "{}", nil, wrong(name)),
            ]
        }
        for (member, value, expected, notes) in rows {
            let (client, found) = read(#"{"client_id":"c1","\#(member)":\#(value)}"#)
            #expect(client.flatMap { text(of: member, in: $0) } == expected, "\(member): \(value)")
            #expect(found == notes, "\(member): \(value)")
            #expect(client?.metadata == ClientMetadata(), "\(member): what is issued is no metadata")
        }
    }

    /// A server issues a client once: a byte that is about something else must not cost it.
    @Test func anIssuedClientIsReadPastWhatIsNoJSON() {
        let rows: [(name: String, body: [UInt8], id: JSONString?, notes: [AnswerNote])] = [
            ("a byte order mark", Array("\u{FEFF}{\"client_id\":\"c\"}".utf8), "c", [.byteOrderMark]),
            ("an id that is a number", Array("{\"client_id\":70}".utf8), "70", [.numberForText("client_id")]),
            (
                "a name in another encoding",
                Array("{\"client_id\":\"c\",\"client_name\":\"caf".utf8) + [0xE9] + Array("\"}".utf8), "c", [.notUTF8]
            ),
            (
                "a secret in another encoding",
                Array("{\"client_id\":\"c\",\"client_secret\":\"".utf8) + [0xE9] + Array("\"}".utf8), nil, []
            ),
        ]
        for row in rows {
            var notes: [AnswerNote] = []
            let client = ClientInformation(of: .read, reading: row.body, notes: &notes)
            #expect(client?.clientID == row.id && notes == row.notes, "\(row.name): \(notes)")
        }
    }

    /// Taken for the secret, the stars would be recorded over the only copy of it.
    @Test func aMaskedCredentialIsNone() {
        let masked = ["********", "xxxx", "•••", "ab***", "...", "abcd••••"]
        for value in masked + ["**", "s3cr3t", "a..b", "xx-xx", "s"] {
            for name in ["client_secret", "registration_access_token"] as [JSONString] {
                let body = Array("{\"client_id\":\"c\",\"\(name)\":\"\(value)\"}".utf8)
                for operation in [RegistrationOperation.register, .read, .update] {
                    var notes: [AnswerNote] = []
                    let client = ClientInformation(of: operation, reading: body, notes: &notes)
                    let isTaken = operation == .register || !masked.contains(value)
                    let taken = name == "client_secret" ? client?.clientSecret : client?.registrationAccessToken
                    #expect(taken == (isTaken ? Secret(value) : nil), "\(name) \(value)")
                    #expect(notes.contains(.masked(name)) == !isTaken, "\(name) \(value)")
                }
            }
        }
    }

    /// A part of the recorded one between filler; a counter's next value is none.
    @Test func aPartOfACredentialIsNone() {
        let rows: [(shown: String, isMasked: Bool)] = [
            ("xxxx-1234", true), ("XXXXXXXXXX1234", true), ("abcd...", true), ("ab....34", true), ("abc---", true),
            ("abcd-efgh-1235", false), ("abcd-efgh-1111", false), ("abcd-efgh", false), ("REDACTED", false), ("xxxx", false),
            ("4", false),
            ("abcd-efgh-1234-xyz", false), ("abcd-efgh-1234", false), ("", false),
        ]
        for row in rows { #expect(Secret(row.shown).isMasked(from: Secret("abcd-efgh-1234")) == row.isMasked, "\(row.shown)") }
    }

    /// Told to whoever has to make an answer of what came.
    @Test func whatIsNoClientSaysWhatItIs() {
        let utf16 = "{\"client_id\":\"c\"}".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let rows: [(body: [UInt8], fault: AnswerFault?)] = [
            (Array(" \n".utf8), .empty), ([0x1F, 0x8B, 8, 0], .compressed), ([0x28, 0xB5, 0x2F, 0xFD], .compressed),
            (utf16, .utf16),
            ([0xFF, 0xFE] + utf16, .utf16), (Array("\n<html>".utf8), .html),
            (Array("{\"client_id\":\"c\",".utf8), .notJSON(JSONFault(.unexpectedEnd, at: 17))), (Array("[]".utf8), .notObject),
            (Array("{}".utf8), .withoutClientID(isWrapped: false)),
            (Array("{\"client_id\":null}".utf8), .withoutClientID(isWrapped: false)),
            (Array("{\"data\":{\"client_id\":\"c\"}}".utf8), .withoutClientID(isWrapped: true)),
            (Array("{\"client_id\":\"\"}".utf8), .badClientID), (Array("{\"client_id\":[]}".utf8), .badClientID),
            (Array("{\"client_id\":\"c\",\"client_secret\":\"".utf8) + [0xE9] + Array("\"}".utf8), .notUTF8("client_secret")),
            (Array("\u{FEFF}{\"client_id\":7}\n".utf8), nil),
        ]
        for row in rows { #expect(AnswerFault(row.body) == row.fault, "\(String(decoding: row.body, as: UTF8.self))") }
    }

    @Test func theLastOfRepeatedMembersWins() {
        let (client, notes) = read(
            #"{"client_id":"c1","client_secret":"old","client_secret":"new","jwks":{"keys":[],"keys":[1]},"client_id":"c2"}"#)
        #expect(client?.clientID == "c2")
        #expect(client?.clientSecret == Secret("new"))
        #expect(client?.metadata["jwks"] == ["keys": [1]])
        #expect(notes == [.repeatedMember("client_secret"), .repeatedMember("keys"), .repeatedMember("client_id")])
    }

    /// Less its fields' types, which servers take lightly.
    @Test func metadataIsLeftAsItCame() {
        let (client, notes) = read(
            #"{"client_id":"c1","client_name":7,"jwks":null,"redirect_uris":"https://a","scope":["b","a"],"x":1.0,"y":""}"#)
        #expect(
            client?.metadata.members == [
                "client_name": 7, "jwks": .null, "redirect_uris": ["https://a"], "scope": "b a", "x": number("1.0"), "y": "",
            ])
        #expect(notes.isEmpty)
    }

    /// Granted metadata is kept unsealed and printed in plans, so no credential may pass for metadata, wherever a server puts it.
    @Test func noCredentialPassesForMetadata() {
        let (secret, token) = ("the-secret-itself", "the-token-itself")
        let issued = #""client_secret":"\#(secret)","client_secret_expires_at":0,"registration_access_token":"\#(token)""#
        let cases: [(String, Bool)] = [
            (#""Client_Secret":"x""#, false), (#""jwks":"{\"keys\":[{\"kty\":\"EC\",\"d\":\"x\"}]}""#, false),
            (#""clientSecret":"x""#, false), (#""registrationAccessToken":"x""#, false),
            (#""secret":"x""#, false), (#""initial_access_token":["x"]"#, false), (#""access-token":"x""#, false),
            (#""a":{"b":[{"client_secret":"x"}]}"#, false), (#""a":{"client_secret":null}"#, true),
            (#""a":["\#(secret)"]"#, false), (#""a":{"b":"Bearer \#(token)"}"#, false), (#""a":{"\#(token)":1}"#, false),
            (#""\#(token)":1"#, false),
            (#""jwks":{"keys":[{"kty":"RSA","n":"x","d":"y"}]}"#, false), (#""jwks":{"keys":[{"kty":"oct","k":"y"}]}"#, false),
            (#""jwks":{"keys":[{"kty":"RSA","n":"x","e":"y"}]}"#, true), (#""d":"x""#, true),
            (#""client_secret_basic":"x""#, true), (#""token_endpoint_auth_method":"client_secret_basic""#, true),
            (#""client_name":"the-secret""#, true), (#""secret":null"#, true),
        ]
        for (member, isMetadata) in cases {
            let (client, notes) = read(#"{"client_id":"c1",\#(issued),\#(member)}"#)
            #expect(client?.clientSecret == Secret(secret) && client?.registrationAccessToken == Secret(token), "\(member)")
            #expect(client?.metadata.members.isEmpty == !isMetadata, "\(member)")
            #expect(notes.contains { if case .withheld = $0 { true } else { false } } == !isMetadata, "\(member)")
            #expect(!"\(notes)".contains("itself"), "\(member)")
        }
    }

    @Test func whatARegistrationShouldHaveIssuedIsMissedThereOnly() {
        let cases: [(String, [AnswerNote])] = [
            (#""client_secret":"s""#, [.secretWithoutExpiry]), (#""client_secret":"s","client_secret_expires_at":0"#, []),
            (#""client_secret":"""#, []), (#""registration_access_token":"t""#, [.tokenWithoutURI]),
            (#""registration_client_uri":"u""#, [.uriWithoutToken]),
            (#""registration_client_uri":"u","registration_access_token":"t""#, []), (#""x":1"#, []),
        ]
        for (members, notes) in cases {
            let body = #"{"client_id":"c1",\#(members)}"#
            #expect(read(body, .register).notes == notes, "\(members)")
            #expect(read(body, .read).notes.isEmpty && read(body, .update).notes.isEmpty, "\(members)")
        }
    }

    private func number(_ text: String) -> JSONValue { try! JSONReader.read(Array(text.utf8)) }

    private func text(of member: JSONString, in client: ClientInformation) -> String? {
        func text(_ secret: Secret?) -> String? { secret.map { $0.expose { String(decoding: $0, as: UTF8.self) } } }
        switch member {
        case "client_secret": return text(client.clientSecret)
        case "registration_access_token": return text(client.registrationAccessToken)
        case "registration_client_uri": return client.registrationClientURI?.text
        case "client_id_issued_at": return client.clientIDIssuedAt.map { "\($0)" }
        case "client_secret_expires_at": return client.clientSecretExpiresAt.map { "\($0)" }
        default: return nil
        }
    }
}

import OAuthRegistration
import StrictJSON
import Testing

/// What can be read of an answer that was cut off.
struct PartialAnswerTests {
    private static let whole: JSONObject = [
        "client_id": "c,\"{1}", "client_secret_expires_at": 120, "jwks": ["keys": [["kty": "RSA", "e": "A,B"]]],
        "redirect_uris": ["https://a.example.com/", "https://b.example.com/"], "registration_access_token": "t\\,",
        "registration_client_uri": "https://id.example.com/register/c",
    ]

    /// Wherever it is cut, every member that is read is one of the answer's, with its whole value.
    @Test func noCutMakesUpAMember() {
        let bytes = Self.whole.canonicalBytes
        var most = 0
        for length in 0...bytes.count {
            let part = PartialAnswer(Array(bytes.prefix(length)))
            for member in part.members.members { #expect(Self.whole[member.name] == member.value, "\(length)") }
            #expect(part.members.names.count >= most, "\(length)")
            most = max(most, part.members.names.count)
        }
        #expect(most == 6)
    }

    @Test func aPartSaysWhatItHolds() {
        let rows: [(text: String, clientID: JSONString?, token: String?)] = [
            ("", nil, nil), ("{", nil, nil), ("<html>", nil, nil), ("[{\"client_id\":\"c\",", nil, nil),
            (#"{"client_id":"c"#, nil, nil), (#"{"client_id":"c""#, "c", nil), (#"{"client_id":"c","registr"#, "c", nil),
            (#"{"client_id":"","registration_access_token":"t","#, nil, "t"),
            (#"{"client_id":1,"registration_access_token":"t"}"#, nil, "t"),
            (#"{"client_id":"c","registration_access_token":"t"} and more"#, "c", nil),
        ]
        for row in rows {
            let part = PartialAnswer(Array(row.text.utf8))
            #expect(part.clientID == row.clientID, "\(row.text)")
            #expect(part.registrationAccessToken == row.token.map { Secret($0) }, "\(row.text)")
        }
    }

    @Test func whatNobodyMaySeeIsInItsQueryToo() {
        let text = #"{"client_secret":"s","registration_client_uri":"https://id.example.org/c?v=1&token=a%2Fsecret%2Bvalue""#
        #expect(
            PartialAnswer(Array(text.utf8)).secrets == [Secret("s"), Secret("a%2Fsecret%2Bvalue"), Secret("a/secret+value")])
    }

    @Test func aReadCompletesIt() {
        let part = PartialAnswer(Array(#"{"client_id":"c","client_secret":"s","client_name":"a","x"#.utf8))
        #expect(part.completed(by: ["client_name": "b"]) == ["client_id": "c", "client_secret": "s", "client_name": "b"])
    }
}

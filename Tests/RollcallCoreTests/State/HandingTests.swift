import OAuthRegistration
import RollcallCore
import StrictJSON
import Testing

/// New credentials of a client that state has already.
struct HandingTests {
    private typealias Samples = StateSamples

    /// What is shown is taken over, and nothing else is touched: a secret that the server keeps to itself least of all.
    @Test func onlyWhatIsShownIsTakenOver() throws {
        var state = Samples.document
        state.orphans.append(
            FormerRegistration(
                registration: Samples.registration(9), server: "demo", clientID: "s6BhdRkqt3",
                registrationClientURI: "https://id.example.com/register/s6BhdRkqt3",
                credentials: Credentials(registrationAccessToken: Secret("new"))))
        let reads = [("8d1c0f2a-8", 1), ("8d1c0f2a-9", 2)].map { Samples.intent(.read, "web", id: $0, registration: $1) }
        for read in reads { state.doubts[read.id] = Doubt(intent: read, reason: "lost") }
        let update = Samples.intent(.update, "web", id: "8d1c0f2a-10", registration: 1)
        state.doubts[update.id] = Doubt(intent: update, reason: "lost")
        var notes: [AnswerNote] = []
        let body = #"{"client_id":"s6BhdRkqt3","client_name":"Other","registration_access_token":"new"}"#
        let shown = try #require(ClientInformation(of: .read, reading: Array(body.utf8), notes: &notes))
        let before = Samples.web
        for isNews in [true, false] {
            let after = state.handing(
                shown, from: Samples.registration(9), to: Samples.label("web"), isNews: isNews, sealing: .off)
            var expected = before
            expected.credentials = Credentials(
                clientSecret: Secret("not-a-secret \"é\""), registrationAccessToken: Secret("new"))
            expected.credentials.replacedRegistrationAccessToken = before.credentials.registrationAccessToken
            #expect(after[Samples.label("web")] == expected)
            #expect(after.orphans == Samples.document.orphans)
            // What the server has said just now ends the reads of that client, and of no other, and no write.
            #expect((after.doubts[reads[0].id] == nil) == isNews)
            #expect(after.doubts[reads[1].id] != nil && after.doubts[update.id] != nil)
        }
    }

    /// A secret with a part hidden is none, and the one that was replaced may be given back.
    @Test(
        arguments: [("notxxxxxx", "not-a-secret \"é\"", nil), ("old", "old", "not-a-secret \"é\"")] as [(String, String, String?)]
    )
    func whatIsGivenIsNoMask(_ given: String, _ kept: String, _ replaced: String?) throws {
        var state = Samples.document
        var client = Samples.web
        if replaced != nil { client.credentials.replacedClientSecret = .plain(Secret("old")) }
        state[Samples.label("web")] = client
        var notes: [AnswerNote] = []
        let body: JSONObject = ["client_id": "s6BhdRkqt3", "client_secret": .string(JSONString(given))]
        let information = try #require(ClientInformation(of: .read, reading: body.canonicalBytes, notes: &notes))
        let after = state.handing(
            information, from: Samples.registration(9), to: Samples.label("web"), isNews: false, sealing: .off)
        let credentials = try #require(after[Samples.label("web")]).credentials
        #expect(credentials.clientSecret == .plain(Secret(kept)))
        #expect(credentials.replacedClientSecret == replaced.map { .plain(Secret($0)) })
    }

    /// A word is shown in the token's place: the token that it was shown to is kept beside it, and shown again it is a word. From a file, which may
    /// be older than what is recorded, a token that was replaced is not taken back.
    @Test func theTokenThatWasAcceptedIsKept() throws {
        var notes: [AnswerNote] = []
        let body: JSONObject = ["client_id": "s6BhdRkqt3", "registration_access_token": "hidden"]
        let information = try #require(ClientInformation(of: .read, reading: body.canonicalBytes, notes: &notes))
        var state = Samples.document
        let rows: [(isNews: Bool, token: String, replaced: String)] = [
            (true, "hidden", "new"), (true, "new", "hidden"), (false, "new", "hidden"),
        ]
        for row in rows {
            state = state.handing(
                information, from: Samples.registration(9), to: Samples.label("web"), isNews: row.isNews,
                accepted: row.isNews ? Secret("new") : nil, sealing: .off)
            let credentials = try #require(state[Samples.label("web")]).credentials
            #expect(credentials.registrationAccessToken == .plain(Secret(row.token)))
            #expect(credentials.replacedRegistrationAccessToken == .plain(Secret(row.replaced)))
        }
    }
}

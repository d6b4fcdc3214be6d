import OAuthRegistration
import RollcallCore
import StrictJSON
import Testing

/// What a refused read says of a client, and what else there is to know.
struct TriageTests {
    @Test func eachStatusHasItsOwnMeaning() {
        let rows: [(status: Int, error: JSONString?, meaning: RefusedRead)] = [
            (401, nil, .goneOrTokenDead), (401, "invalid_token", .goneOrTokenDead), (400, "invalid_token", .goneOrTokenDead),
            (400, "access_denied", .goneOrTokenDead), (400, "invalid_request", .unclear), (403, nil, .forbidden),
            (403, "insufficient_scope", .forbidden), (404, nil, .nowhere), (405, nil, .noRead), (501, nil, .noRead),
            (410, nil, .gone), (429, nil, .later), (408, nil, .later), (425, nil, .later), (302, nil, .elsewhere),
            (500, "server_error", .outOfOrder), (502, nil, .outOfOrder), (503, nil, .outOfOrder), (418, nil, .unclear),
        ]
        for row in rows {
            let refusal = Refusal(status: row.status, error: row.error, shape: row.error == nil ? .empty : .oauth)
            #expect(RefusedRead(refusal) == row.meaning, "\(row.status)")
        }
        let toAdministrator: [(status: Int, meaning: RefusedRead)] = [
            (401, .accessTokenRefused), (403, .accessTokenForbidden), (404, .absent), (410, .gone), (405, .noRead),
            (503, .outOfOrder),
        ]
        for row in toAdministrator {
            let told = RefusedRead(Refusal(status: row.status, shape: .empty), toAdministrator: true)
            #expect(told == row.meaning && !told.leavesOpen, "\(row.status) to an administrator")
            #expect(told.isOfAbsence == [404, 410].contains(row.status), "\(row.status) to an administrator")
        }
        var traits = ServerTraits(profile: .generic)
        traits.evidence.firstReadRefused = true
        for (status, meaning) in [
            (401, RefusedRead.neverShown), (403, .neverShown), (404, .neverShown), (410, .neverShown), (200, .neverShown),
            (405, .noRead), (429, .later), (503, .outOfOrder),
        ] {
            let told = RefusedRead(Refusal(status: status, shape: .html), at: traits)
            #expect(told == meaning && !told.leavesOpen && !told.isOfAbsence, "\(status) where none was shown")
        }
        let byShape: [(status: Int, shape: Refusal.Shape, message: JSONString?, meaning: RefusedRead)] = [
            (404, .json, "no Route matched with those values", .inFront), (404, .json, nil, .nowhere),
            (404, .html, nil, .inFront),
            (404, .text, nil, .inFront), (401, .html, nil, .inFront), (401, .text, nil, .goneOrTokenDead),
            (403, .json, "Forbidden", .inFront), (410, .html, nil, .gone), (502, .html, nil, .outOfOrder),
        ]
        for row in byShape {
            let refusal = Refusal(status: row.status, errorDescription: row.message, shape: row.shape)
            #expect(RefusedRead(refusal) == row.meaning, "\(row.status) \(row.shape)")
            #expect(row.meaning != .inFront || RefusedRead(refusal, toAdministrator: true) == .inFront)
        }
        let refusal = Refusal(status: 400, error: "no", shape: .oauth)
        #expect(RefusedRead(refusal) == .unclear && RefusedRead(refusal, at: ServerTraits(profile: .authlib)) == .goneOrTokenDead)
        let all = rows.map(\.meaning) + [.neverShown] + toAdministrator.map(\.meaning) + byShape.map(\.meaning)
        #expect(Set(all) == Set(RefusedRead.allCases))
        let words = RefusedRead.allCases.map { $0.inWords + $0.hint("web", at: "demo") }
        #expect(Set(words).count == words.count)
        #expect(
            RefusedRead.allCases.filter { $0.hint("web", at: "demo").contains("--replace web") } == [
                .goneOrTokenDead, .nowhere, .gone, .absent,
            ])
    }

    @Test func aTokenEndpointProvesOnlyWhatItSays() {
        let rows: [(status: Int, body: String, testimony: Triage.Testimony?)] = [
            (200, #"{"access_token":"t","token_type":"Bearer"}"#, .known), (401, #"{"error":"invalid_client"}"#, .unknown),
            (400, #"{"error":"invalid_client"}"#, .unknown), (400, #"{"error":"unauthorized_client"}"#, .known),
            (400, #"{"error":"invalid_scope"}"#, .known), (400, #"{"error":"unsupported_grant_type"}"#, nil),
            (400, #"{"error":"invalid_request"}"#, nil), (401, "", nil), (404, "<html>", nil), (503, "", nil),
            (200, #"{"error":"invalid_client"}"#, .unknown), (401, #"{"error":"unauthorized_client"}"#, nil),
            (200, "<html>", nil),
            (200, "{}", nil),
        ]
        for row in rows {
            let answer = HTTPAnswer(status: row.status, body: Array(row.body.utf8))
            #expect(Triage.Testimony(answer) == row.testimony, "\(row.status) \(row.body)")
        }
    }

    /// One story for each client: that its token is dead is said only where its refusal says so, and that it is there or gone only where
    /// the other answer does not leave it open.
    @Test func theTwoAnswersComeToOneStory() {
        let rows: [(read: RefusedRead, testimony: Triage.Testimony, says: String, hint: String?)] = [
            (
                .goneOrTokenDead, .known, "it is there, and only its registration access token is dead",
                "import web --server demo --token-env"
            ),
            (.goneOrTokenDead, .unknown, "it is gone, or both are dead", "apply --replace web"),
            (.forbidden, .known, "it is there. Whether", nil), (.inFront, .known, "it is there. Whether", nil),
            (.forbidden, .unknown, "neither answer tells", "only if it is gone"),
            (.inFront, .unknown, "neither answer tells", "only if it is gone"),
            (.nowhere, .known, "at another address", "--uri URI --token-env NAME"),
            (.nowhere, .unknown, "it is gone, or it has another address", "apply --replace web"),
        ]
        for row in rows {
            let triage = Triage(testimony: row.testimony)
            let words = triage.inWords(after: row.read, now: 0)
            #expect(words.contains(row.says), "\(row.read), \(row.testimony)")
            #expect(words.contains("token is dead") == (row.read == .goneOrTokenDead && row.testimony == .known))
            let hint = triage.hint("web", at: "demo", after: row.read)
            #expect(row.hint.map { hint?.contains($0) ?? false } ?? (hint == nil), "\(row.read), \(row.testimony)")
        }
        let open = RefusedRead.allCases.filter(\.leavesOpen)
        #expect(Set(rows.map(\.read)) == Set(open))
    }
}

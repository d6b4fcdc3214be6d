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
        #expect(Set((rows.map(\.meaning) + [.neverShown] + toAdministrator.map(\.meaning))) == Set(RefusedRead.allCases))
        let words = RefusedRead.allCases.map { $0.inWords + $0.hint("web") }
        #expect(Set(words).count == words.count)
        #expect(
            RefusedRead.allCases.filter { $0.hint("web").contains("--replace web") } == [
                .goneOrTokenDead, .nowhere, .gone, .absent,
            ])
    }

    @Test func aTokenEndpointProvesOnlyWhatItSays() {
        let rows: [(status: Int, body: String, testimony: Triage.Testimony?)] = [
            (200, #"{"access_token":"t","token_type":"Bearer"}"#, .known), (401, #"{"error":"invalid_client"}"#, .unknown),
            (400, #"{"error":"invalid_client"}"#, .unknown), (400, #"{"error":"unauthorized_client"}"#, .known),
            (400, #"{"error":"invalid_scope"}"#, .known), (400, #"{"error":"unsupported_grant_type"}"#, nil),
            (400, #"{"error":"invalid_request"}"#, nil), (401, "", nil), (404, "<html>", nil), (503, "", nil),
            (200, #"{"error":"invalid_client"}"#, .unknown),
        ]
        for row in rows {
            let answer = HTTPAnswer(status: row.status, body: Array(row.body.utf8))
            #expect(Triage.Testimony(answer) == row.testimony, "\(row.status) \(row.body)")
        }
    }
}

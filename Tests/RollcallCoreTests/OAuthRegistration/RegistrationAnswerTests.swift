import StrictJSON
import Testing

@testable import OAuthRegistration

/// What an answer means: status first, then what the body is.
struct RegistrationAnswerTests {
    private let client = #"{"client_id":"c1"}"#

    @Test func whatTheRequestHeldIsNotSaidAgain() throws {
        let address = try HTTPAddress("https://id.example.org/register/web?token=a%2Fsecret%2Bvalue&v=1")
        let request = HTTPRequest(.get, address, bearer: Secret("token"))
        let body = #"{"error":"bad token","error_description":"a%2Fsecret%2Bvalue is a/secret+value; v=1"}"#
        let refusal = Refusal(HTTPAnswer(status: 400, body: Array(body.utf8))).withholding(request.secrets)
        #expect(refusal.error == "bad (secret)")
        #expect(refusal.errorDescription == "(secret) is (secret); v=1")
    }

    @Test func theStatusSaysWhetherACallWasProcessed() {
        // c: client, d: deleted, r: refused, u: uncertain; in brackets, with a note of the status.
        let rows: [(status: Int, register: String, read: String, update: String, delete: String)] = [
            (200, "(c)", "c", "c", "d"), (201, "c", "(c)", "(c)", "(d)"), (202, "(c)", "(c)", "(c)", "(d)"),
            (204, "(c)", "(c)", "(c)", "d"),
            (301, "r", "r", "r", "r"), (302, "u", "r", "u", "u"), (303, "u", "r", "u", "u"), (307, "r", "r", "r", "r"),
            (400, "r", "r", "r", "r"), (401, "r", "r", "r", "r"),
            (403, "r", "r", "r", "r"), (404, "r", "r", "r", "r"), (405, "r", "r", "r", "r"), (408, "u", "r", "u", "u"),
            (409, "r", "r", "r", "r"), (410, "r", "r", "r", "r"), (422, "r", "r", "r", "r"), (425, "u", "r", "u", "u"),
            (429, "r", "r", "r", "r"), (499, "r", "r", "r", "r"), (500, "u", "r", "u", "u"), (501, "r", "r", "r", "r"),
            (502, "u", "r", "u", "u"), (503, "u", "r", "u", "u"), (504, "u", "r", "u", "u"), (520, "u", "r", "u", "u"),
            (600, "u", "r", "u", "u"), (0, "u", "r", "u", "u"), (100, "u", "r", "u", "u"),
        ]
        for row in rows {
            let answer = HTTPAnswer(status: row.status, body: Array(client.utf8))
            let expected = [row.register, row.read, row.update, row.delete]
            for (operation, letter) in zip(RegistrationOperation.allCases, expected) {
                let meaning = RegistrationAnswer(to: operation, of: answer, profile: .generic)
                #expect(meaning.letter == letter, "\(row.status) to \(operation)")
            }
        }
    }

    @Test func aServerMayBeKnownToDoNothingWhenItIsUnavailable() {
        var profile = ServerProfile.generic
        profile.unavailableMeansUnprocessed = .declared(true)
        let answer = HTTPAnswer(status: 503, retryAfter: "2")
        let refusal = Refusal(status: 503, shape: .empty, retryAfter: .seconds(2))
        #expect(RegistrationAnswer(to: .register, of: answer, profile: profile) == .refused(refusal))
        #expect(RegistrationAnswer(to: .update, of: answer, profile: profile) == .uncertain(refusal))
    }

    @Test func theOnboardingPagesAnswerIsReadWhole() throws {
        let answer = HTTPAnswer(status: 200, contentType: "application/json", body: Array(AnswerSamples.kodjin.utf8))
        guard case .client(let client, let notes) = RegistrationAnswer(to: .register, of: answer, profile: .keycloak) else {
            Issue.record("the page's answer is no client")
            return
        }
        #expect(notes == [.status(200)])
        #expect(client.clientID == "a7c00c9e-a3c5-df52-a8eb-321dcafs97c9")
        #expect(client.clientSecret == Secret("abaV5d46dn8U0ylx0vRJ1HktXXHBbrj8"))
        #expect(client.clientIDIssuedAt == 1_666_563_023)
        #expect(client.clientSecretExpiresAt == 0)
        #expect(client.registrationAccessToken != nil)
        #expect(client.metadata["redirect_uris"] == [])
        #expect(client.metadata["response_types"] == ["code", "none"])
        #expect(client.metadata.names.allSatisfy { !ClientMetadata.issuedMembers.contains($0) })
        #expect(client.metadata.names.count == 11)
        let endpoint = try HTTPAddress("https://demo.kodjin.com/auth/realms/fhir/clients-registrations/openid-connect")
        let address = RegistrationClientAddress.resolve(given: client.registrationClientURI, endpoint: endpoint, policy: .asGiven)
        #expect(address == .use(endpoint.appendingPath(client.clientID.text), upgraded: true))
    }

    @Test func anAnswerCutAnywhereIsUncertain() {
        let whole = Array(AnswerSamples.kodjin.utf8)
        for length in 0..<whole.count {
            let answer = HTTPAnswer(status: 201, body: Array(whole[..<length]))
            let shape: Refusal.Shape = length == 0 ? .empty : .truncatedJSON
            let meaning = RegistrationAnswer(to: .register, of: answer, profile: .generic)
            #expect(meaning == .uncertain(Refusal(status: 201, shape: shape)), "after \(length) bytes")
        }
    }

    @Test func realServersAnswersAreReadWithTheirNotes() {
        let cases: [(String, RegistrationOperation, JSONString, [AnswerNote])] = [
            (AnswerSamples.authlib, .register, "lXh22", []), (AnswerSamples.authlib, .update, "lXh22", []),
            (AnswerSamples.djangoRegistered, .register, "ILh7", [.secretWithoutExpiry]),
            (AnswerSamples.djangoRead, .read, "ILh7", []),
            (AnswerSamples.mcp, .register, "1233c2c2", []), (AnswerSamples.canailleRead, .read, "7c60", []),
        ]
        for (body, operation, clientID, notes) in cases {
            let answer = HTTPAnswer(status: operation == .register ? 201 : 200, body: Array(body.utf8))
            guard case .client(let client, let found) = RegistrationAnswer(to: operation, of: answer, profile: .generic) else {
                Issue.record("\(clientID) to \(operation) is no client")
                continue
            }
            #expect(client.clientID == clientID)
            #expect(found == notes, "\(clientID) to \(operation)")
        }
    }

    @Test func anAnswerAboutAnotherClientIsNoSuccess() {
        let refusal = Refusal(status: 200, shape: .anotherClient)
        let answer = HTTPAnswer(status: 200, body: Array(client.utf8))
        let cases: [(RegistrationOperation, JSONString?, RegistrationAnswer?)] = [
            (.read, "c2", .refused(refusal)), (.update, "c2", .uncertain(refusal)), (.read, "C1", .refused(refusal)),
            (.read, "c1", nil), (.update, "c1", nil), (.read, nil, nil),
        ]
        for (operation, expected, meaning) in cases {
            let found = RegistrationAnswer(to: operation, of: answer, profile: .generic, expecting: expected)
            if let meaning { #expect(found == meaning) } else { #expect(found.letter == "c", "\(operation)") }
        }
    }

    @Test func whatStandsInFrontOfAServerIsToldFromTheServer() {
        typealias Row = (status: Int, body: String, shape: Refusal.Shape, error: JSONString?, description: JSONString?)
        let rows: [Row] = [
            (
                400, #"{"error":"invalid_redirect_uri","error_description":"must use https"}"#, .oauth, "invalid_redirect_uri",
                "must use https"
            ),
            (401, #"{"error":"invalid_token"}"#, .oauth, "invalid_token", nil),
            (400, #"{"error":"a","error":"b","message":"c"}"#, .oauth, "b", nil),
            // Kong, as the onboarding page's table has it.
            (404, #"{"message":"no Route matched with those values"}"#, .json, nil, "no Route matched with those values"),
            (400, #"{"error":{"code":1}}"#, .json, nil, nil), (400, #"["error"]"#, .json, nil, nil),
            (400, #""error""#, .json, nil, nil),
            (400, "<!doctype html>\n<html lang=en>\n<title>400 Bad Request</title>", .html, nil, nil),
            (502, "\r\n <html><body>502", .html, nil, nil), (500, "", .empty, nil, nil), (500, " \n\t", .empty, nil, nil),
            (500, #"{"error":"server_er"#, .truncatedJSON, nil, nil), (500, "[", .truncatedJSON, nil, nil),
            (500, "{nope", .text, nil, nil), (405, "Method Not Allowed", .text, nil, nil),
            (401, #"{"error":"x"} trailing"#, .text, nil, nil), (201, client, .json, nil, nil),
        ]
        for row in rows {
            let refusal = Refusal(HTTPAnswer(status: row.status, contentType: "text/html", body: Array(row.body.utf8)))
            #expect(
                refusal == Refusal(status: row.status, error: row.error, errorDescription: row.description, shape: row.shape),
                "\(row.body)")
        }
        #expect(Refusal(HTTPAnswer(status: 500, body: [0xFF, 0xFE, 0x00])).shape == .text)
    }
}

extension RegistrationAnswer {
    fileprivate var letter: String {
        switch self {
        case .client(_, let notes): notes.isEmpty ? "c" : "(c)"
        case .deleted(let notes): notes.isEmpty ? "d" : "(d)"
        case .refused: "r"
        case .uncertain: "u"
        }
    }
}

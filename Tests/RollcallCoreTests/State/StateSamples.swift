import Foundation
import OAuthRegistration
import RollcallCore
import RollcallTestKit
import StrictJSON

/// Values that use every member of state and journal, and the frozen files that hold them (`state/v1/samples`).
enum StateSamples {
    static let lineage = "3f0e1a52-7c1d-4b7e-9a55-0d6f1c2b3a49"
    static let digest: Digest = { SHA256.digest($0) }

    /// A frozen file. The path is not tidied up, so that it also leads there through a link to `Tests`.
    static func frozen(_ name: String) -> [UInt8] {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        guard let data = FileManager.default.contents(atPath: "/\(folder)/../../../state/v1/samples/\(name)") else {
            preconditionFailure("state/v1/samples/\(name) is missing")
        }
        return Array(data)
    }

    static func registration(_ number: Int) -> RegistrationID {
        RegistrationID("00000000-0000-4000-8000-\(String(1_000_000_000_000 + number).suffix(12))")!
    }

    static func label(_ text: String) -> ClientLabel { ClientLabel(text)! }

    /// Two clients, a server with evidence, a doubt and an orphan: every member of the format.
    static var document: StateDocument {
        var state = StateDocument(lineage: lineage)
        state.serial = 12
        state.journal = StateDocument.JournalMark(id: "8d1c0f2ae94b7736.11", lines: 41)
        state.servers["demo"] = server
        state.servers["embedded"] = ServerRecord(
            namedBy: ["embedded": "rfc"], profile: "generic", registrationClientURI: .asGiven, origin: "embedded",
            registrationEndpoint: "/register")
        state.references["env:DEMO_TOKEN"] = ["https://id.example.com"]
        state.doubts[doubt.intent.id] = doubt
        state.orphans = [former(7)]
        state[label("web")] = web
        state[label("backend")] = backend
        return state
    }

    static var server: ServerRecord {
        var learned = ServerEvidence()
        learned.rotatesOnRead = false
        learned.manages = true
        learned.secretInUpdate = .required
        learned.registrationWasReadBack = true
        learned.updateWasReadBack = true
        learned.fields["contacts"] = .hidden
        learned.clearing["logo_uri"] = .emptyValue
        return ServerRecord(
            namedBy: ["fhir_base_url": "https://id.example.com/fhir"], profile: "keycloak", registrationClientURI: .sameOrigin,
            origin: "https://id.example.com", registrationEndpoint: "https://id.example.com/register",
            issuer: "https://id.example.com/", learned: learned)
    }

    static var web: RecordedClient {
        RecordedClient(
            registration: registration(1), server: "demo", protect: true, tags: ["team": "cardiology"], clientID: "s6BhdRkqt3",
            clientIDIssuedAt: 1_666_563_023, clientSecretExpiresAt: 0,
            registrationClientURI: "https://id.example.com/register/s6BhdRkqt3",
            credentials: Credentials(clientSecret: Secret("not-a-secret \"é\""), registrationAccessToken: Secret("not-a-token")),
            requested: ClientMetadata(["client_name": "Web", "redirect_uris": ["https://client.example.com/callback"]]),
            granted: ClientMetadata([
                "client_name": "Web", "grant_types": ["authorization_code"],
                "redirect_uris": ["https://client.example.com/callback"],
            ]),
            former: [former(3)], registeredAt: Timestamp("2026-01-31T12:00:00Z"), updatedAt: Timestamp("2026-02-01T08:30:00Z"))
    }

    /// A client with nothing that may be absent.
    static var backend: RecordedClient {
        RecordedClient(
            registration: registration(2), server: "embedded", protect: false, tags: [:], clientID: "b",
            credentials: Credentials(),
            requested: ClientMetadata(["grant_types": ["client_credentials"]]), granted: ClientMetadata(),
            registeredAt: Timestamp("2026-01-31T12:00:00Z"), updatedAt: Timestamp("2026-01-31T12:00:00Z"))
    }

    static func former(_ number: Int) -> FormerRegistration {
        FormerRegistration(
            registration: registration(number), server: "demo", clientID: JSONString("former-\(number)"),
            registrationClientURI: JSONString("https://id.example.com/register/former-\(number)"),
            credentials: Credentials(registrationAccessToken: Secret("not-a-token-\(number)")))
    }

    static var doubt: Doubt {
        Doubt(
            intent: intent(.register, "native", id: "8d1c0f2a-4", registration: 4),
            received: .plain(Secret("{\"client_id\":\"n")),
            reason: "the connection closed within the answer")
    }

    static func intent(
        _ operation: RegistrationOperation, _ name: String, id: String, registration number: Int, server: String = "demo",
        requested: ClientMetadata = ClientMetadata(["client_name": "N"])
    ) -> Intent {
        Intent(
            id: OperationID(id), operation: operation, label: label(name), registration: registration(number), server: server,
            requested: requested, protect: false, tags: ["team": "x"], sentAt: Timestamp("2026-02-02T00:00:00Z"))
    }

    // MARK: Journal

    static let header = JournalHeader(id: "8d1c0f2ae94b7736.12", lineage: lineage, base: 12)

    /// Every kind of record, on four lines.
    static var lines: [[JournalRecord]] {
        var learned = ServerEvidence()
        learned.rotatesOnRead = true
        let answer = HTTPAnswer(
            status: 201, contentType: "application/json", retryAfter: "2", body: [0xFF, 0x00] + Array(#"{"client_id":"n"}"#.utf8))
        return [
            [.intended(intent(.register, "native", id: "8d1c0f2a-5", registration: 5))],
            [
                .answered(OperationID("8d1c0f2a-5"), answer, at: Timestamp("2026-02-02T00:00:01Z")),
                .intended(intent(.update, "web", id: "8d1c0f2a-6", registration: 1)),
            ],
            [
                .inDoubt(OperationID("8d1c0f2a-6"), received: [0x7B], reason: "no answer"),
                .refused(OperationID("8d1c0f2a-7"), reason: "not sent"),
            ],
            [.settled(OperationID("8d1c0f2a-5"), server: "demo", learned: learned)],
        ]
    }
}

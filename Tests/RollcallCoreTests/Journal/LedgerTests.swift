import OAuthRegistration
import StrictJSON
import Testing

@testable import RollcallCore

/// What journal records mean: each case is a journal after the sample state, and what then holds.
struct LedgerTests {
    private typealias Samples = StateSamples
    private let at = Timestamp("2026-03-01T00:00:00Z")
    private let id = OperationID("a-1")

    private struct Case {
        var name: String
        var records: [JournalRecord]
        /// Holds of the state that the records lead to.
        var holds: (StateDocument) -> Bool
    }

    private func intent(
        _ operation: RegistrationOperation, _ label: String, registration: Int,
        requested: ClientMetadata = ClientMetadata(["a": 1])
    ) -> JournalRecord {
        .intended(Samples.intent(operation, label, id: id.text, registration: registration, requested: requested))
    }

    private func answered(_ status: Int, _ body: JSONValue? = nil, id: OperationID? = nil) -> JournalRecord {
        .answered(id ?? self.id, HTTPAnswer(status: status, body: body?.canonicalBytes ?? []), at: at)
    }

    /// Applies the records twice, in one run and cut into two after each record: a replay must come to the same state.
    private func check(_ cases: [Case]) {
        for test in cases {
            var ledger = Ledger(Samples.document)
            test.records.forEach { ledger.apply($0) }
            let state = ledger.closed()
            #expect(test.holds(state), "\(test.name)")
            for cut in 0...test.records.count {
                var first = Ledger(Samples.document)
                test.records.prefix(cut).forEach { first.apply($0) }
                var second = Ledger(first.closed())
                test.records.dropFirst(cut).forEach { second.apply($0) }
                #expect(bytes(second.closed()) == bytes(state), "\(test.name), checkpoint after \(cut)")
            }
        }
    }

    private func bytes(_ state: StateDocument) -> String { StateCodec.write(state, digest: Samples.digest).text }

    private func web(_ state: StateDocument) -> RecordedClient? { state[Samples.label("web")] }
    private func native(_ state: StateDocument) -> RecordedClient? { state[Samples.label("native")] }

    @Test func anAnswerDecidesWhatBecomesOfTheClient() {
        let issued: JSONValue = [
            "client_id": "n-1", "client_secret": "s-1", "client_secret_expires_at": 9, "client_id_issued_at": 8,
            "registration_access_token": "t-1", "registration_client_uri": "https://id.example.com/register/n-1", "a": 2,
        ]
        let rotated: JSONValue = ["client_id": "s6BhdRkqt3", "registration_access_token": "t-2", "a": 3]
        let newSecret: JSONValue = ["client_id": "s6BhdRkqt3", "client_secret": "s-2"]
        let deep = (0..<61).reduce(JSONValue.null) { value, _ in [value] }
        check([
            Case(name: "register", records: [intent(.register, "native", registration: 5), answered(201, issued)]) {
                let client = RecordedClient(
                    registration: Samples.registration(5), server: "demo", protect: false, tags: ["team": "x"], clientID: "n-1",
                    clientIDIssuedAt: 8, clientSecretExpiresAt: 9,
                    registrationClientURI: "https://id.example.com/register/n-1",
                    credentials: Credentials(clientSecret: Secret("s-1"), registrationAccessToken: Secret("t-1")),
                    requested: ClientMetadata(["a": 1]), granted: ClientMetadata(["a": 2]), registeredAt: at, updatedAt: at)
                return native($0) == client
            },
            Case(name: "replace", records: [intent(.register, "web", registration: 5), answered(201, issued)]) {
                web($0)?.clientID == "n-1"
                    && web($0)?.former == [Samples.former(3), FormerRegistration(Samples.web)]
            },
            Case(
                name: "replace, the same client again",
                records: [intent(.register, "web", registration: 5), answered(200, rotated)]
            ) {
                let client = web($0)
                return client?.registration == Samples.registration(5) && client?.former == [Samples.former(3)]
                    && client?.credentials.registrationAccessToken == .plain(Secret("t-2"))
                    && client?.credentials.clientSecret == Samples.web.credentials.clientSecret
                    && client?.registrationClientURI == Samples.web.registrationClientURI
            },
            Case(name: "update", records: [intent(.update, "web", registration: 1), answered(200, rotated)]) {
                var client = Samples.web
                client.requested = ClientMetadata(["a": 1])
                client.granted = ClientMetadata(["a": 3])
                client.tags = ["team": "x"]
                client.protect = false
                client.credentials.registrationAccessToken = .plain(Secret("t-2"))
                client.credentials.replacedRegistrationAccessToken = .plain(Secret("not-a-token"))
                client.updatedAt = at
                return web($0) == client
            },
            Case(name: "read", records: [intent(.read, "web", registration: 1), answered(200, rotated)]) {
                var client = Samples.web
                client.credentials.registrationAccessToken = .plain(Secret("t-2"))
                client.credentials.replacedRegistrationAccessToken = .plain(Secret("not-a-token"))
                return web($0) == client
            },
            Case(
                name: "an address that cannot be used",
                records: [
                    intent(.update, "web", registration: 1),
                    answered(
                        200,
                        [
                            "client_id": .string(Samples.web.clientID), "registration_access_token": "t-2",
                            "registration_client_uri": "//internal/web",
                        ]),
                ]
            ) {
                web($0)?.registrationClientURI == Samples.web.registrationClientURI
                    && web($0)?.credentials.registrationAccessToken == .plain(Secret("t-2"))
            },
            Case(name: "a new secret without expiry", records: [intent(.read, "web", registration: 1), answered(200, newSecret)])
            {
                web($0)?.clientSecretExpiresAt == nil && web($0)?.credentials.clientSecret == .plain(Secret("s-2"))
            },
            Case(
                name: "read of a former one",
                records: [
                    intent(.read, "web", registration: 3), answered(200, ["client_id": "former-3", "client_secret": "s-2"]),
                ]
            ) { web($0)?.former.first?.credentials.clientSecret == .plain(Secret("s-2")) },
            Case(
                name: "an answer about nobody we know",
                records: [intent(.update, "gone", registration: 9), answered(200, ["client_id": "g", "client_secret": "s-2"])]
            ) { $0.orphans.last?.credentials.clientSecret == .plain(Secret("s-2")) && $0.orphans.count == 2 },
            Case(name: "delete", records: [intent(.delete, "web", registration: 1), answered(204)]) {
                web($0) == nil && $0.orphans == [Samples.former(7), Samples.former(3)]
            },
            Case(name: "delete of a former one", records: [intent(.delete, "web", registration: 3), answered(204)]) {
                web($0)?.former == [] && web($0)?.registration == Samples.registration(1)
            },
            Case(
                name: "delete of a former one, refused with 405",
                records: [intent(.delete, "web", registration: 3), answered(405)]
            ) {
                web($0)?.former == [] && $0.orphans.last == Samples.former(3)
            },
            Case(
                name: "delete of a former one, refused with 410",
                records: [intent(.delete, "web", registration: 3), answered(410)]
            ) {
                web($0)?.former == [] && $0.orphans.last == Samples.former(3)
            },
            Case(
                name: "delete of a former one, refused with 400",
                records: [intent(.delete, "web", registration: 3), answered(400)]
            ) {
                web($0)?.former == [Samples.former(3)]
            },
            Case(name: "delete of an orphan", records: [intent(.delete, "gone", registration: 7), answered(204)]) {
                $0.orphans.isEmpty && $0.count == 2
            },
            Case(
                name: "an answer too deep for the state",
                records: [
                    intent(.register, "native", registration: 5), answered(201, ["client_id": "n", "deep": deep, "a": 1]),
                ]
            ) { native($0)?.granted == ClientMetadata(["a": 1]) },
        ])
    }

    /// A replica that lags shows what was replaced, also runs later; a mask is no credential, and whatever else a read writes over is kept.
    @Test func aReadWritesOverNothing() {
        func shows(_ secret: String, _ token: String, _ number: Int, _ operation: RegistrationOperation = .read)
            -> [JournalRecord]
        {
            let call = OperationID("a-\(number)")
            let body: JSONValue = [
                "client_id": "s6BhdRkqt3", "client_secret": .string(secret), "registration_access_token": .string(token),
            ]
            return [
                .intended(Samples.intent(operation, "web", id: call.text, registration: 1)), answered(200, body, id: call),
            ]
        }
        func holds(_ secret: String, _ token: String, was: (String, String)) -> (StateDocument) -> Bool {
            var credentials = Credentials(clientSecret: Secret(secret), registrationAccessToken: Secret(token))
            credentials.replacedClientSecret = .plain(Secret(was.0))
            credentials.replacedRegistrationAccessToken = .plain(Secret(was.1))
            return { web($0)?.credentials == credentials }
        }
        let (secret, token) = ("not-a-secret \"é\"", "not-a-token")
        let update = shows("s-2", "t-2", 1, .update)
        check([
            Case(
                name: "a lagging read", records: update + shows(secret, token, 2),
                holds: holds("s-2", "t-2", was: (secret, token))),
            Case(
                name: "a lagging read, and another", records: update + shows(secret, token, 2) + shows("s-2", token, 3),
                holds: holds("s-2", "t-2", was: (secret, token))),
            Case(
                name: "an update back", records: update + shows(secret, token, 2, .update),
                holds: holds(secret, token, was: ("s-2", "t-2"))),
            Case(
                name: "a mask in words", records: shows("REDACTED", "<hidden>", 1),
                holds: holds("REDACTED", "<hidden>", was: (secret, token))),
            Case(
                name: "the same mask again", records: shows("REDACTED", "<hidden>", 1) + shows("REDACTED", "<hidden>", 2),
                holds: holds("REDACTED", "<hidden>", was: (secret, token))),
            Case(name: "a part of it", records: shows("not-xxxx", "xxxxx-token", 1)) {
                web($0)?.credentials == Samples.web.credentials
            },
        ])
    }

    @Test func whatNobodySawTheEndOfIsInDoubt() {
        let client: JSONValue = ["client_id": "n-1"]
        let register = intent(.register, "native", registration: 5)
        let doubted = JournalRecord.inDoubt(id, received: [0x7B], reason: "cut off")
        func doubt(_ state: StateDocument) -> Doubt? { state.doubts[id] }
        check([
            Case(name: "no answer", records: [register]) { doubt($0)?.received.isEmpty == true && native($0) == nil },
            Case(name: "part of an answer", records: [register, doubted]) {
                doubt($0)?.received == .plain(Secret([0x7B])) && doubt($0)?.reason == "cut off" && native($0) == nil
            },
            Case(name: "a late answer", records: [register, doubted, answered(201, client)]) {
                doubt($0) == nil && native($0)?.clientID == "n-1"
            },
            Case(name: "a late refusal", records: [register, doubted, answered(400)]) { doubt($0) == nil && native($0) == nil },
            Case(name: "an answer that may mean either", records: [register, answered(500, ["error": "server_error"])]) {
                doubt($0)?.received == .plain(Secret(#"{"error":"server_error"}"#)) && native($0) == nil
            },
            Case(
                name: "the same, then given up", records: [register, answered(500, [:]), .inDoubt(id, received: [], reason: "x")]
            ) {
                doubt($0)?.received == .plain(Secret("{}"))
            },
            Case(name: "201 without a client", records: [register, answered(201, ["ok": true])]) { doubt($0) != nil },
            Case(
                name: "an update answered with another client",
                records: [intent(.update, "web", registration: 1), answered(200, ["client_id": "other"])]
            ) { doubt($0) != nil && web($0) == Samples.web },
            Case(name: "not sent", records: [register, .refused(id, reason: "not sent")]) {
                doubt($0) == nil && native($0) == nil
            },
            Case(name: "refused", records: [register, answered(400, ["error": "invalid_redirect_uri"])]) {
                doubt($0) == nil && native($0) == nil
            },
            Case(name: "a refused delete", records: [intent(.delete, "web", registration: 1), answered(401)]) {
                doubt($0) == nil && web($0) == Samples.web
            },
            Case(name: "doubted after it was answered", records: [register, answered(201, client), doubted]) {
                doubt($0) == nil && native($0) != nil
            },
            Case(
                name: "settled by a later call",
                records: [
                    intent(.read, "web", registration: 1), doubted, .settled(id, server: "demo", learned: ServerEvidence()),
                ]
            ) { doubt($0) == nil && web($0) == Samples.web },
            Case(
                name: "found not to have been carried out",
                records: [intent(.update, "web", registration: 1), doubted, .refused(id, reason: "as before")]
            ) { doubt($0) == nil && web($0) == Samples.web },
            Case(name: "a former run's doubt", records: [answered(201, client, id: Samples.doubt.intent.id)]) {
                native($0)?.clientID == "n-1" && $0.doubts.isEmpty
            },
        ])
    }

    /// A later call about the same registration can show all that there was to know of an earlier one.
    @Test func aLaterAnswerEndsWhatItTellsOf() {
        let doubted = JournalRecord.inDoubt(id, received: [], reason: "cut off")
        let later = OperationID("a-2")
        func then(_ operation: RegistrationOperation, _ label: String, registration: Int) -> JournalRecord {
            .intended(Samples.intent(operation, label, id: later.text, registration: registration))
        }
        let shown: JSONValue = ["client_id": "s6BhdRkqt3"]
        let read = [intent(.read, "web", registration: 1), doubted]
        let register = [intent(.register, "native", registration: 5), doubted]
        check([
            Case(name: "a read", records: read + [then(.read, "web", registration: 1), answered(200, shown, id: later)]) {
                $0.doubts[id] == nil
            },
            Case(name: "an update", records: read + [then(.update, "web", registration: 1), answered(200, shown, id: later)]) {
                $0.doubts[id] == nil
            },
            Case(name: "a delete", records: read + [then(.delete, "web", registration: 1), answered(204, id: later)]) {
                $0.doubts[id] == nil
            },
            Case(name: "a refusal", records: read + [then(.read, "web", registration: 1), answered(401, id: later)]) {
                $0.doubts[id] == nil
            },
            Case(name: "no refusal", records: read + [then(.read, "web", registration: 1), answered(503, id: later)]) {
                $0.doubts[id] != nil
            },
            Case(
                name: "refused, and a part of its answer brought another token",
                records: read + [
                    .inDoubt(
                        id, received: Array(#"{"client_id":"s6BhdRkqt3","registration_access_token":"t2""#.utf8),
                        reason: "cut off"),
                    then(.read, "web", registration: 1), answered(401, id: later),
                ]
            ) { $0.doubts[id] != nil },
            Case(name: "of another", records: read + [then(.read, "web", registration: 3), answered(401, id: later)]) {
                $0.doubts[id] != nil
            },
            Case(
                name: "a register that was sent again",
                records: register + [then(.register, "native", registration: 5), answered(201, ["client_id": "n"], id: later)]
            ) { $0.doubts[id] == nil && native($0)?.clientID == "n" },
            Case(
                name: "and refused then",
                records: register + [then(.register, "native", registration: 5), answered(401, id: later)]
            ) { $0.doubts[id] != nil && native($0) == nil },
            Case(
                name: "a register that was read before its answer was made up",
                records: register + [
                    then(.read, "native", registration: 5),
                    answered(200, ["client_id": "n", "registration_access_token": "t2"], id: later),
                    answered(201, ["client_id": "n"]),
                ]
            ) {
                $0.orphans == [Samples.former(7)] && native($0)?.credentials.registrationAccessToken == .plain(Secret("t2"))
            },
        ])
    }

    @Test func aSettledCallTeachesAboutItsServer() {
        var learned = ServerEvidence()
        learned.rotatesOnRead = true
        learned.fields["tos_uri"] = .rewritten
        var ledger = Ledger(StateSamples.document)
        ledger.apply(.settled(OperationID("b-1"), server: "demo", learned: learned))
        ledger.apply(.settled(OperationID("b-2"), server: "unknown", learned: learned))
        var expected = StateSamples.server.learned
        expected.rotatesOnRead = true
        expected.fields["tos_uri"] = .rewritten
        #expect(ledger.state.servers["demo"]?.learned == expected)
        #expect(ledger.state.servers.count == 2)
    }
}

import OAuthRegistration
import StrictJSON
import Testing

@testable import RollcallCore

/// What a person says of a call in doubt, and what the state is after it.
struct SettlingTests {
    private typealias Samples = StateSamples

    private static let at = Timestamp("2026-03-01T00:00:00Z")

    private static func doubt(
        _ operation: RegistrationOperation, _ label: String, _ registration: Int, received: String = "", id: String = "a-1"
    ) -> Doubt {
        Doubt(
            intent: Samples.intent(operation, label, id: id, registration: registration),
            received: .plain(Secret(Array(received.utf8))),
            reason: "lost")
    }

    private static func state(_ doubts: Doubt...) -> StateDocument {
        var state = Samples.document
        state.doubts = Dictionary(uniqueKeysWithValues: doubts.map { ($0.intent.id, $0) })
        return state
    }

    private static func lost(_ doubt: Doubt) throws -> LostCall { try LostCall(doubt, in: state(doubt), opening: .off) }

    @Test func anAbandonedCallLeavesWhatItNamed() throws {
        let named = #"{"client_id":"n","client_secret":"s","registration_access_token":"t","reg"#
        let orphan = FormerRegistration(
            registration: Samples.registration(5), server: "demo", clientID: "n", registrationClientURI: nil,
            credentials: Credentials(clientSecret: Secret("s"), registrationAccessToken: Secret("t")))
        let rows: [(doubt: Doubt, orphans: [FormerRegistration])] = [
            (Self.doubt(.register, "native", 5), [Samples.former(7)]),
            (Self.doubt(.register, "native", 5, received: "<html>"), [Samples.former(7)]),
            (Self.doubt(.register, "native", 5, received: named), [Samples.former(7), orphan]),
            (Self.doubt(.register, "native", 7, received: named), [Samples.former(7)]),
            (Self.doubt(.update, "web", 1, received: named), [Samples.former(7)]),
            (Self.doubt(.delete, "web", 1), [Samples.former(7)]), (Self.doubt(.read, "web", 1), [Samples.former(7)]),
        ]
        for row in rows {
            let after = try Self.state(row.doubt).abandoning(Self.lost(row.doubt), sealing: .off)
            #expect(after.doubts.isEmpty && after.orphans == row.orphans, "\(row.doubt)")
            #expect(after[Samples.label("web")] == Samples.web)
        }
    }

    /// A server may repeat it when it is asked about another call, though the one that it came with is settled by then.
    @Test func whatCameOfOneAnswerIsKnownWhileAnotherIsAskedAbout() throws {
        let parts = ["one", "two"].map { #"{"client_id":"s6BhdRkqt3","client_secret":"secret-\#($0)","x"# }
        var state = Self.state(
            Self.doubt(.read, "web", 1, received: parts[0]), Self.doubt(.read, "web", 1, received: parts[1], id: "a-2"))
        var queue = SettlingQueue(Array(state.doubts.values))
        for _ in parts {
            let round = queue.next(in: state, opening: .off)
            #expect(round.count == 1)
            let asked = try queue.assignment(settling: LostCall(round[0], in: state, opening: .off), in: state)
            #expect(["one", "two"].allSatisfy { asked.heard.contains(Secret("secret-\($0)")) }, "\(round[0].intent.id)")
            state.doubts[round[0].intent.id] = nil
        }
    }

    @Test func aRegisterIsWithdrawnWithItsRepetitions() {
        let first = Self.doubt(.register, "native", 5)
        let others = [
            Self.doubt(.register, "native", 5, id: "a-1.b-1"), Self.doubt(.register, "app", 6, id: "a-2"),
            Self.doubt(.read, "web", 5, id: "a-3"),
        ]
        let state = Self.state(first, others[0], others[1], others[2]).withdrawing(first.intent)
        #expect(state.doubts.keys.sorted() == ["a-2", "a-3"].map { OperationID($0) })
        #expect(others[0].intent.id.original == first.intent.id)
    }

    @Test func anAnswerIsTakenAsIfItHadCome() throws {
        let rows: [(doubt: Doubt, body: JSONObject, holds: (StateDocument) -> Bool)] = [
            (
                Self.doubt(.register, "native", 5), ["client_id": "n", "client_secret": "s", "a": 1],
                {
                    let client = $0[Samples.label("native")]
                    return client?.clientID == "n" && client?.credentials.clientSecret == .plain(Secret("s"))
                        && client?.granted == ClientMetadata(["a": 1]) && client?.registeredAt == Self.at
                }
            ),
            (
                Self.doubt(.update, "web", 1), ["client_id": "s6BhdRkqt3", "registration_access_token": "t2", "a": 1],
                {
                    let client = $0[Samples.label("web")]
                    return client?.credentials.registrationAccessToken == .plain(Secret("t2"))
                        && client?.requested == ClientMetadata(["client_name": "N"]) && client?.updatedAt == Self.at
                }
            ),
            (
                Self.doubt(.read, "web", 1), ["client_id": "s6BhdRkqt3", "registration_access_token": "t2"],
                { $0[Samples.label("web")]?.credentials.registrationAccessToken == .plain(Secret("t2")) }
            ),
            (
                Self.doubt(.delete, "web", 1), ["client_id": "s6BhdRkqt3", "registration_access_token": "t2"],
                { $0[Samples.label("web")]?.credentials.registrationAccessToken == .plain(Secret("t2")) }
            ),
            (
                Self.doubt(.delete, "web", 3), ["client_id": "former-3", "registration_access_token": "t2"],
                { $0[Samples.label("web")]?.former.first?.credentials.registrationAccessToken == .plain(Secret("t2")) }
            ),
        ]
        for row in rows {
            let state = Self.state(row.doubt)
            let given = try GivenAnswer(row.body.canonicalBytes, to: Self.lost(row.doubt), in: state)
            var ledger = Ledger(state)
            given.records(to: row.doubt.intent, run: "0000000b", at: Self.at).forEach { ledger.apply($0) }
            #expect(ledger.closed().doubts.isEmpty && row.holds(ledger.closed()), "\(row.doubt.intent.operation)")
        }
    }

    @Test func anAnswerThatDoesNotFitIsRefused() throws {
        let large = [UInt8](repeating: UInt8(ascii: " "), count: HTTPRequest.registrationAnswerLimit + 1)
        let rows: [(doubt: Doubt, body: String, fault: GivenAnswer.Fault)] = [
            (Self.doubt(.register, "native", 5), "<html>", .noClient(.html)),
            (Self.doubt(.register, "native", 5), "{}", .noClient(.withoutClientID(isWrapped: false))),
            (Self.doubt(.register, "native", 5), String(decoding: large, as: UTF8.self), .tooLarge),
            (Self.doubt(.register, "native", 5), #"{"client_id":"s6BhdRkqt3"}"#, .recorded(Samples.label("web"))),
            (
                Self.doubt(.register, "native", 5, received: #"{"client_id":"n","#), #"{"client_id":"m"}"#,
                .anotherClient("m", expected: "n")
            ),
            (Self.doubt(.update, "web", 1), #"{"client_id":"m"}"#, .anotherClient("m", expected: "s6BhdRkqt3")),
            (Self.doubt(.update, "web", 9), #"{"client_id":"m"}"#, .registrationGone),
        ]
        for row in rows {
            let lost = try Self.lost(row.doubt)
            #expect(throws: row.fault) { try GivenAnswer(Array(row.body.utf8), to: lost, in: Self.state(row.doubt)) }
        }
    }
}

import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// What a credential has replaced is sealed as it is, resealed with it, read and written with it; and put back where it was replaced by a mask.
struct ReplacedCredentialsTests {
    private typealias Samples = StateSamples

    private static func state(_ seal: Seal, shows texts: [String]) -> StateDocument {
        var state = StateDocument(lineage: Samples.lineage)
        state.servers["demo"] = Samples.server
        var ledger = Ledger(state, seal: seal)
        for (number, text) in texts.enumerated() {
            for (operation, secret) in [(RegistrationOperation.register, "s3cret-\(number)"), (.read, text)] {
                let id = "a-\(number)-\(operation.rawValue)"
                let body: JSONObject = ["client_id": .string("c\(number)"), "client_secret": .string(secret)]
                let answer = HTTPAnswer(status: operation == .register ? 201 : 200, body: body.canonicalBytes)
                ledger.apply(.intended(Samples.intent(operation, "c\(number)", id: id, registration: number + 1)))
                ledger.apply(.answered(OperationID(id), answer, at: Timestamp("2026-03-01T00:00:00Z")))
            }
        }
        return ledger.closed()
    }

    private static func opened(_ state: StateDocument, _ seal: Seal) throws -> [OpenCredentials] {
        try state.labels.compactMap { state[$0] }.map {
            try seal.open($0.credentials, of: $0.registration, lineage: state.lineage)
        }
    }

    @Test(arguments: [false, true]) func aSecretShownForTwoClientsIsNeithers(isSealed: Bool) throws {
        let seal = isSealed ? ToySeal.seal(1) : .off
        var state = Self.state(seal, shows: ["REDACTED", "REDACTED", "other", "s3cret-3"])
        #expect(state.putBackMaskedSecrets(opening: seal) == [Samples.label("c0"), Samples.label("c1")])
        let wanted = [
            OpenCredentials(clientSecret: Secret("s3cret-0"), replacedClientSecret: Secret("REDACTED")),
            OpenCredentials(clientSecret: Secret("s3cret-1"), replacedClientSecret: Secret("REDACTED")),
            OpenCredentials(clientSecret: Secret("other"), replacedClientSecret: Secret("s3cret-2")),
            OpenCredentials(clientSecret: Secret("s3cret-3")),
        ]
        #expect(try Self.opened(state, seal) == wanted)
        #expect(state.survey.holdsPlain == !isSealed)
        #expect(state.putBackMaskedSecrets(opening: seal) == [], "once")
        let bytes = StateCodec.write(state, digest: Samples.digest)
        let read = try StateCodec.read(bytes, digest: Samples.digest)
        #expect(try Self.opened(read, seal) == wanted)
        #expect(read.survey.holdsPlain == !isSealed)
        #expect(StateCodec.write(read, digest: Samples.digest) == bytes)
        let resealing = try Resealing(read, with: SealKeys(current: ToySeal.key(2), previous: [ToySeal.key(1)]))
        let resealed = try StateCodec.read(StateCodec.write(resealing.state, digest: Samples.digest), digest: Samples.digest)
        #expect(resealing.counts.changed == 7 && resealed.survey.keyIDs == [ToySeal.key(2).id])
        #expect(try Self.opened(resealing.state, ToySeal.seal(2)) == wanted)
    }

    /// What an answer to each call shows in the secret's place, and what is recorded then. A read that completes an update is a read.
    @Test func whatAnAnswerShowsIsTakenByItsCall() throws {
        let known = OpenCredentials(clientSecret: Secret("s3cret-long"), replacedClientSecret: Secret("former"))
        let rows: [(shown: String, read: String?, update: String?)] = [
            ("s3cret-long", "s3cret-long", "s3cret-long"), ("another", "another", "another"), ("former", nil, "former"),
            ("s3crxxxxxxx", nil, nil),
        ]
        for row in rows {
            var notes: [AnswerNote] = []
            let body: JSONObject = ["client_id": "c", "client_secret": .string(JSONString(row.shown))]
            let shown = try #require(ClientInformation(of: .read, reading: body.canonicalBytes, notes: &notes))
            for (operation, wanted) in [(RegistrationOperation.read, row.read), (.update, row.update), (.register, row.shown)] {
                #expect(
                    known.current(in: shown, to: operation).information.clientSecret == wanted.map { Secret($0) }, "\(row.shown)")
            }
            let lost = LostCall(
                Samples.intent(.update, "web", id: "a-1", registration: 1), received: [], reason: "lost",
                about: KnownRegistration(clientID: "c", registrationClientURI: nil, credentials: known), update: nil,
                tokenWasAccepted: false)
            let completed = lost.answer(
                completedBy: HTTPAnswer(status: 200, body: body.canonicalBytes), token: nil, at: ServerTraits(profile: .generic))
            let members = try #require(try JSONReader.read(completed.body).object)
            #expect(members["client_secret"]?.text == row.read, "\(row.shown)")
        }
    }
}

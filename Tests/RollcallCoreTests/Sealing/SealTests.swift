import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// What is sealed when, what stays as it stands, and what is never opened.
struct SealTests {
    private typealias Samples = StateSamples
    private let at = Timestamp("2026-03-03T00:00:00Z")
    private let seal = ToySeal.seal()

    private func answer(_ body: JSONObject, to intent: Intent) -> [JournalRecord] {
        [.intended(intent), .answered(intent.id, HTTPAnswer(status: 200, body: body.canonicalBytes), at: at)]
    }

    private func updated(_ state: StateDocument, _ body: JSONObject, _ seal: Seal) -> RecordedClient? {
        var ledger = Ledger(state, seal: seal)
        let intent = Samples.intent(.update, "web", id: "a-1", registration: 1)
        for record in answer(body, to: intent) { ledger.apply(record) }
        return ledger.state[Samples.label("web")]
    }

    private func sealed(_ seal: Seal, _ text: String, _ member: CredentialMember = .clientSecret) -> StoredSecret {
        seal.close(Secret(text), .credential(member, of: Samples.registration(1), lineage: Samples.lineage))
    }

    @Test func aSealedTextStaysUntilWhatItHoldsChanges() {
        let previous = ToySeal.seal(2), rotated = ToySeal.seal(1, previous: [2])
        let tampered = StoredSecret.sealed(SealedSecret("v1:\(ToySeal.key(1).id):AAAA")!)
        let cases: [(String, StoredSecret?, JSONObject, Seal, keeps: Bool, holds: String?)] = [
            ("the same", sealed(seal, "s"), ["client_secret": "s"], seal, true, "s"),
            ("not in the answer", sealed(seal, "s"), [:], seal, true, "s"),
            ("not in the answer, and tampered with", tampered, [:], seal, true, nil),
            ("another", sealed(seal, "s"), ["client_secret": "t"], seal, false, "t"),
            ("another, over what cannot be opened", tampered, ["client_secret": "t"], seal, false, "t"),
            ("the same, under a previous key", sealed(previous, "s"), ["client_secret": "s"], rotated, true, "s"),
            ("another, under a previous key", sealed(previous, "s"), ["client_secret": "t"], rotated, false, "t"),
            ("the same, in plain", .plain(Secret("s")), ["client_secret": "s"], seal, false, "s"),
            ("the first", nil, ["client_secret": "s"], seal, false, "s"),
            ("in plain, without a key", .plain(Secret("s")), ["client_secret": "t"], .off, false, "t"),
        ]
        for (name, before, body, seal, keeps, holds) in cases {
            var state = Samples.document
            state[Samples.label("web")]?.credentials.clientSecret = before
            var body = body
            body["client_id"] = "s6BhdRkqt3"
            let client = updated(state, body, seal)
            #expect((client?.credentials.clientSecret == before) == keeps, "\(name)")
            let opened = client.flatMap {
                try? seal.open($0.credentials, of: $0.registration, lineage: state.lineage, only: [.clientSecret]).clientSecret
            }
            #expect(opened == holds.map { Secret($0) }, "\(name)")
            if case .keys(let keys) = seal, !keeps {
                guard case .sealed(let text) = client?.credentials.clientSecret else { return #expect(Bool(false), "\(name)") }
                #expect(text.keyID == keys.current.id, "\(name)")
            }
        }
    }

    /// A new registration, a former one that is read, an answer about nobody, an answer that may mean either, a part of one.
    @Test func withAKeyNothingIsRecordedInPlain() throws {
        var state = StateDocument(lineage: Samples.lineage)
        state.servers["demo"] = Samples.server
        var ledger = Ledger(state, seal: seal)
        let issued: JSONObject = ["client_id": "n", "client_secret": "s3cret", "registration_access_token": "t0ken"]
        let calls: [(Intent, HTTPAnswer)] = [
            (Samples.intent(.register, "a", id: "a-1", registration: 1), HTTPAnswer(status: 201, body: issued.canonicalBytes)),
            (Samples.intent(.read, "b", id: "a-2", registration: 2), HTTPAnswer(status: 200, body: issued.canonicalBytes)),
            (Samples.intent(.register, "c", id: "a-3", registration: 3), HTTPAnswer(status: 500, body: issued.canonicalBytes)),
        ]
        for (intent, answer) in calls {
            ledger.apply(.intended(intent))
            ledger.apply(.answered(intent.id, answer, at: at))
        }
        let cut = Samples.intent(.register, "d", id: "a-4", registration: 4)
        ledger.apply(.intended(cut))
        ledger.apply(.inDoubt(cut.id, received: issued.canonicalBytes, reason: "cut off"))
        let survey = ledger.state.survey
        #expect(ledger.state.count == 1 && ledger.state.orphans.count == 1 && ledger.state.doubts.count == 2)
        #expect(survey.keyIDs == [ToySeal.key(1).id] && !survey.holdsPlain)
        let text = StateCodec.write(ledger.closed(), digest: quickDigest).text
        #expect(!text.contains("s3cret") && !text.contains("t0ken") && !text.contains(Base64.encode(issued.canonicalBytes)))
        let received = try seal.open(
            try #require(ledger.state.doubts[cut.id]).received, .answer(to: cut.id, lineage: Samples.lineage))
        #expect(received == Secret(issued.canonicalBytes))
    }

    @Test func whatCannotBeOpenedSaysWhichKeyIsWantedAndWhichAreThere() {
        let (one, two) = (ToySeal.key(1).id, ToySeal.key(2).id)
        let stored = sealed(seal, "s")
        let binding = SealBinding.credential(.clientSecret, of: Samples.registration(1), lineage: Samples.lineage)
        let cases: [(String, StoredSecret, SealBinding, Seal, SealFault?)] = [
            ("the right key", stored, binding, seal, nil),
            ("a previous key", stored, binding, ToySeal.seal(2, previous: [1]), nil),
            ("in plain", .plain(Secret("s")), binding, .off, nil), ("no key", stored, binding, .off, .noKey(wanted: one)),
            ("a key that was not read", stored, binding, .unread, .unread(wanted: one)),
            ("another key", stored, binding, ToySeal.seal(2, previous: [2]), .otherKey(wanted: one, given: [two, two])),
            (
                "another member", stored,
                .credential(.registrationAccessToken, of: Samples.registration(1), lineage: Samples.lineage), seal,
                .changed(key: one)
            ),
            (
                "another client", stored, .credential(.clientSecret, of: Samples.registration(2), lineage: Samples.lineage), seal,
                .changed(key: one)
            ),
            (
                "another lineage", stored, .credential(.clientSecret, of: Samples.registration(1), lineage: "other"), seal,
                .changed(key: one)
            ),
            ("no base64", .sealed(SealedSecret("v1:\(one):A")!), binding, seal, .changed(key: one)),
            ("an answer", stored, .answer(to: OperationID("a-1"), lineage: Samples.lineage), seal, .changed(key: one)),
        ]
        for (name, stored, binding, seal, fault) in cases {
            do throws(SealFault) {
                #expect(try seal.open(stored, binding) == Secret("s"), "\(name)")
                #expect(fault == nil, "\(name)")
            } catch {
                #expect(error == fault, "\(name)")
            }
        }
    }

    /// In every place, from plain and from a previous key; what is under the current one stays as it stands, byte for byte.
    @Test func resealingBringsEverythingUnderTheCurrentKey() throws {
        let keys = SealKeys(current: ToySeal.key(1), previous: [ToySeal.key(2)])
        let older = try Resealing(Samples.document, with: SealKeys(current: ToySeal.key(2)))
        #expect(older.counts.plain == 5 && older.counts.changed == 5)
        var mixed = older.state
        mixed[Samples.label("web")]?.credentials.clientSecret = .plain(Secret("new"))
        mixed[Samples.label("web")]?.credentials.registrationAccessToken = sealed(seal, "t", .registrationAccessToken)
        let resealing = try Resealing(mixed, with: keys)
        #expect((resealing.counts.plain, resealing.counts.previous, resealing.counts.current) == (1, 3, 1))
        #expect(resealing.state.survey.keyIDs == [ToySeal.key(1).id] && !resealing.state.survey.holdsPlain)
        let web = try #require(resealing.state[Samples.label("web")])
        #expect(web.credentials.registrationAccessToken == sealed(seal, "t", .registrationAccessToken))
        let opened = try seal.open(web.credentials, of: web.registration, lineage: Samples.lineage)
        #expect(opened == OpenCredentials(clientSecret: Secret("new"), registrationAccessToken: Secret("t")))
        let again = try Resealing(resealing.state, with: keys)
        #expect(again.counts.changed == 0 && again.counts.current == 5)
        #expect(again.state.edits == resealing.state.edits && again.state.orphans == resealing.state.orphans)
        #expect(throws: OpeningFault.self) { try Resealing(mixed, with: SealKeys(current: ToySeal.key(1))) }
    }

    @Test func resealingMakesNoPlanStale() throws {
        let resealing = try Resealing(Samples.document, with: SealKeys(current: ToySeal.key(1)))
        let (before, after) = (Samples.document[Samples.label("web")]!, resealing.state[Samples.label("web")]!)
        #expect(before.credentials != after.credentials)
        #expect(ClientDigest.of(before, digest: quickDigest) == ClientDigest.of(after, digest: quickDigest))
    }
}

import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// What was learned of a server, as it is recorded and as it grows.
@Suite struct ServerEvidenceTests {
    private static let everything: ServerEvidence = {
        var evidence = ServerEvidence()
        (evidence.rotatesOnRead, evidence.manages, evidence.secretInUpdate) = (false, true, .refused)
        (evidence.registrationWasReadBack, evidence.updateWasReadBack) = (true, true)
        evidence.fields = ["contacts": .hidden, "scope": .rewritten]
        evidence.readBack = ["contacts", "scope", "client_name"]
        evidence.shownAfterAll = ["tos_uri", "client_name"]
        (evidence.deletes, evidence.refusesUnknownEcho) = (false, true)
        evidence.clearing = ["logo_uri": .emptyValue]
        (evidence.reads, evidence.updates, evidence.newSecretOnRead, evidence.newSecretOnUpdate) = (true, false, true, true)
        return evidence
    }()

    @Test func everythingLearnedIsRecordedAsTheSchemaSays() throws {
        let schema = JSONSchema(try JSONReader.read(StateSamples.frozen("../journal-record.schema.json")))
        for evidence in [Self.everything, ServerEvidence()] {
            #expect(try ServerEvidence(evidence.json) == evidence)
            let record = JournalRecord.settled(OperationID("a-1"), server: "demo", learned: evidence)
            #expect(schema.faults(of: .object(record.json())) == [])
        }
        #expect(Self.everything.json["shown_after_all"] == ["client_name", "tos_uri"])
    }

    /// A fate is taken away once; what is learned of the field again stays.
    @Test func whatAReadShowsAfterAllHasAFateOnlyOnceMore() {
        var (evidence, shown, hidden) = (ServerEvidence(), ServerEvidence(), ServerEvidence())
        shown.shownAfterAll = ["scope"]
        hidden.fields = ["scope": .hidden]
        for (later, fate) in [(hidden, FieldQuirk.Fate.hidden), (shown, nil), (shown, nil), (hidden, .hidden), (shown, .hidden)] {
            evidence.merge(later)
            #expect(evidence.fields["scope"] == fate)
        }
        // Of one step: shown before its update, and not after it.
        (shown.fields, evidence) = (["scope": .rewritten], hidden)
        evidence.merge(shown)
        #expect(evidence.fields == ["scope": .rewritten])
    }
}

/// A call that is to clear fields, in the journal and in doubt.
@Suite struct ClearingIntentTests {
    private static let intent: Intent = {
        var intent = Intent(
            id: OperationID("0000000a-1"), operation: .update, label: "web", registration: StateSamples.registration(1),
            server: "demo", requested: ClientMetadata(["a": 1]), protect: false, tags: [:],
            sentAt: Timestamp("2026-02-02T00:00:00Z"))
        intent.clearing = ["client_uri", "scope"]
        intent.isByAdministrator = true
        return intent
    }()

    @Test func whatIsToBeClearedIsRecordedAsTheSchemasSay() throws {
        let record = JournalRecord.intended(Self.intent)
        let journal = JSONSchema(try JSONReader.read(StateSamples.frozen("../journal-record.schema.json")))
        #expect(journal.faults(of: .object(record.json())) == [])
        guard case .open(let read) = try KeptRecord(.object(record.json())) else { throw MemberFault("it is sealed") }
        #expect(read == record)
        var state = StateDocument(lineage: StateSamples.lineage)
        state.doubts[Self.intent.id] = Doubt(intent: Self.intent, reason: "lost")
        let bytes = StateCodec.write(state, digest: quickDigest)
        let schema = JSONSchema(try JSONReader.read(StateSamples.frozen("../state.schema.json")))
        #expect(schema.faults(of: try JSONReader.read(bytes)) == [])
        #expect(try StateCodec.read(bytes, digest: quickDigest).doubts == state.doubts)
    }

    /// Abandoned, or asked about later: the fields count as asked for as the server has them.
    @Test func whatWasNotClearedIsStillToBeTakenAway() throws {
        var scene = Scene()
        scene.state?["web"]?.requested = ClientMetadata(["client_name": "Web"])
        scene.state?["web"]?.granted = ClientMetadata(["client_name": "Web", "scope": "openid"])
        let before = try #require(scene.state?["web"])
        let (state, intent) = (try #require(scene.state), Self.intent)
        let abandoned = try #require(state.withdrawing(intent)["web"])
        #expect(abandoned.requested.members == ["client_name": "Web", "scope": "openid"])
        #expect(abandoned.granted == before.granted)
        let lost = try LostCall(Doubt(intent: intent, reason: "lost"), in: state, opening: .off)
        let traits = ServerTraits(profile: .generic)
        #expect(lost.update?.verdict(showing: before.granted, at: traits) == .notCarriedOut)
    }
}

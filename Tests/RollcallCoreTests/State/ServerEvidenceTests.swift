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
        evidence.shownAfterAll = ["tos_uri", "client_name"]
        evidence.deletes = false
        evidence.clearing = ["logo_uri": .emptyValue]
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

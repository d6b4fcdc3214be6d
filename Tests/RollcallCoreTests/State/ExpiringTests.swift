import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// Registrations that were left behind, and when they end.
@Suite struct ExpiringTests {
    private typealias Samples = StateSamples

    @Test func anOrphanIsKeptUntilItsSecretExpires() {
        let moment: Int64 = 1_800_000_000
        let rows: [(expiry: Int64?, now: Int, isInDoubt: Bool, expires: Bool)] = [
            (nil, .max, false, false), (0, .max, false, false), (moment, Int(moment) - 1, false, false),
            (moment, Int(moment), false, true), (moment, Int(moment), true, false),
        ]
        for row in rows {
            var state = StateDocument(lineage: Samples.lineage)
            var orphan = Samples.former(3)
            orphan.clientSecretExpiresAt = row.expiry
            state.orphans = [Samples.former(4), orphan]
            if row.isInDoubt {
                let intent = Samples.intent(.delete, "web", id: "8d1c0f2a-9", registration: 3)
                state.doubts[intent.id] = Doubt(intent: intent, received: .plain(Secret("")), reason: "no answer")
            }
            let expired = state.expiredOrphans(now: row.now)
            #expect(expired == (row.expires ? [orphan] : []), "\(row)")
            #expect(state.dropping(expired).orphans == (row.expires ? [Samples.former(4)] : state.orphans), "\(row)")
            #expect(orphan.droppedDiagnostic.code == .orphanExpired)
        }
    }

    /// It goes with the registration from the client to what is left of it, and into the file and back.
    @Test func theExpiryIsKeptWithWhatIsReplaced() throws {
        var client = Samples.web
        client.clientSecretExpiresAt = 1_800_000_000
        let former = FormerRegistration(client)
        #expect(former.clientSecretExpiresAt == 1_800_000_000)
        let written = try JSONReader.read(former.written)
        #expect(try FormerRegistration(written) == former)
        var state = StateDocument(lineage: Samples.lineage)
        state.orphans = [former]
        let schema = JSONSchema(try JSONReader.read(Samples.frozen("../state.schema.json")))
        #expect(schema.faults(of: try JSONReader.read(StateCodec.write(state, digest: Samples.digest))) == [])
    }
}

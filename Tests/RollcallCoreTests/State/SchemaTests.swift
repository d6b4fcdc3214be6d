import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// `state/v1/*.schema.json` against what is written.
struct SchemaTests {
    private func schema(_ name: String) throws -> JSONSchema {
        JSONSchema(try JSONReader.read(StateSamples.frozen("../\(name).schema.json")))
    }

    @Test func stateAndJournalAreAsTheirSchemasSay() throws {
        let state = try schema("state")
        for sample in ["state.json", "sealed.json"] {
            #expect(state.faults(of: try JSONReader.read(StateSamples.frozen(sample))) == [])
        }
        let empty = StateCodec.write(StateDocument(lineage: StateSamples.lineage), digest: StateSamples.digest)
        #expect(state.faults(of: try JSONReader.read(empty)) == [])
        let record = try schema("journal-record")
        for seal in [Seal.off, ToySeal.seal()] {
            for line in StateSamples.lines.joined() {
                #expect(record.faults(of: .object(line.json(seal, lineage: StateSamples.lineage))) == [], "\(line)")
            }
        }
    }

    /// Taking away any one member of a record or of the sample's first levels, or adding one, must be noticed, unless it may be absent.
    @Test func theSchemasKnowWhichMembersMustBeThere() throws {
        let state = try schema("state")
        let sample = try #require(try JSONReader.read(StateSamples.frozen("state.json")).object)
        for name in sample.names {
            var changed = sample
            changed[name] = nil
            #expect(state.faults(of: .object(changed)).isEmpty == (name == "journal"), "\(name)")
        }
        let optional: [JSONString] = ["content_type", "retry_after"]
        let record = try schema("journal-record")
        for line in StateSamples.lines.joined() {
            for name in line.json().names {
                var changed = line.json()
                changed[name] = nil
                #expect(record.faults(of: .object(changed)).isEmpty == optional.contains(name), "\(line), \(name)")
                #expect((try? KeptRecord(.object(changed))) == nil || optional.contains(name), "\(line), \(name)")
            }
            var more = line.json()
            more["colour"] = 1
            #expect(!record.faults(of: .object(more)).isEmpty)
        }
    }
}

import OAuthRegistration
import StrictJSON
import Testing

@testable import RollcallCore

/// The saved plan's format. `state/v1/samples/plan.json` is what every later version must still read.
struct PlanCodecTests {
    private let digest = StateSamples.digest

    @Test func theFrozenSampleIsReadAndWrittenByteForByte() throws {
        let frozen = StateSamples.frozen("plan.json")
        #expect(text(PlanCodec.write(PlanSamples.plan, digest: digest)) == text(frozen))
        #expect(try PlanCodec.read(frozen, digest: digest) == PlanSamples.plan)
        for plan in [Plan(), Plan(lineage: StateSamples.lineage, serial: 0)] {
            #expect(try PlanCodec.read(PlanCodec.write(plan, digest: digest), digest: digest) == plan)
        }
    }

    @Test func plansAreAsTheirSchemaSays() throws {
        let schema = JSONSchema(try JSONReader.read(StateSamples.frozen("../plan.schema.json")))
        #expect(schema.faults(of: try JSONReader.read(StateSamples.frozen("plan.json"))) == [])
        #expect(schema.faults(of: try JSONReader.read(PlanCodec.write(Plan(), digest: digest))) == [])
        let sample = try #require(try JSONReader.read(StateSamples.frozen("plan.json")).object)
        let optional: [JSONString] = ["accepted_origins", "lineage", "serial"]
        for name in sample.names {
            var changed = sample
            changed[name] = nil
            #expect(schema.faults(of: .object(changed)).isEmpty == optional.contains(name), "\(name)")
        }
        let credential = text(StateSamples.frozen("plan.json")).replacing(
            #""metadata":{"#, with: #""metadata":{"client_secret":"x","#)
        #expect(schema.faults(of: try JSONReader.read(Array(credential.utf8))).isEmpty == false)
    }

    @Test func whatIsNoWholePlanIsRefusedAndNamed() {
        let whole = StateSamples.frozen("plan.json")
        let cases: [(String, [UInt8], PlanFault)] = [
            ("empty", [], .notAPlan),
            ("a manifest", Array("rollcall: 1\n".utf8), .notAPlan),
            ("other JSON", Array("{}\n".utf8), .notAPlan),
            ("a state", StateSamples.frozen("state.json"), .notAPlan),
            ("a byte order mark", [0xEF, 0xBB, 0xBF] + whole, .notAPlan),
            ("cut off", whole.dropLast(9), .short),
            ("joined with another", whole + whole, .digest),
            ("with a line more", whole + [0x0A], .short),
            ("edited by hand", edited("openid", "openid email", digested: false), .digest),
            ("newer", edited("\"format\": 1", "\"format\": 2", digested: false), .newerFormat(2)),
            ("newer, and otherwise whole", edited("\"format\": 1", "\"format\": 2"), .newerFormat(2)),
            (
                "a path where an origin stands", edited("https://new.example.com", "https://new.example.com/x"),
                .malformed("its members are not as a plan has them")
            ),
            (
                "no origin", edited("https://new.example.com", "new.example.com"),
                .malformed("\"accepted_origins\" holds something that is no origin")
            ),
            ("older than any", edited("\"format\": 1", "\"format\": 0"), .malformed("its members are not as a plan has them")),
            ("an unknown member", edited("\"serial\"", "\"colour\""), .malformed("\"colour\" is not known")),
            (
                "an unknown action", edited("\"blocked\"", "\"paint\""),
                .malformed("change native: \"action\" cannot be \"paint\"")
            ),
            ("no label", edited("\"backend\"", "\"Backend\""), .malformed("\"label\" is no label")),
            ("a member twice", edited("\"servers\"", "\"serial\""), .malformed("member name repeated at byte 89")),
            (
                "a credential", edited(#""metadata":{"client_name":"#, #""metadata":{"client_secret":"#),
                .malformed("change native: \"client_secret\" has no place in a plan")
            ),
            (
                "another order", edited("\"label\":\"backend\"", "\"label\":\"zebra\""),
                .malformed("changes are not in ascending order")
            ),
            (
                "more space", edited("\"label\":\"backend\"", "\"label\": \"backend\""),
                .malformed("its members are not as a plan has them")
            ),
        ]
        for (name, bytes, fault) in cases {
            #expect(throws: fault, "\(name)") { try PlanCodec.read(bytes, digest: digest) }
            let diagnostic = fault.diagnostic(path: "x.plan")
            #expect(diagnostic.detail.hasPrefix("x.plan ") && diagnostic.hint != nil, "\(name)")
            #expect(diagnostic.code == (fault == .newerFormat(2) ? .planNewer : .planDamaged), "\(name)")
        }
    }

    /// Whatever byte changes: it is noticed.
    @Test func noByteOfAPlanChangesUnseen() {
        let whole = StateSamples.frozen("plan.json")
        for index in whole.indices where index % 7 == 0 {
            var changed = whole
            changed[index] ^= 0x01
            #expect(throws: PlanFault.self, "byte \(index)") { try PlanCodec.read(changed, digest: digest) }
        }
    }

    /// What is nested too deeply to be read again is left out of a plan; whatever else was observed stays.
    @Test func everyPlanIsReadBack() throws {
        for depth in [1, 58, 59, 60, 63] {
            var value: JSONValue = []
            for _ in 1..<depth { value = [value] }
            var scene = Scene()
            scene.observe(["client_name": value, "redirect_uris": Scene.callback])
            let plan = scene.plan().plan
            #expect(plan.changes.first?.fields.first?.observed == (depth <= 59 ? value : nil))
            #expect(try PlanCodec.read(PlanCodec.write(plan, digest: digest), digest: digest) == plan, "\(depth)")
        }
    }

    private func edited(_ old: String, _ new: String, digested: Bool = true) -> [UInt8] {
        let changed = text(StateSamples.frozen("plan.json")).replacing(old, with: new, maxReplacements: 1)
        guard digested else { return Array(changed.utf8) }
        let body = Array((changed.split(separator: "\n").dropLast(2).joined(separator: "\n") + "\n").utf8)
        return body + Array("  \"digest\": \"\(DigestLine.text(of: body[...], digest))\"\n}\n".utf8)
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

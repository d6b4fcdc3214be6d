import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// The state file's format. `state/v1/samples` is what every later version must still read.
struct StateCodecTests {
    private let digest = StateSamples.digest

    @Test func theFrozenSampleIsReadAndWrittenByteForByte() throws {
        let frozen = StateSamples.frozen("state.json")
        let state = try StateCodec.read(frozen, digest: digest)
        #expect(String(decoding: StateCodec.write(StateSamples.document, digest: digest), as: UTF8.self) == frozen.text)
        #expect(StateCodec.write(state, digest: digest) == frozen)
        #expect(state.labels.map(\.text) == ["backend", "web"])
        #expect(state[StateSamples.label("web")] == StateSamples.web)
        #expect(state[StateSamples.label("backend")] == StateSamples.backend)
        #expect(state.doubts == StateSamples.document.doubts)
        #expect(state.servers == StateSamples.document.servers)
        #expect(state.orphans == StateSamples.document.orphans)
        #expect(state.references == StateSamples.document.references)
    }

    @Test func aRowPointsAtTheClientsParts() throws {
        let index = try StateCodec.read(StateSamples.frozen("state.json"), digest: digest).clients
        let web = try #require(index.row(StateSamples.label("web")))
        #expect(Array(index.slice(web.requested)) == StateSamples.web.requested.canonicalBytes)
        #expect(Array(index.slice(web.tags)).text == #"{"team":"cardiology"}"#)
        #expect(Array(index.slice(web.server)).text == "demo")
        #expect(web.protect && web.hasFormer)
        #expect(index.row(StateSamples.label("w")) == nil && index.row(StateSamples.label("webb")) == nil)
    }

    @Test func whatIsSplicedIsWhatIsWrittenWhole() throws {
        var generator = SeededGenerator(seed: 7)
        var values: [ClientLabel: RecordedClient] = [:]
        var state = StateDocument(lineage: StateSamples.lineage)
        for round in 0..<40 {
            for _ in 0..<4 {
                let label = StateSamples.label("c\(Int.random(in: 0..<12, using: &generator))")
                var client = StateSamples.web
                client.clientID = JSONString("round-\(round)")
                let value = Bool.random(using: &generator) ? client : nil
                state[label] = value
                values[label] = value
            }
            #expect(state.labels == values.keys.sorted(), "round \(round)")
            #expect(state.count == values.count, "round \(round)")
            var whole = StateDocument(lineage: StateSamples.lineage)
            whole.edits = values.mapValues { $0 }
            let written = StateCodec.write(state, digest: digest)
            #expect(written == StateCodec.write(whole, digest: digest), "round \(round)")
            if round % 3 == 0 { state = try StateCodec.read(written, digest: digest) }
        }
    }

    @Test func whatIsNoWholeStateIsNamedAndNeverTakenForEmpty() throws {
        let whole = StateSamples.frozen("state.json")
        let text = whole.text
        let cases: [(String, [UInt8], StateFault)] = [
            ("empty", [], .empty),
            ("NULs", Array(repeating: 0, count: 300), .zeros),
            ("NULs at the end", whole.dropLast(20) + Array(repeating: 0, count: 20), .zeros),
            ("trailing garbage", whole + Array("x".utf8), .short),
            ("a second line end", whole + Array("\n".utf8), .short),
            ("byte order mark", [0xEF, 0xBB, 0xBF] + whole, .digest),
            ("CRLF", Array(text.replacing("\n", with: "\r\n").utf8), .short),
            ("edited by hand", Array(text.replacing("cardiology", with: "neurology").utf8), .digest),
            ("newer", Array(text.replacing("\"format\": 1,", with: "\"format\": 2,").utf8), .newerFormat(2)),
            ("newer, unlike ours", Array("{\"format\":3}".utf8), .newerFormat(3)),
            ("conflict", Array(text.replacing("  \"serial\"", with: "<<<<<<< ours\n  \"serial\"").utf8), .conflict(line: 4)),
        ]
        for (name, bytes, fault) in cases {
            #expect(throws: fault, "\(name)") { try StateCodec.read(bytes, digest: digest) }
        }
        for length in 0..<whole.count {
            #expect(throws: StateFault.self, "cut at \(length)") {
                try StateCodec.read(Array(whole.prefix(length)), digest: digest)
            }
        }
    }

    @Test func aRightDigestDoesNotExcuseWhatRollcallNeverWrites() {
        let cases: [(String, String, String)] = [
            ("unknown member", "  \"clients\":", "  \"colour\": 1,\n  \"clients\":"),
            ("unknown member of a client", "      \"granted\": {},", "      \"granted\": {},\n      \"colour\": 1,"),
            ("missing member", "      \"protect\": false,\n", ""),
            ("member out of place", "  \"serial\": 12,\n  \"journal\"", "  \"journal\""),
            ("a serial without a next one", "\"serial\": 12", "\"serial\": 9223372036854775807"),
            ("a serial below 0", "\"serial\": 12", "\"serial\": -1"),
            ("labels not ascending", "\"backend\": {", "\"zebra\": {"),
            ("a label twice", "\"backend\": {", "\"web\": {"),
            ("no label", "\"backend\": {", "\"Backend\": {"),
            ("no UUID", "0001\",\n", "000x\",\n"),
            ("metadata not ascending", "\"client_name\":\"Web\",\"redirect_uris\"", "\"z\":\"Web\",\"redirect_uris\""),
            ("wrong type", "\"protect\": false", "\"protect\": null"),
            ("no integer", "\"client_secret_expires_at\": 0", "\"client_secret_expires_at\": 0.5"),
            ("credential of another type", "\"not-a-token\"", "17"),
            ("former that is no registration", "\"client_id\":\"former-3\"", "\"client_id\":3"),
            ("server without origin", "\"origin\":\"embedded\",", ""),
            ("doubt without operation", "\"operation\":\"register\"", "\"operation\":\"guess\""),
            ("doubt that is not base64", "\"received\":\"e", "\"received\":\"!"),
            ("orphan with more", "\"former-7\",", "\"former-7\",\"colour\":1,"),
            ("reference to no origins", "[\"https://id.example.com\"]", "[1]"),
        ]
        for (name, written, changed) in cases {
            let bytes = resealed(StateSamples.frozen("state.json").text, written, changed)
            let fault = #expect(throws: StateFault.self, "\(name)") { try StateCodec.read(bytes, digest: digest) }
            #expect(fault.map(isMalformed) == true, "\(name): \(String(describing: fault))")
        }
    }

    /// Read and written without a key: credentials of clients, of former registrations, of orphans; answers in doubt.
    @Test func whatIsSealedIsCopiedByteForByte() throws {
        let frozen = StateSamples.frozen("sealed.json")
        var state = try StateCodec.read(frozen, digest: digest)
        for label in state.labels { state[label] = state[label] }
        #expect(StateCodec.write(state, digest: digest).text == frozen.text)
        #expect(state.survey.keyIDs == ["630dcd29"] && !state.survey.holdsPlain)
        #expect(state[StateSamples.label("web")]?.credentials.all.allSatisfy(\.isSealed) == true)
        #expect(state[StateSamples.label("web")]?.former[0].credentials.all.allSatisfy(\.isSealed) == true)
        #expect(state.orphans[0].credentials.registrationAccessToken?.isSealed == true)
        #expect(state.doubts.values.map(\.received.isSealed) == [true])
    }

    @Test func sealedAndPlainStandSideBySideAndNothingElseDoes() throws {
        let places = ["\"not-a-token\"", "\"not-a-token-3\"", "\"not-a-token-7\"", "\"eyJjbGllbnRfaWQiOiJu\""]
        let cases: [(String, Bool)] = [
            (#"{"sealed":"v1:0a1b2c3d:AAAA"}"#, true), (#"{"sealed":"v1:0a1b2c3d:!"}"#, true),
            (#"{"sealed":"v2:0a1b2c3d:AAAA"}"#, false), (#"{"sealed":"v1:0A1B2C3D:AAAA"}"#, false),
            (#"{"sealed":"v1:0a1b2c3:AAAA"}"#, false), (#"{"sealed":"v1:0a1b2c3d:"}"#, false), (#"{"sealed":""}"#, false),
            (#"{"sealed":1}"#, false), (#"{"opened":"v1:0a1b2c3d:AAAA"}"#, false), ("{}", false), ("[]", false), ("null", false),
            (#"{"also":1,"sealed":"v1:0a1b2c3d:AAAA"}"#, false), (#"{"sealed":"v1:0a1b2c3d:AAAA","too":1}"#, false),
        ]
        for place in places {
            for (value, isRight) in cases {
                let bytes = resealed(StateSamples.frozen("state.json").text, place, value)
                if isRight {
                    let survey = try StateCodec.read(bytes, digest: digest).survey
                    #expect(survey.keyIDs == ["0a1b2c3d"] && survey.holdsPlain, "\(value) for \(place)")
                } else {
                    let fault = #expect(throws: StateFault.self, "\(value) for \(place)") {
                        try StateCodec.read(bytes, digest: digest)
                    }
                    #expect(fault.map(isMalformed) == true, "\(value) for \(place)")
                }
            }
        }
    }

    private func isMalformed(_ fault: StateFault) -> Bool {
        if case .malformed = fault { true } else { false }
    }

    /// The text with one thing changed, under a digest that fits.
    private func resealed(_ text: String, _ written: String, _ changed: String) -> [UInt8] {
        let edited = text.replacing(written, with: changed, maxReplacements: 1)
        precondition(edited != text, "nothing was changed")
        let lines = edited.split(separator: "\n", omittingEmptySubsequences: false).dropLast(3)
        let body = Array((lines.joined(separator: "\n") + "\n").utf8)
        return body + Array("  \"digest\": \"\(DigestLine.text(of: body[...], digest))\"\n}\n".utf8)
    }
}

extension [UInt8] {
    var text: String { String(decoding: self, as: UTF8.self) }
}

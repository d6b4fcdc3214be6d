import Foundation
import StrictJSON
import Testing

/// Whatever the bytes are, the reader answers; it and the scanner agree; and what it accepts survives being written and read.
@Suite struct JSONRobustnessTests {
    @Test func noMutationCrashesOrDividesReaderAndScanner() {
        let seed = ProcessInfo.processInfo.environment["ROLLCALL_TEST_SEED"].flatMap { UInt64($0) } ?? 8259
        print("JSON mutations: ROLLCALL_TEST_SEED=\(seed)")
        var random = Mutations(seed: seed)
        var accepted = 0
        for round in 0..<10_000 {
            let bytes = random.mutated(Self.samples[round % Self.samples.count])
            let fault = contradiction(in: bytes)
            #expect(fault == nil, "seed \(seed), round \(round): \(fault ?? "") in \(Data(bytes).base64EncodedString())")
            if fault != nil { return }
            if JSONVerdict.ofScanner(bytes).isAccepted { accepted += 1 }
        }
        // Both sides of the agreement were tried.
        #expect(accepted > 500 && accepted < 9500)
    }

    @Test func naughtyStringsPassThroughByteForByte() throws {
        var strings = Self.naughty
        if let corpus = Corpora.find("big-list-of-naughty-strings/blns.json") {
            let value = try JSONReader.read([UInt8](Data(contentsOf: corpus)))
            strings += try #require(value.array).map { try #require($0.string) }
            #expect(strings.count > 500)
        }
        for string in strings {
            let object: JSONValue = .object([string: .string(string)])
            let read = try JSONReader.read(object.canonicalBytes)
            #expect(read.object?[string]?.string?.utf8 == string.utf8, "\(string)")
            #expect(read.canonicalBytes == object.canonicalBytes, "\(string)")
        }
    }

    /// What contradicts another about `bytes`, if anything.
    private func contradiction(in bytes: [UInt8]) -> String? {
        let scanned = JSONVerdict.ofScanner(bytes)
        if JSONVerdict.ofLenientReader(bytes) != scanned { return "reader and scanner differ" }
        if JSONVerdict.ofScanner(bytes, order: .ascending).isAccepted, !JSONVerdict.ofReader(bytes).isAccepted {
            return "ascending, and yet refused"
        }
        guard let value = try? JSONReader.readLenient(bytes).value else { return nil }
        let written = value.canonicalBytes
        guard let again = try? JSONReader.read(written), again == value, again.canonicalBytes == written else {
            return "not the same once written and read"
        }
        return JSONVerdict.ofScanner(written, order: .ascending).isAccepted ? nil : "written out of order"
    }

    private static let samples: [[UInt8]] = [
        #"{"client_name":"Klinik Köln 😀","redirect_uris":["https://client.example.com/callback"],"client_secret_expires_at":0}"#,
        #"[1,-0.5e+10,true,false,null,"\u00e9\ud83d\ude00\n\"\\\/",{},[],{"a":{"b":[[]]},"a":2}]"#,
        "{\n  \"grant_types\": [\"authorization_code\"],\n  \"é\": \"a longer text, more than a machine word\"\n}\n",
        #"{"a":1,"b":2,"c":3,"d":{"e":"\t"}}"#,
    ].map { Array($0.utf8) }

    private static let naughty: [JSONString] = [
        "", "\0", "\u{7F}\u{80}\u{9F}", "\"\\/\u{8}\u{C}\n\r\t", "\u{FEFF}", "\u{202E}txt", "e\u{301}\u{E9}", "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "\u{FFFF}\u{10FFFF}",
        "../../etc/passwd", "$(touch /tmp/x)`;--", "\u{1B}[31m", "\\u0000", "1e400", "null", "Z̡͖̜̗",
    ]
}

/// Changes of a few bytes, repeatable from a seed (SplitMix64).
private struct Mutations: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &self) where !bytes.isEmpty {
            let index = bytes.indices.randomElement(using: &self)!
            switch Int.random(in: 0..<5, using: &self) {
            case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &self)
            case 1: bytes[index] = Array("{}[]\",:\\u0e.- ".utf8).randomElement(using: &self)!
            case 2: bytes.remove(at: index)
            case 3: bytes.insert(bytes.randomElement(using: &self)!, at: index)
            default: bytes.removeSubrange(index..<min(bytes.endIndex, index + Int.random(in: 1...8, using: &self)))
            }
        }
        return bytes
    }
}

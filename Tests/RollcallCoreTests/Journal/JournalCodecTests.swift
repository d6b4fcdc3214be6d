import OAuthRegistration
import RollcallTestKit
import StrictJSON
import Testing

@testable import RollcallCore

/// The journal's format, and what may become of a file that is only ever appended to (reliability.md, F44 to F46).
struct JournalCodecTests {
    /// The header, then the lines.
    private var written: [[UInt8]] { written(StateSamples.lines) }

    private func written(_ lines: [[JournalRecord]]) -> [[UInt8]] {
        var line = JournalCodec.line(StateSamples.header)
        var written = [Array(line.bytes)]
        for (number, records) in zip(1..., lines) {
            line = JournalCodec.line(records, number: number, after: line.checksum)
            written.append(Array(line.bytes))
        }
        return written
    }

    private func bytes(_ lines: [[UInt8]]) -> [UInt8] { Array(lines.joined()) }

    @Test func theFrozenSampleIsReadAndWrittenByteForByte() throws {
        let frozen = StateSamples.frozen("state.json.journal")
        #expect(bytes(written).text == frozen.text)
        let file = try JournalCodec.read(frozen)
        #expect(file.header == StateSamples.header)
        #expect(file.lines == 4 && file.ending == .whole)
        #expect(file.records == StateSamples.lines.joined().map { .open($0) })
        #expect(file.labels.map(\.text) == ["native", "web"])
    }

    /// Whatever a server sends with it.
    @Test func theLargestAnswerFitsTheRoomThatIsReservedForIt() {
        let fields = String(repeating: "x", count: 64 << 10)
        let body = [UInt8](repeating: 0xFF, count: HTTPRequest.registrationAnswerLimit)
        let answer = HTTPAnswer(status: 429, contentType: fields, retryAfter: fields, body: body)
        #expect(answer.contentType == nil && answer.retryAfter == nil)
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"
        #expect(HTTPAnswer(status: 429, contentType: "text/html", retryAfter: date).retryAfter == date)
        let longest = HTTPAnswer(
            status: 429, contentType: String(fields.prefix(256)), retryAfter: String(fields.prefix(64)), body: body)
        for seal in [Seal.off, ToySeal.seal()] {
            let records = [JournalRecord.answered(OperationID("8d1c0f2a-5"), longest, at: Timestamp("t"))]
            let line = JournalCodec.line(records, number: 1, after: 0, seal, lineage: StateSamples.lineage)
            #expect(line.bytes.count + (16 << 10) < OpenJournal<SimulatedDisk>.bytesPerCall)
        }
    }

    /// A sealed journal names its labels to anybody, and its answers to nobody without the key.
    @Test func theFrozenSealedSampleIsReadAndItsAnswersStayClosed() throws {
        let file = try JournalCodec.read(StateSamples.frozen("sealed.json.journal"))
        #expect(file.header == StateSamples.header && file.labels.map(\.text) == ["native", "web"])
        #expect(file.lines == 4 && file.ending == .whole)
        #expect(file.records.map(\.holdsAnswer) == [false, true, false, true, false, false])
        let open = file.records.compactMap { if case .open(let record) = $0 { record } else { nil } }
        #expect(open == StateSamples.lines.joined().filter { !KeptRecord.open($0).holdsAnswer })
        #expect(throws: SealFault.noKey(wanted: "630dcd29")) { try file.opened(with: .off) }
    }

    @Test func whatIsSealedInAJournalOpensThereAlone() throws {
        let seal = ToySeal.seal()
        var line = JournalCodec.line(StateSamples.header)
        var bytes = Array(line.bytes)
        for (number, records) in zip(1..., StateSamples.lines) {
            line = JournalCodec.line(records, number: number, after: line.checksum, seal, lineage: StateSamples.lineage)
            bytes += line.bytes
        }
        var file = try JournalCodec.read(bytes)
        #expect(!bytes.text.contains("/wB7ImNsaWVudF9pZCI6Im4ifQ=="))
        #expect(try file.opened(with: seal) == Array(StateSamples.lines.joined()))
        file.header.lineage = "another"
        #expect(throws: SealFault.changed(key: ToySeal.key(1).id)) { try file.opened(with: seal) }
    }

    @Test func aJournalCutAnywhereHoldsTheWholeLinesBeforeTheCut() throws {
        let whole = bytes(written)
        let ends = written.reduce(into: [0]) { $0.append($0.last! + $1.count) }.dropFirst()
        for length in 0..<whole.count {
            let cut = Array(whole.prefix(length))
            let lines = ends.count { $0 <= length } - 1
            guard lines >= 0 else {
                #expect(throws: JournalFault.header, "cut at \(length)") { try JournalCodec.read(cut) }
                continue
            }
            let file = try JournalCodec.read(cut)
            let end = ends[ends.startIndex + lines]
            #expect(file.records == StateSamples.lines.prefix(lines).joined().map { .open($0) }, "cut at \(length)")
            #expect(file.ending == (end == length ? .whole : .cut(at: end)), "cut at \(length)")
        }
    }

    @Test func aFlippedBitIsDamageUnlessItIsInTheLastLine() throws {
        let lines = (1...3).map { [JournalRecord.refused(OperationID("a-\($0)"), reason: "J*")] }
        var journal = bytes(written(lines))
        let lastLine = journal.count - written(lines).last!.count
        let before = lines.dropLast().joined().map { KeptRecord.open($0) }
        for index in journal.indices {
            for bit in 0..<8 {
                journal[index] ^= 1 << bit
                defer { journal[index] ^= 1 << bit }
                let file = try? JournalCodec.read(journal)
                if index < lastLine {
                    if file != nil { Issue.record("bit \(bit) of byte \(index) was not noticed") }
                } else if file?.records != before || file?.ending != .cut(at: lastLine) {
                    Issue.record("bit \(bit) of byte \(index) is no cut")
                }
            }
        }
    }

    @Test func whatNoCutExplainsIsDamage() throws {
        let lines = written
        let zeros: (Int) -> [UInt8] = { Array(repeating: 0, count: $0) }
        var zeroed = lines
        zeroed[3].replaceSubrange(0..<100, with: zeros(100))
        var lastTwo = lines
        for index in [3, 4] { lastTwo[index][40] ^= 1 }
        var lastThreeWithoutEnds = lines
        for index in 2...4 { lastThreeWithoutEnds[index][lines[index].count - 1] = 0 }
        let other = JournalHeader(id: "other", lineage: StateSamples.lineage, base: 12)
        let cases: [(String, [UInt8], JournalFault)] = [
            ("empty", [], .header),
            ("no header", bytes(Array(lines.dropFirst())), .header),
            ("zeros only", zeros(4096), .header),
            ("a sector of zeros in the last but one line", bytes(zeroed), .damaged(line: 3)),
            ("a bit in each of the last two lines", bytes(lastTwo), .damaged(line: 3)),
            ("no line feeds any more", bytes(lastThreeWithoutEnds), .damaged(line: 2)),
            ("the last line twice", bytes(lines + [lines[4]]), .outOfOrder(line: 5)),
            ("a line missing", bytes([lines[0], lines[1], lines[3], lines[4]]), .outOfOrder(line: 2)),
            ("two lines swapped", bytes([lines[0], lines[2], lines[1]]), .outOfOrder(line: 1)),
            ("another journal's lines", bytes([Array(JournalCodec.line(other).bytes)] + lines.dropFirst()), .outOfOrder(line: 1)),
        ]
        for (name, journal, fault) in cases {
            #expect(throws: fault, "\(name)") { try JournalCodec.read(journal) }
        }
        // What a client is registered with may look like the beginning of a line.
        let requested = ClientMetadata(["vendor_field": ["after": " {\"after\":\""]])
        let intent = StateSamples.intent(.register, "web", id: "8d1c0f2a-8", registration: 8, requested: requested)
        let torn = bytes(lines) + JournalCodec.line([.intended(intent)], number: 5, after: 0).bytes.dropLast()
        #expect(try JournalCodec.read(torn).ending == .cut(at: bytes(lines).count))
        for count in [1, 512, 4096] {
            let file = try JournalCodec.read(bytes(lines) + zeros(count))
            #expect(file.lines == 4 && file.ending == .cut(at: bytes(lines).count), "\(count) zeros at the end")
        }
    }

    @Test func aGoodChecksumDoesNotExcuseWhatRollcallNeverWrites() {
        let header = JournalCodec.line(StateSamples.header)
        let cases: [(String, JSONValue)] = [
            ("no object", 1),
            ("unknown kind", ["kind": "guessed", "id": "a-1"]),
            ("unknown member", ["kind": "refused", "id": "a-1", "reason": "x", "colour": 1]),
            ("missing member", ["kind": "refused", "id": "a-1"]),
            ("not base64", ["kind": "in_doubt", "id": "a-1", "received": "%", "reason": "x"]),
        ]
        for (name, record) in cases {
            let line = JournalLine([
                "after": .string(JournalLine.text(header.checksum)), "line": 1, "records": .array([record]),
            ])
            let fault = #expect(throws: JournalFault.self, "\(name)") { try JournalCodec.read(Array(header.bytes + line.bytes)) }
            if case .malformed(line: 1, _) = fault { continue }
            Issue.record("\(name): \(String(describing: fault))")
        }
        let newer = JournalLine(["format": 2, "what": "ever"])
        #expect(throws: JournalFault.newerFormat(2)) { try JournalCodec.read(Array(newer.bytes)) }
    }

    @Test func checksumAndBase64AreTheStandards() {
        // RFC 3720, appendix B.4; RFC 4648, section 10.
        let checksums: [([UInt8], UInt32)] = [
            (Array("123456789".utf8), 0xE306_9283), (Array(repeating: 0, count: 32), 0x8A91_36AA),
            (Array(repeating: 0xFF, count: 32), 0x62A8_AB43),
        ]
        for (bytes, checksum) in checksums { #expect(CRC32C.of(bytes) == checksum, "\(bytes)") }
        let texts = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")]
        for (plain, encoded) in texts {
            #expect(Base64.encode(Array(plain.utf8)) == encoded)
            #expect(Base64.decode(Array(encoded.utf8)) == Array(plain.utf8))
        }
        for bad in ["Zg=", "Zg", "Zh==", "Zg==Zg==", "=m9v", "Z===", "Zg=x", "=g==", "Zm9v====", "Zm9\n", "Zm9v\n"] {
            #expect(Base64.decode(Array(bad.utf8)) == nil, "\(bad)")
        }
    }
}

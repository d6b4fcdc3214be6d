import OAuthRegistration
import StrictJSON

@testable import RollcallCore

/// So that a digest is no hurdle: every document has this one.
private let digest: Digest = { _ in Array(repeating: 0, count: 32) }
private let digestLine = Array("\n  \"digest\": \"sha256:\(String(repeating: "0", count: 64))\"\n}\n".utf8)

/// A state that is read is written with the same bytes, and every client in it can be had.
func fuzzState(_ bytes: [UInt8]) {
    for document in [bytes, bytes + digestLine] {
        guard let state = try? StateCodec.read(document, digest: digest) else { continue }
        let written = StateCodec.write(state, digest: digest)
        guard let again = try? StateCodec.read(written, digest: digest) else {
            preconditionFailure("what was written is refused")
        }
        precondition(StateCodec.write(again, digest: digest) == written, "equal states, other bytes")
    }
}

/// A plan that is read is written with the same bytes.
func fuzzPlan(_ bytes: [UInt8]) {
    for document in [bytes, bytes + digestLine] {
        guard let plan = try? PlanCodec.read(document, digest: digest) else { continue }
        precondition(PlanCodec.write(plan, digest: digest) == document, "other bytes")
    }
}

/// A journal is whole, cut where a line begins, or refused; and what stands before a cut is the same without it.
func fuzzJournal(_ bytes: [UInt8]) {
    guard let file = try? JournalCodec.read(bytes) else { return }
    guard case .cut(let at) = file.ending else { return }
    precondition(at > 0 && bytes[at - 1] == UInt8(ascii: "\n"), "cut within a line")
    guard let before = try? JournalCodec.read(Array(bytes[..<at])) else { preconditionFailure("refused without its cut end") }
    precondition(before.records == file.records && before.ending == .whole, "the cut changed what stands before it")
}

/// Records of any kind in any order, one JSON object a line: written and read they are the same, and they make a state that can be
/// written and read, whatever they say.
func fuzzRecords(_ bytes: [UInt8]) {
    let records = bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
        (try? JSONReader.read(Array(line))).flatMap { try? KeptRecord($0).opened(with: .off, lineage: "lineage") }
    }
    let header = JournalCodec.line(JournalHeader(id: "a.1", lineage: "lineage", base: 1))
    let line = JournalCodec.line(records, number: 1, after: header.checksum)
    guard let file = try? JournalCodec.read(Array(header.bytes + line.bytes)) else { preconditionFailure("refused as written") }
    guard let opened = try? file.opened(with: .off) else { preconditionFailure("sealed as written") }
    precondition(opened == records && file.ending == .whole, "other records")
    var ledger = Ledger(StateDocument(lineage: "lineage"))
    for record in records { ledger.apply(record) }
    let written = StateCodec.write(ledger.closed(), digest: digest)
    precondition((try? StateCodec.read(written, digest: digest)) != nil, "records made a state that cannot be read")
}

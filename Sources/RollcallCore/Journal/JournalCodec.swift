import StrictJSON

/// What a journal says of itself in its first line.
public struct JournalHeader: Hashable, Sendable {
    /// Random: the serial alone cannot tell a folded journal from another clone's.
    public var id: String
    public var lineage: String
    /// The serial of the state that the records belong to.
    public var base: Int

    public init(id: String, lineage: String, base: Int) {
        self.id = id
        self.lineage = lineage
        self.base = base
    }
}

/// A journal, decoded.
public struct JournalFile: Hashable, Sendable {
    public var header: JournalHeader
    /// Whole lines after the header.
    public var lines: Int
    /// Of all whole lines, in their order.
    public var records: [KeptRecord]
    public var ending: Ending

    public enum Ending: Hashable, Sendable {
        case whole
        /// What stands from this byte on never became durable: nobody was told that it is.
        case cut(at: Int)
    }

    /// The labels that its intents name, ascending.
    public var labels: [ClientLabel] {
        Set(records.compactMap { if case .open(.intended(let intent)) = $0 { intent.label } else { nil } }).sorted()
    }

    /// The records, with what is sealed in them opened.
    public func opened(with seal: Seal) throws(SealFault) -> [JournalRecord] {
        var opened: [JournalRecord] = []
        for record in records { opened.append(try record.opened(with: seal, lineage: header.lineage)) }
        return opened
    }
}

/// The journal's bytes: one line a sync.
///
///     line    hex8(crc32c(rest of the line, without the LF)) SP json LF
///     header  {"base":12,"format":1,"id":"…","lineage":"…"}
///     others  {"after":"<hex8 of the line before>","line":n,"records":[…]}      n from 1
///
/// A line is written only when the line before it is durable. So a power cut can damage the last line only, in any way the disk
/// likes: a bad line with another anywhere after it, good or bad, is damage, and a bad line without one is a cut.
public enum JournalCodec {
    /// The newest format that can be read, and the one that is written.
    public static let format = 1

    /// A journal's first line.
    static func line(_ header: JournalHeader) -> JournalLine {
        JournalLine([
            "base": .integer(header.base), "format": .integer(format), "id": .string(header.id),
            "lineage": .string(header.lineage),
        ])
    }

    /// Line `number`, from 1; `previous` is the checksum of the line before it, the header's for the first.
    static func line(
        _ records: [JournalRecord], number: Int, after previous: UInt32, _ seal: Seal = .off, lineage: String = ""
    ) -> JournalLine {
        JournalLine([
            "after": .string(JournalLine.text(previous)), "line": .integer(number),
            "records": .array(records.map { .object($0.json(seal, lineage: lineage)) }),
        ])
    }

    public static func read(_ bytes: [UInt8]) throws(JournalFault) -> JournalFile {
        guard var line = JournalLine(bytes, at: 0) else { throw .header }
        var file = JournalFile(header: try header(line), lines: 0, records: [], ending: .whole)
        while line.end < bytes.count {
            let number = file.lines + 1
            guard let next = JournalLine(bytes, at: line.end) else {
                if JournalLine.stands(in: bytes, after: line.end) { throw .damaged(line: number) }
                file.ending = .cut(at: line.end)
                return file
            }
            file.records += try records(next, number: number, after: line.checksum)
            file.lines = number
            line = next
        }
        return file
    }

    private static func header(_ line: JournalLine) throws(JournalFault) -> JournalHeader {
        if let format = (try? line.value())?.object?["format"]?.int64, format > Int64(Self.format) {
            throw .newerFormat(Int(format))
        }
        do {
            var members = try MemberReader(try line.value())
            _ = try members.integer("format")
            let header = JournalHeader(
                id: try members.text("id"), lineage: try members.text("lineage"), base: try members.integer("base"))
            try members.finish()
            return header
        } catch {
            throw .header
        }
    }

    private static func records(
        _ line: JournalLine, number: Int, after previous: UInt32
    ) throws(JournalFault) -> [KeptRecord] {
        do throws(MemberFault) {
            var members = try MemberReader(try line.value())
            let place = (after: try members.text("after"), number: try members.integer("line"))
            var records: [KeptRecord] = []
            for record in try members.array("records") { records.append(try KeptRecord(record)) }
            try members.finish()
            if place == (JournalLine.text(previous), number) { return records }
        } catch {
            throw .malformed(line: number, error.text)
        }
        throw .outOfOrder(line: number)
    }
}

/// The journal that a run appends to.
struct OpenJournal<D: Disk> {
    private(set) var file: D.File
    let header: JournalHeader
    let run: String
    /// Bytes of the state that the journal belongs to.
    let stateSize: Int
    /// After the header; each of them is durable.
    private(set) var lines = 0
    /// Of what is durable.
    private(set) var size: Int
    private(set) var reserved = 0
    /// Its size when a checkpoint was last tried, and failed; else 0.
    var sizeAtCheckpoint = 0
    private var checksum: UInt32

    /// An answer of 256 KiB in base64 (341 KiB + 4 bytes), and what stands around it: its other members are bounded by
    /// `HTTPAnswer`, and an intent's metadata has to fit as well.
    static var bytesPerCall: Int { 360 << 10 }

    /// Creates the journal under the name `temporary`: its header is durable there, and its place still to be taken.
    init(_ header: JournalHeader, run: String, stateSize: Int, on disk: D, at temporary: String) throws(DiskFailure) {
        let line = JournalCodec.line(header)
        file = try Self.written(Array(line.bytes), on: disk, at: temporary)
        self.header = header
        self.run = run
        self.stateSize = stateSize
        size = line.bytes.count
        checksum = line.checksum
    }

    /// The next line.
    func line(_ records: [JournalRecord], _ seal: Seal) -> JournalLine {
        JournalCodec.line(records, number: lines + 1, after: checksum, seal, lineage: header.lineage)
    }

    /// Durable when it returns. After a failure the file must not be written or synced again.
    mutating func append(_ line: JournalLine, to disk: D) throws(DiskFailure) {
        try disk.write(Array(line.bytes), to: file)
        try disk.sync(file)
        add(line)
    }

    /// The same journal, id and all, in a new file under the name `temporary`: every durable line as it stands on the disk, and one
    /// more. Which of the two files a cut leaves under the journal's name does not matter for what was durable before.
    ///
    /// - Parameter bytes: of the file as it reads now; `nil` if they are not the lines that were made durable.
    func copied(
        _ bytes: [UInt8]?, with line: JournalLine, on disk: D, at temporary: String
    ) throws(DiskFailure) -> OpenJournal {
        guard let bytes, let durable = durablePart(of: bytes) else {
            throw DiskFailure("read", temporary, reason: "the journal reads back as something else")
        }
        var copy = self
        copy.file = try Self.written(Array(durable) + line.bytes, on: disk, at: temporary)
        copy.reserved = 0
        copy.add(line)
        return copy
    }

    /// Room for `count` bytes past what is written. Twice as much is asked for, so that it is asked for rarely.
    mutating func reserve(_ count: Int, on disk: D) throws(DiskFailure) {
        guard count > 0, size + count > reserved else { return }
        do {
            try disk.reserve(2 * count, in: file)
            reserved = size + 2 * count
        } catch  where error.isOutOfSpace {
            try disk.reserve(count, in: file)
            reserved = size + count
        }
    }

    // MARK: Steps

    private mutating func add(_ line: JournalLine) {
        lines += 1
        size += line.bytes.count
        checksum = line.checksum
    }

    private static func written(_ bytes: [UInt8], on disk: D, at name: String) throws(DiskFailure) -> D.File {
        try disk.remove(name)
        let file = try disk.create(name)
        try disk.write(bytes, to: file)
        try disk.sync(file)
        return file
    }

    /// The file's beginning, if it is exactly the lines that were made durable: as many, and ending with the last one's checksum.
    private func durablePart(of bytes: [UInt8]) -> ArraySlice<UInt8>? {
        guard var line = JournalLine(bytes, at: 0) else { return nil }
        for _ in 0..<lines {
            guard line.end < size, let next = JournalLine(bytes, at: line.end) else { return nil }
            line = next
        }
        return line.end == size && line.checksum == checksum ? bytes[..<size] : nil
    }
}

extension JournalRecord {
    var isIntent: Bool {
        switch self {
        case .intended: true
        case .answered, .refused, .inDoubt, .settled: false
        }
    }

    /// Which call it is about.
    var call: OperationID {
        switch self {
        case .intended(let intent): intent.id
        case .answered(let id, _, _), .refused(let id, _), .inDoubt(let id, _, _), .settled(let id, _, _): id
        }
    }
}

extension [JournalRecord] {
    /// Less the intents that nothing among them follows: those are of calls that have not been sent.
    public var withoutAnnouncements: [JournalRecord] {
        let followed = Set(filter { !$0.isIntent }.map(\.call))
        return filter { record in
            if case .intended(let intent) = record { followed.contains(intent.id) } else { true }
        }
    }
}

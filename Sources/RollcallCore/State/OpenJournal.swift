/// The journal that a run appends to.
struct OpenJournal<D: Disk> {
    let file: D.File
    let header: JournalHeader
    let run: String
    /// Bytes of the state that the journal belongs to.
    let stateSize: Int
    /// After the header.
    private(set) var lines = 0
    private(set) var size: Int
    private(set) var reserved = 0
    /// Its size when a checkpoint was last tried, and failed; else 0.
    var sizeAtCheckpoint = 0
    private var checksum: UInt32

    /// An answer of 256 KiB in base64, and what stands around it.
    static var bytesPerCall: Int { 360 << 10 }

    /// Creates the journal under `temporary` and puts it in its place; durable when it returns.
    init(
        _ header: JournalHeader, run: String, stateSize: Int, on disk: D, temporary: String, name: String
    ) throws(DiskFailure) {
        let line = JournalCodec.line(header)
        file = try disk.create(temporary)
        try disk.write(Array(line.bytes), to: file)
        try disk.sync(file)
        try disk.rename(temporary, to: name)
        try disk.syncDirectory()
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

    /// Durable when it returns. After a failure the file must not be used again.
    mutating func append(_ line: JournalLine, to disk: D) throws(DiskFailure) {
        try disk.write(Array(line.bytes), to: file)
        try disk.sync(file)
        lines += 1
        size += line.bytes.count
        checksum = line.checksum
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
}

extension JournalRecord {
    var isIntent: Bool {
        switch self {
        case .intended: true
        case .answered, .refused, .inDoubt, .settled: false
        }
    }
}

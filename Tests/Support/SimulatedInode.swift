/// A file's bytes as processes see them, and as they would be after a power cut.
struct SimulatedInode {
    var bytes: [UInt8]
    var mode: UInt32 = 0o600
    /// Space is reserved up to here.
    var reserved = 0
    private var durable: [UInt8]
    /// A `sync` failed: the pages count as clean, and nothing will write them.
    private var isForgotten = false

    private static let sector = 512

    init(durable: [UInt8] = []) {
        bytes = durable
        self.durable = durable
    }

    var space: Int { max(bytes.count, reserved) }

    func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        hasher.combine(isForgotten)
        if bytes != durable { durable.withUnsafeBytes { hasher.combine(bytes: $0) } }
    }

    mutating func sync() { if !isForgotten { durable = bytes } }
    mutating func truncate(to size: Int) { bytes = Array(bytes.prefix(size)) }
    mutating func forgetDirty() { isForgotten = true }

    /// What a power cut leaves: of what is not durable all, nothing, a beginning, or any sectors; what was never written reads as zero.
    mutating func lose(choosing choose: (Int) -> Int) {
        if bytes != durable {
            switch choose(4) {
            case 0: break
            case 1: bytes = durable
            case 2: bytes = Array(bytes.prefix(max(durable.count, choose(bytes.count + 1))))
            default: loseSectors(choosing: choose)
            }
        }
        (durable, reserved, isForgotten) = (bytes, 0, false)
    }

    private mutating func loseSectors(choosing choose: (Int) -> Int) {
        let written = bytes
        bytes = durable + Array(repeating: 0, count: max(0, written.count - durable.count))
        let sectors = (written.count + Self.sector - 1) / Self.sector
        var kept = choose(1 << min(sectors, 16))
        for start in stride(from: 0, to: written.count, by: Self.sector) {
            if kept & 1 == 1 {
                let range = start..<min(start + Self.sector, written.count)
                bytes.replaceSubrange(range, with: written[range])
            }
            kept >>= 1
        }
    }
}

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

    mutating func sync() { if !isForgotten { durable = bytes } }
    mutating func forgetDirty() { isForgotten = true }

    /// What a power cut leaves: of what is not durable, all, nothing, or any sectors up to any length; what was never written
    /// reads as zero.
    mutating func lose(choosing choose: (Int) -> Int) {
        if bytes != durable {
            switch choose(3) {
            case 0: break
            case 1: bytes = durable
            default: tear(choosing: choose)
            }
        }
        (durable, reserved, isForgotten) = (bytes, 0, false)
    }

    private mutating func tear(choosing choose: (Int) -> Int) {
        let written = bytes
        let length = max(durable.count, bytes.count - choose(bytes.count + 1))
        bytes = durable + Array(repeating: 0, count: length - durable.count)
        for start in stride(from: 0, to: length, by: Self.sector) where choose(2) == 0 {
            let end = min(start + Self.sector, length, written.count)
            if start < end { bytes.replaceSubrange(start..<end, with: written[start..<end]) }
        }
    }
}

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
    mutating func truncate(to size: Int) { bytes = Array(bytes.prefix(size)) }
    mutating func forgetDirty() { isForgotten = true }

    /// What a power cut leaves: of what is not durable, any sectors up to any length; what was never written reads as zero.
    mutating func lose(using generator: inout some RandomNumberGenerator) {
        if bytes != durable {
            let lengths = [durable.count, bytes.count, Int.random(in: 0...bytes.count, using: &generator)]
            let length = max(durable.count, lengths.randomElement(using: &generator)!)
            let written = bytes
            bytes = durable + Array(repeating: 0, count: length - durable.count)
            for start in stride(from: 0, to: length, by: Self.sector) where Bool.random(using: &generator) {
                for index in start..<min(start + Self.sector, length, written.count) { bytes[index] = written[index] }
            }
        }
        (durable, reserved, isForgotten) = (bytes, 0, false)
    }
}

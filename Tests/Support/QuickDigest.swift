public import RollcallCore

/// Stands in for SHA-256 where only equality matters and thousands of states are written.
public let quickDigest: Digest = { bytes in
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    let word = (0..<8).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) }
    return word + word + word + word
}

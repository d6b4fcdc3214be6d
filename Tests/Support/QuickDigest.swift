public import RollcallCore

/// Stands in for SHA-256 where only equality matters and thousands of states are written.
public let quickDigest: Digest = { bytes in
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    let word = (0..<8).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) }
    return word + word + word + word
}

/// Faster still, where a history is all bytes and nobody forges them: eight bytes at a time.
let chunkDigest: Digest = { bytes in
    let hash = bytes.withUnsafeBytes { bytes in
        var hash = UInt64(bytes.count) &* 0x9E37_79B9_7F4A_7C15
        var offset = 0
        while offset + 8 <= bytes.count {
            hash = (hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0x9FB2_1C65_1E98_DF25
            hash ^= hash >> 32
            offset += 8
        }
        for byte in bytes[offset...] { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return hash ^ hash >> 29
    }
    return (0..<32).map { UInt8(truncatingIfNeeded: hash >> (8 * UInt64($0 & 7))) }
}

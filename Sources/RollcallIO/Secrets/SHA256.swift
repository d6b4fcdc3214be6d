import Crypto
public import RollcallCore

/// SHA-256 (FIPS 180-4) for state and plans. It hashes in place: a state of 200 MB is not copied.
public let sha256: RollcallCore.Digest = { bytes in
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return Array(hash.finalize())
}

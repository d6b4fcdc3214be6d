public import RollcallCore

/// A seal without cryptography, for tests of everything around it: it mixes the bytes with a key, so that plain text cannot be found
/// in what it makes, and notices every change. It takes a counter for a nonce, so that equal secrets differ sealed.
public enum ToySeal {
    public static func key(_ number: UInt8) -> SealKey {
        SealKey(
            hash: SHA256.digest([number]), seal: { sealed($0, $1, key: number) },
            open: { bytes, additional in
                guard bytes.count >= overhead, let nonce = bytes.first else { return nil }
                let plain = mixed(Array(bytes[12..<bytes.count - 16]), key: number, nonce: nonce)
                return tag(plain, additional, key: number, nonce: bytes.prefix(12)).elementsEqual(bytes.suffix(16)) ? plain : nil
            })
    }

    public static func seal(_ number: UInt8 = 1, previous: [UInt8] = []) -> Seal {
        .keys(SealKeys(current: key(number), previous: previous.map(key)))
    }

    private static let overhead = 28

    private static func sealed(_ plain: [UInt8], _ additional: [UInt8], key: UInt8) -> [UInt8] {
        let nonce = Array(tag(plain, additional, key: key, nonce: [0]).prefix(12))
        return nonce + mixed(plain, key: key, nonce: nonce[0]) + tag(plain, additional, key: key, nonce: nonce[...])
    }

    private static func mixed(_ bytes: [UInt8], key: UInt8, nonce: UInt8) -> [UInt8] {
        bytes.enumerated().map { $1 ^ (UInt8(truncatingIfNeeded: $0 &* 31) &+ key &+ nonce | 0x80) }
    }

    private static func tag(_ plain: [UInt8], _ additional: [UInt8], key: UInt8, nonce: ArraySlice<UInt8>) -> [UInt8] {
        Array(SHA256.digest(([key] + nonce + plain + [0] + additional)[...]).prefix(16))
    }
}

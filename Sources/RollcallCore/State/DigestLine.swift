import StrictJSON

/// The last member of a document of our own, and the last line but one: the digest of every byte before its line. What was cut
/// off, merged or edited by hand is noticed before anything of it is believed.
///
///     …,
///       "digest": "sha256:…"
///     }
enum DigestLine {
    enum Fault { case missing, wrong }

    /// The member's value; `bytes` is everything before its line.
    static func value(of bytes: ArraySlice<UInt8>, _ digest: Digest) -> JSONValue { .string(text(of: bytes, digest)) }

    /// `sha256:` and the digits.
    static func text(of bytes: ArraySlice<UInt8>, _ digest: Digest) -> String { "sha256:" + Hex.text(digest(bytes)) }

    /// What is wrong with the line at the end of a whole document.
    static func fault(in bytes: [UInt8], _ digest: Digest) -> Fault? {
        let tail = bytes.suffix(length)
        guard tail.count == length, tail.starts(with: start), tail.suffix(end.count).elementsEqual(end) else { return .missing }
        let written = tail.dropFirst(start.count).prefix(64)
        return written.elementsEqual(Hex.text(digest(bytes[..<(bytes.count - length + 1)])).utf8) ? nil : .wrong
    }

    /// The line end before the digest's line, and that line up to the digits.
    private static let start = Array("\n  \"digest\": \"sha256:".utf8)
    private static let end = Array("\"\n}\n".utf8)
    private static let length = start.count + 64 + end.count
}

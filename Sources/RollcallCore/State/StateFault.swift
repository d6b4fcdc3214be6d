/// Why a state file cannot be read. None of these is ever taken for "there is no state": that would register everything again.
public enum StateFault: Error, Hashable, Sendable {
    /// Not one byte.
    case empty
    /// Begins or ends with NUL bytes: a file system lost what was written.
    case zeros
    /// The end is missing.
    case short
    /// A version control system's conflict marker stands on this line (from 1).
    case conflict(line: Int)
    /// Written by a newer rollcall.
    case newerFormat(Int)
    /// The digest is not that of the bytes.
    case digest
    /// More than 4 GiB.
    case tooLarge
    /// The digest is right and the document is not: what, in words.
    case malformed(String)

    /// In words, to follow "The state".
    public var text: String {
        switch self {
        case .empty: "is empty"
        case .zeros: "holds NUL bytes instead of text"
        case .short: "ends too early"
        case .conflict(let line): "has a merge conflict marker on line \(line)"
        case .newerFormat(let format):
            "has format \(format), and this version of rollcall reads formats up to \(StateCodec.format)"
        case .digest: "does not match its digest: it was changed by something other than rollcall, or damaged"
        case .tooLarge: "is larger than 4 GiB"
        case .malformed(let what): "is not what rollcall writes: \(what)"
        }
    }
}

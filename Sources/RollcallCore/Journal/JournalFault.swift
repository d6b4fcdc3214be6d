/// Why a journal cannot be read. A cut of its last line is no fault: see `JournalFile.Ending`.
public enum JournalFault: Error, Hashable, Sendable {
    /// The first line is damaged or no header.
    case header
    /// Written by a newer rollcall.
    case newerFormat(Int)
    /// This line (from 1, the header not counted) is damaged, and another one stands after it: no cut explains that.
    case damaged(line: Int)
    /// This line is whole, and does not follow the one before it.
    case outOfOrder(line: Int)
    /// This line is whole, and what it says is no record: why.
    case malformed(line: Int, String)

    /// In words, to follow "The journal".
    public var text: String {
        switch self {
        case .header: "has no readable first line"
        case .newerFormat(let format):
            "has format \(format), and this version of rollcall reads formats up to \(JournalCodec.format)"
        case .damaged(let line): "is damaged at record line \(line): another line stands after it, so it is no cut"
        case .outOfOrder(let line): "has a record line \(line) that does not follow the one before it"
        case .malformed(let line, let what): "has a record line \(line) that is not what rollcall writes: \(what)"
        }
    }
}

import StrictJSON

/// One line of the journal: its bytes with the checksum before them and the LF after.
struct JournalLine {
    /// All of it, LF included.
    let bytes: ArraySlice<UInt8>
    let checksum: UInt32
    /// Where the next line begins.
    var end: Int { bytes.endIndex }

    init(_ object: JSONObject) {
        let text = object.canonicalBytes
        checksum = CRC32C.of(text)
        bytes = (Array(Self.text(checksum).utf8) + [UInt8(ascii: " ")] + text + [UInt8(ascii: "\n")])[...]
    }

    /// The line that begins at `start`; `nil` if none does, or it is damaged.
    init?(_ file: [UInt8], at start: Int) {
        guard let feed = file[start...].firstIndex(of: UInt8(ascii: "\n")), feed - start > Self.textStart,
            let written = Self.checksum(file[start..<start + Self.textStart]),
            written == CRC32C.of(file[start + Self.textStart..<feed])
        else { return nil }
        checksum = written
        bytes = file[start...feed]
    }

    func value() throws(MemberFault) -> JSONValue {
        do {
            return try JSONReader.read(Array(bytes.dropFirst(Self.textStart).dropLast()))
        } catch {
            throw MemberFault(error.reason.rawValue)
        }
    }

    /// Whether another line begins behind the start of the damaged one at `start`, good or not, on a line of its own or not: a
    /// flipped bit can have taken the LF before it. A line is written only when the one before it is durable, so no cut explains
    /// that. No canonical JSON contains the pattern looked for: its spaces stand in strings only, where quotes are escaped.
    static func stands(in file: [UInt8], after start: Int) -> Bool {
        var index = start + textStart
        while index + opening.count <= file.count {
            if file[index] == opening[0], file[index...].starts(with: opening) { return true }
            index += 1
        }
        return false
    }

    /// Eight digits, lower case.
    static func text(_ checksum: UInt32) -> String {
        Hex.text(stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: checksum >> $0) })
    }

    /// The checksum and the space after it.
    private static let textStart = 9
    /// How every line but the header's goes on behind its checksum.
    private static let opening = Array(#" {"after":""#.utf8)

    private static func checksum(_ head: ArraySlice<UInt8>) -> UInt32? {
        guard head.last == UInt8(ascii: " "), let value = UInt32(String(decoding: head.dropLast(), as: UTF8.self), radix: 16),
            text(value).utf8.elementsEqual(head.dropLast())
        else { return nil }
        return value
    }
}

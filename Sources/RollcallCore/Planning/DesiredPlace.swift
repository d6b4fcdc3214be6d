/// Where a declared client stands, and the first bytes of its label, so that most of a sort compares two words and no memory.
struct DesiredPlace {
    let sheet: UInt32
    let row: UInt32
    /// The label's first sixteen bytes, the first the highest; zero where it is shorter. No label holds a zero byte.
    private let head: UInt64
    private let tail: UInt64

    private init(sheet: Int, row: Int, label: ArraySlice<UInt8>) {
        self.sheet = UInt32(sheet)
        self.row = UInt32(row)
        head = Self.word(label.prefix(8))
        tail = Self.word(label.dropFirst(8).prefix(8))
    }

    /// All rows of all sheets by label. Labels are unique, so the order does not depend on the order of the files.
    static func ascending(in sheets: [ClientSheet]) -> [DesiredPlace] {
        var places: [DesiredPlace] = []
        places.reserveCapacity(sheets.reduce(0) { $0 + $1.rows.count })
        for (number, sheet) in sheets.enumerated() {
            for (row, client) in sheet.rows.enumerated() {
                places.append(DesiredPlace(sheet: number, row: row, label: sheet.bytes(client.label)))
            }
        }
        places.sort { left, right in
            if left.head != right.head { return left.head < right.head }
            if left.tail != right.tail { return left.tail < right.tail }
            return left.rest(in: sheets).lexicographicallyPrecedes(right.rest(in: sheets))
        }
        return places
    }

    private func rest(in sheets: [ClientSheet]) -> ArraySlice<UInt8> {
        let sheet = sheets[Int(sheet)]
        return sheet.bytes(sheet.rows[Int(row)].label).dropFirst(16)
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var word: UInt64 = 0
        for byte in bytes { word = word << 8 | UInt64(byte) }
        return word << (8 * UInt64(8 - bytes.count))
    }
}

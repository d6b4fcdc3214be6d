import RollcallCore

/// Every label of a project and where it is declared: what only all files together show.
struct Labels {
    private struct Entry {
        let hash: UInt64
        let sheet: Int
        let row: Int
    }

    private let sheets: [ClientSheet]
    /// By hash, then bytes, then place, so that equal labels are neighbours and sorting compares numbers, mostly.
    private let entries: [Entry]

    init(_ sheets: [ClientSheet]) {
        self.sheets = sheets
        var entries: [Entry] = []
        entries.reserveCapacity(sheets.reduce(0) { $0 + $1.rows.count })
        for (index, sheet) in sheets.enumerated() {
            for (row, client) in sheet.rows.enumerated() {
                entries.append(Entry(hash: Self.hash(sheet.bytes(client.label)), sheet: index, row: row))
            }
        }
        self.entries = entries.sorted { left, right in
            if left.hash != right.hash { return left.hash < right.hash }
            let (leftBytes, rightBytes) = (Self.bytes(left, sheets), Self.bytes(right, sheets))
            if !leftBytes.elementsEqual(rightBytes) { return leftBytes.lexicographicallyPrecedes(rightBytes) }
            return (left.sheet, left.row) < (right.sheet, right.row)
        }
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Declarations after the first of the same label, in the order of files and rows, each with the first.
    var repeated: [(label: ClientLabel, location: SourceLocation, first: SourceLocation)] {
        var first: Entry?
        var found: [(Entry, first: Entry)] = []
        for entry in entries {
            if let first, first.hash == entry.hash, bytes(first).elementsEqual(bytes(entry)) {
                found.append((entry, first))
            } else {
                first = entry
            }
        }
        return found.sorted { ($0.0.sheet, $0.0.row) < ($1.0.sheet, $1.0.row) }.map {
            let client = sheets[$0.0.sheet].client(sheets[$0.0.sheet].rows[$0.0.row])
            return (client.label, location($0.0), location($0.first))
        }
    }

    func location(of label: ClientLabel) -> SourceLocation? {
        let wanted = Array(label.text.utf8)
        let hash = Self.hash(wanted[...])
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].hash < hash { low = middle + 1 } else { high = middle }
        }
        return entries[low...].prefix { $0.hash == hash }.first { bytes($0).elementsEqual(wanted) }.map(location)
    }

    private func bytes(_ entry: Entry) -> ArraySlice<UInt8> { Self.bytes(entry, sheets) }

    private static func bytes(_ entry: Entry, _ sheets: [ClientSheet]) -> ArraySlice<UInt8> {
        sheets[entry.sheet].bytes(sheets[entry.sheet].rows[entry.row].label)
    }

    private func location(_ entry: Entry) -> SourceLocation {
        let sheet = sheets[entry.sheet]
        let row = sheet.rows[entry.row]
        return SourceLocation(file: sheet.file, line: Int(row.line), column: Int(row.column), length: Int(row.label.count))
    }

    /// FNV-1a. Labels that collide on purpose are still told apart, and sorted.
    private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

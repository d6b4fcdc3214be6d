/// Rows in columns, two spaces between them, nothing behind the last. Cells are shown as they are: escape before.
struct TextTable {
    var rows: [[String]]
    /// How far the whole of it is indented.
    var indent = 0

    var text: String { lines.map { $0 + "\n" }.joined() }

    /// One a row.
    var lines: [String] {
        let widths = columnWidths
        return rows.map { line($0, widths) }
    }

    private var columnWidths: [Int] {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        return widths
    }

    private func line(_ row: [String], _ widths: [Int]) -> String {
        let cells = row.enumerated().map { column, cell in
            column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
        }
        return String(repeating: " ", count: indent) + cells.joined(separator: "  ")
    }
}

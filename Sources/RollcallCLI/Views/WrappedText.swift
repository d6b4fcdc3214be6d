/// Text in lines, broken between words: as much on each as fits.
enum WrappedText {
    /// What a line has, in columns, wherever it is read.
    static let screen = 80

    /// - Parameter width: a longer word stands on a line of its own.
    static func lines(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + word.count + 1 > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " " + word
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// Indented by so many columns, each line with its end.
    static func indented(_ text: String, by columns: Int) -> String {
        let margin = String(repeating: " ", count: columns)
        return lines(text, width: screen - columns).map { margin + $0 + "\n" }.joined()
    }
}

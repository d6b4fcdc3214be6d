import Foundation

/// A terminal session as a text file: what was typed, what appeared, and how each command ended if not with 0.
///
///     $ cat > clients/web.yaml <<EOF
///     > clients: {}
///     > EOF
///
///     $ rollcall plan --detailed-exitcode
///     …what both streams wrote…
///     [exit 2]
///
/// Lines before the first command say what the session is about.
struct SessionFile {
    struct Entry: Equatable {
        /// The lines typed, without their prompts.
        var typed: [String]
        /// The lines that appeared; none at the end is empty.
        var appeared: [String]

        /// As a terminal shows it.
        var text: String {
            let prompts = ["$ "] + Array(repeating: "> ", count: typed.count - 1)
            return (zip(prompts, typed).map { $1.isEmpty ? ">" : $0 + $1 } + appeared).joined(separator: "\n")
        }
    }

    var about: [String]
    var entries: [Entry]

    init(about: [String], entries: [Entry]) {
        self.about = about
        self.entries = entries
    }

    init(_ text: String) {
        self.init(about: [], entries: [])
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("$ ") {
                entries.append(Entry(typed: [String(line.dropFirst(2))], appeared: []))
            } else if entries.isEmpty {
                about.append(line)
            } else if line.hasPrefix("> "), entries[entries.count - 1].appeared.isEmpty {
                entries[entries.count - 1].typed.append(String(line.dropFirst(2)))
            } else if line == ">", entries[entries.count - 1].appeared.isEmpty {
                entries[entries.count - 1].typed.append("")
            } else {
                entries[entries.count - 1].appeared.append(line)
            }
        }
        about = Self.trimmed(about)
        for index in entries.indices { entries[index].appeared = Self.trimmed(entries[index].appeared) }
    }

    /// The file's text; reading it gives an equal session.
    var text: String { ([about.joined(separator: "\n")] + entries.map(\.text)).joined(separator: "\n\n") + "\n" }

    private static func trimmed(_ lines: [String]) -> [String] {
        guard let last = lines.lastIndex(where: { !$0.isEmpty }) else { return [] }
        return Array(lines[...last])
    }
}

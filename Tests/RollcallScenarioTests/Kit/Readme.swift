import Foundation

/// A page whose `console` blocks are one terminal session, told with prose between them. What it shows is what appears.
struct Readme {
    private enum Part {
        case prose([String])
        case session(SessionFile)

        var entries: [SessionFile.Entry] {
            switch self {
            case .prose: []
            case .session(let session): session.entries
            }
        }
    }

    private var parts: [Part] = []

    init(_ text: String) {
        for (index, part) in text.components(separatedBy: Self.fence).enumerated() {
            guard index > 0 else {
                parts.append(.prose([part]))
                continue
            }
            let pieces = part.components(separatedBy: "\n```\n")
            parts += [.session(SessionFile(pieces[0])), .prose(Array(pieces.dropFirst()))]
        }
    }

    private static let fence = "```console\n"

    /// Of all blocks, in their order.
    var entries: [SessionFile.Entry] { parts.flatMap(\.entries) }

    /// The page with other entries, as many as there are.
    func replacing(_ entries: [SessionFile.Entry]) -> Readme {
        var page = self
        var rest = entries[...]
        page.parts = parts.map { part in
            guard case .session(var session) = part else { return part }
            let count = session.entries.count
            session.entries = Array(rest.prefix(count))
            rest = rest.dropFirst(count)
            return .session(session)
        }
        return page
    }

    var text: String {
        parts.map { part in
            switch part {
            case .prose(let pieces): pieces.joined(separator: "\n```\n")
            case .session(let session): Self.fence + session.entries.map(\.text).joined(separator: "\n\n") + "\n```\n"
            }
        }.joined()
    }
}

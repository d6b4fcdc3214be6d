import Foundation
import OAuthRegistration
import StrictJSON
import Testing

/// Each profile has a page in the guide, whose table is the profile's own: it cannot say anything else.
///
/// `ROLLCALL_RECORD=1 swift test --filter ProfilePagesTests` writes the tables anew, to be reviewed.
struct ProfilePagesTests {
    private static let guide =
        URL(filePath: #filePath).deletingLastPathComponent().path
        + "/../../../Sources/RollcallCLI/RollcallCLI.docc/Servers"

    @Test func eachPageHasTheProfilesOwnTable() throws {
        for profile in ServerProfile.all { try check("Server-\(profile.name).md", after: "## What is known", table(of: profile)) }
        try check("MyServer.md", after: "under these words:", Self.words)
        let pages = try FileManager.default.contentsOfDirectory(atPath: Self.guide)
        #expect(pages.count == ServerProfile.all.count + 1)
    }

    /// Only what was run may be said to work.
    @Test func onlyWhatWasRunWorks() {
        for profile in ServerProfile.all {
            for line in table(of: profile).split(separator: "\n") where line.contains("works") {
                #expect(line.contains("Tests/Servers/"))
            }
        }
    }

    private func check(_ page: String, after mark: String, _ table: String) throws {
        let path = "\(Self.guide)/\(page)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let start = try #require(text.range(of: mark)?.upperBound, "\(page)")
        let expected = text[..<start] + "\n\n" + table
        if ProcessInfo.processInfo.environment["ROLLCALL_RECORD"] != nil {
            try String(expected).write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(text == expected, "\(page)")
    }

    // MARK: Tables

    private func table(of profile: ServerProfile) -> String {
        let rows = ProfileRow.all.filter { $0.word != "fields" }.compactMap { row in
            row.value(profile).map { "| \(row.title) | \(words(for: $0.value)) | \(words(for: $0.source)) |" }
        }
        if rows.isEmpty, profile.fields.isEmpty { return "Nothing beforehand.\n" }
        let facts = (["| what | | how it is known |", "|---|---|---|"] + rows).joined(separator: "\n") + "\n"
        return profile.fields.isEmpty ? facts : facts + "\n" + fields(of: profile)
    }

    /// Fields of one fate that are known from one place, together.
    private func fields(of profile: ServerProfile) -> String {
        var groups: [(fate: FieldQuirk.Fate, source: ProfileSource, names: [String])] = []
        for quirk in profile.fields {
            if let index = groups.firstIndex(where: { $0.fate == quirk.fate && $0.source == quirk.source }) {
                groups[index].names.append("`\(quirk.name)`")
            } else {
                groups.append((quirk.fate, quirk.source, ["`\(quirk.name)`"]))
            }
        }
        groups.sort { ($0.fate.rawValue, $0.names[0]) < ($1.fate.rawValue, $1.names[0]) }
        let rows = groups.map { "| \(words(for: $0.fate)) | \($0.names.joined(separator: ", ")) | \(words(for: $0.source)) |" }
        return (["| fields | | how it is known |", "|---|---|---|"] + rows).joined(separator: "\n") + "\n"
    }

    private func words(for fate: FieldQuirk.Fate) -> String {
        switch fate {
        case .hidden: "never shown: cannot be verified"
        case .rewritten: "shown with another value"
        case .respelled: "URIs shown in another spelling"
        case .retyped: "shown as another type"
        case .wronglyShown: "shown wrongly: cannot be verified, and is not sent back"
        }
    }

    private func words(for value: JSONValue) -> String {
        switch value {
        case .bool(let isTrue): isTrue ? "yes" : "no"
        case .string(let text): text.text.replacing("_", with: " ")
        case .number(let number): number.text
        case .array(let elements) where elements.isEmpty: "none"
        case .array(let elements): elements.map { $0.text.map { "`\($0)`" } ?? words(for: $0) }.joined(separator: ", ")
        case .object(let object): object.members.map { "\($0.name): \(words(for: $0.value))" }.joined(separator: ", ")
        case .null: ""
        }
    }

    private func words(for source: ProfileSource) -> String {
        (source.kind == .run ? "works; " : "") + source.text.replacing("|", with: "\\|")
    }

    private static let words =
        ([
            "| row | what it says | its value |", "|---|---|---|",
            "| `based_on` | a profile whose rows hold where this one has none | a profile's name |",
        ]
        + ProfileRow.all.map { "| `\($0.word)` | \($0.title) | \($0.wants) |" }).joined(separator: "\n") + "\n"
}

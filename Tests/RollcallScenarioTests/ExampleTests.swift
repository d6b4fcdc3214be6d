import Foundation
import Testing

/// Each example's README is a session that goes as the page shows it, and its plan is the expected one. `ROLLCALL_RECORD=1` writes
/// both anew, for a person to review.
struct ExampleTests {
    @Test(arguments: ["quickstart", "kodjin"]) func theExampleGoesAsItsPageSays(_ name: String) async throws {
        let example = try Example(name)
        try await example.expectPlan()
        try await example.expectPage()
    }
}

/// A copy of an example, in a folder that has the repository's shape.
private struct Example {
    let name: String
    let root: ProjectFolder

    init(_ name: String) throws {
        self.name = name
        root = try ProjectFolder()
        try root.copy(fromRepository: "examples/\(name)", to: "examples/\(name)")
        try FileManager.default.createDirectory(atPath: root.path + "/state", withIntermediateDirectories: false)
    }

    /// Of the server that a page starts by hand. Here it is another one: two tests may run at once.
    private static let port = "8480"

    private var page: String { "examples/\(name)/README.md" }
    private var plan: String { "examples/\(name)/plan.txt" }

    func expectPlan() async throws {
        let result = try await Command(arguments: ["rollcall", "-C", "examples/\(name)", "plan"], folder: root).run()
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.everything)")
        try Golden.expect(result.output, plan)
    }

    func expectPage() async throws {
        let written = Readme(try root.read(page))
        let port = try ServerProcess.freePort()
        let moved = { (entry: SessionFile.Entry, from: String, to: String) in
            SessionFile.Entry(typed: entry.typed.map { $0.replacingOccurrences(of: from, with: to) }, appeared: entry.appeared)
        }
        let project = "examples/\(name)/rollcall.yaml"
        try root.write(try root.read(project).replacingOccurrences(of: Self.port, with: "\(port)"), to: project)
        let appeared = try await SessionShell(folder: root, environment: [:]).type(
            written.entries.map { moved($0, Self.port, "\(port)") })
        try Golden.expect(written.replacing(appeared.map { moved($0, "\(port)", Self.port) }).text, page)
    }
}

import Testing

/// The front page's tour is one session, in an empty folder, that goes as the page shows it. `ROLLCALL_RECORD=1` writes it anew.
struct ReadmeTests {
    @Test func theTourGoesAsThePageShowsIt() async throws {
        let page = Readme(try SourceTree.text("README.md"))
        let appeared = try await SessionShell(folder: ProjectFolder(), environment: [:]).type(page.entries)
        try Golden.expect(page.replacing(appeared).text, "README.md")
    }
}

import Glibc
import RollcallIO
import Testing

@Suite struct ProjectFilesTests {
    private enum Expected {
        case text(String)
        case refused(ProjectFileFailure.Kind)
    }

    /// A project, and beside it what is not of it.
    private func makeProject() throws -> (folder: TemporaryFolder, files: ProjectFiles) {
        let folder = TemporaryFolder()
        for name in ["clients/b.yaml", "clients/a/z.yaml", "clients/a-b.yaml", "clients/.hidden.yaml", "clients/.git/c.yaml"] {
            try folder.write("project/\(name)", name)
        }
        try folder.write("outside.yaml", "secret")
        try folder.write("elsewhere/d.yaml", "secret")
        try folder.write("projects.yaml", "secret")
        try folder.link("project/clients/inside.yaml", to: "a/z.yaml")
        try folder.link("project/clients/out.yaml", to: "../../outside.yaml")
        try folder.link("project/clients/beside.yaml", to: "../../projects.yaml")
        try folder.link("project/clients/dangling.yaml", to: "nowhere")
        try folder.link("project/clients/loop.yaml", to: "loop.yaml")
        for name in ["links", "more"] { try folder.makeFolder("project/\(name)") }
        try folder.link("project/links/linked", to: "../clients/a")
        try folder.link("project/more/elsewhere", to: "../../elsewhere")
        try folder.fifo("project/clients/pipe.yaml")
        // The way to a project may lead over a link.
        try folder.link("link", to: "project")
        return (folder, ProjectFiles(folder: "\(folder.path)/link"))
    }

    @Test func onlyRegularFilesInsideAreRead() throws {
        let (folder, files) = try makeProject()
        let rows: [(path: String, expected: Expected)] = [
            ("clients/b.yaml", .text("clients/b.yaml")), ("./clients/../clients/b.yaml", .text("clients/b.yaml")),
            ("clients/inside.yaml", .text("clients/a/z.yaml")), ("links/linked/z.yaml", .text("clients/a/z.yaml")),
            ("clients/c.yaml", .refused(.absent)), ("clients/dangling.yaml", .refused(.absent)),
            ("clients", .refused(.notRegular)), (".", .refused(.notRegular)), ("clients/pipe.yaml", .refused(.notRegular)),
            ("../outside.yaml", .refused(.outside)), ("clients/out.yaml", .refused(.outside)),
            ("clients/beside.yaml", .refused(.outside)), ("more/elsewhere/d.yaml", .refused(.outside)),
            ("\(folder.path)/project/clients/b.yaml", .refused(.outside)), ("/dev/zero", .refused(.outside)),
            ("clients/loop.yaml", .refused(.unreadable("it is a symbolic link"))),
            ("clients/b.yaml/x", .refused(.unreadable("Not a directory"))),
        ]
        for (path, expected) in rows {
            let read = Result { () throws(ProjectFileFailure) in try files.read(path, limit: 100) }
            switch (read, expected) {
            case (.success(let bytes), .text(let text)): #expect(String(decoding: bytes, as: UTF8.self) == text, "\(path)")
            case (.failure(let failure), .refused(let kind)):
                #expect(failure == ProjectFileFailure(path: path, kind: kind), "\(path)")
            default: Issue.record("\(path): \(read)")
            }
        }
    }

    @Test func aFileOverItsLimitIsTooLarge() throws {
        let folder = TemporaryFolder()
        try folder.write("a", "12345")
        let files = ProjectFiles(folder: folder.path)
        #expect(try files.read("a", limit: 5).count == 5)
        #expect(throws: ProjectFileFailure(path: "a", kind: .tooLarge(limit: 4))) { try files.read("a", limit: 4) }
    }

    @Test func everyFileBelowIsListedInOrder() throws {
        let (folder, files) = try makeProject()
        let below = [
            "clients/a-b.yaml", "clients/a/z.yaml", "clients/b.yaml", "clients/beside.yaml", "clients/dangling.yaml",
            "clients/inside.yaml", "clients/loop.yaml", "clients/out.yaml", "clients/pipe.yaml",
        ]
        #expect(try files.paths(below: "clients") == below)
        #expect(try files.paths(below: "links/linked") == ["links/linked/z.yaml"])
        let rows: [(String, ProjectFileFailure.Kind)] = [
            ("none", .absent), ("..", .outside), ("more/elsewhere", .outside),
            ("clients/b.yaml", .unreadable("Not a directory")),
        ]
        for (path, kind) in rows {
            #expect(throws: ProjectFileFailure(path: path, kind: kind)) { try files.paths(below: path) }
        }
        // Whoever passed over these would take clients for ones that nobody declares any more.
        let link = ProjectFileFailure.Kind.unreadable("it is a symbolic link to a folder, and those are not followed")
        for (path, failing) in [
            ("links", "links/linked"), ("more", "more/elsewhere"), (".", "links/linked"), ("", "links/linked"),
        ] {
            #expect(throws: ProjectFileFailure(path: failing, kind: link)) { try files.paths(below: path) }
        }
        try folder.write("project/" + String(repeating: "d/", count: 40) + "x.yaml", "")
        #expect(throws: ProjectFileFailure.self) { try files.paths(below: "d") }
    }
}

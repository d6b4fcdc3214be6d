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
        for name in ["outward/x", "round/and/x"] { try folder.write("project/\(name)", "") }
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
        try folder.link("project/clients/linked", to: "a")
        try folder.link("project/outward/elsewhere", to: "../../elsewhere")
        try folder.link("project/round/and/round", to: "../../round")
        try folder.fifo("project/clients/pipe.yaml")
        // The way to a project may lead over a link.
        try folder.link("link", to: "project")
        return (folder, ProjectFiles(folder: "\(folder.path)/link"))
    }

    @Test func onlyRegularFilesInsideAreRead() throws {
        let (folder, files) = try makeProject()
        let rows: [(path: String, expected: Expected)] = [
            ("clients/b.yaml", .text("clients/b.yaml")), ("./clients/../clients/b.yaml", .text("clients/b.yaml")),
            ("clients/inside.yaml", .text("clients/a/z.yaml")), ("clients/linked/z.yaml", .text("clients/a/z.yaml")),
            ("clients/c.yaml", .refused(.absent)), ("clients/dangling.yaml", .refused(.absent)),
            ("clients", .refused(.notRegular)), (".", .refused(.notRegular)), ("clients/pipe.yaml", .refused(.notRegular)),
            ("../outside.yaml", .refused(.outside)), ("clients/out.yaml", .refused(.outside)),
            ("clients/beside.yaml", .refused(.outside)), ("outward/elsewhere/d.yaml", .refused(.outside)),
            ("\(folder.path)/project/clients/b.yaml", .refused(.outside)), ("/dev/zero", .refused(.outside)),
            ("clients/loop.yaml", .refused(.unreadable("symbolic links lead in a circle"))),
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
            "clients/inside.yaml", "clients/linked/z.yaml", "clients/loop.yaml", "clients/out.yaml", "clients/pipe.yaml",
        ]
        #expect(try files.paths(below: "clients") == below)
        let entered: (String) -> Bool = { $0 == "clients" || $0 == "clients/a" }
        let without = below.filter { $0 != "clients/linked/z.yaml" }
        #expect(try files.paths(below: ".", entering: entered) == without && files.paths(below: "", entering: entered) == without)
        #expect(try files.paths(below: "clients/linked") == ["clients/linked/z.yaml"])
        #expect(files.isBrokenLink("clients/dangling.yaml") && files.isBrokenLink("clients/loop.yaml"))
        #expect(!files.isBrokenLink("clients/linked") && !files.isBrokenLink("clients/b.yaml"))
        let rows: [(String, named: String, ProjectFileFailure.Kind)] = [
            ("none", "none", .absent), ("..", "..", .outside), ("outward/elsewhere", "outward/elsewhere", .outside),
            ("outward", "outward/elsewhere", .outside), ("clients/b.yaml", "clients/b.yaml", .unreadable("Not a directory")),
            ("round", "round/and/round", .unreadable("the symbolic link leads back to a folder that it is in")),
        ]
        for (path, named, kind) in rows {
            #expect(throws: ProjectFileFailure(path: named, kind: kind)) { try files.paths(below: path) }
        }
        try folder.write("project/" + String(repeating: "d/", count: 40) + "x.yaml", "")
        #expect(throws: ProjectFileFailure.self) { try files.paths(below: "d") }
    }

    @Test func linksWithinWhatLinksLeadToAreCounted() throws {
        let folder = TemporaryFolder()
        for level in 0..<20 {
            try folder.write("l\(level)/x.yaml", "")
            for name in ["a", "b"] { try folder.link("l\(level)/\(name)", to: "../l\(level + 1)") }
        }
        try folder.write("l20/x.yaml", "")
        let failure = #expect(throws: ProjectFileFailure.self) { try ProjectFiles(folder: folder.path).paths(below: "l0") }
        #expect(failure?.kind == .unreadable("there are more than 1000 symbolic links to folders"))
    }

    @Test func aNameThatIsNotUTF8IsListedAndSaysSo() throws {
        let folder = TemporaryFolder()
        let name: [UInt8] = Array("\(folder.path)/caf".utf8) + [0xE9] + Array(".yaml".utf8) + [0]
        let descriptor = name.withUnsafeBytes {
            open($0.baseAddress!.assumingMemoryBound(to: CChar.self), O_CREAT | O_WRONLY, 0o600)
        }
        close(try #require(descriptor >= 0 ? descriptor : nil))
        let files = ProjectFiles(folder: folder.path)
        let path = try #require(try files.paths(below: ".").first)
        #expect(throws: ProjectFileFailure(path: path, kind: .unreadable("its name is not UTF-8"))) {
            try files.read(path, limit: 10)
        }
    }
}

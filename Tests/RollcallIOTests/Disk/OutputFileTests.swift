import Glibc
import RollcallCore
import RollcallIO
import Testing

@Suite struct OutputFileTests {
    private let short = Array("plan".utf8)
    private let long = [UInt8](repeating: 0x78, count: 200_000)

    @Test func aFileIsReplacedWholeWithItsMode() throws {
        let folder = TemporaryFolder()
        for (bytes, mode) in [(short, 0o600), (long, 0o644), (short, 0o600), ([], 0o600)] as [([UInt8], UInt32)] {
            try OutputFile.write(bytes, to: "\(folder.path)/plan.json", mode: mode)
            #expect(folder.text("plan.json") == String(decoding: bytes, as: UTF8.self))
            #expect(folder.mode("plan.json") == Int(mode))
        }
        try OutputFile.create(long, at: "\(folder.path)/new", mode: 0o644)
        #expect(folder.text("new")?.utf8.count == long.count && folder.mode("new") == 0o644)
        // A name may be as long as the system allows.
        try OutputFile.write(short, to: "\(folder.path)/" + String(repeating: "n", count: 255))
        #expect(folder.names == ["new", String(repeating: "n", count: 255), "plan.json"])
    }

    @Test func whatIsNoRegularFileIsNeitherWrittenThroughNorReplaced() throws {
        let folder = TemporaryFolder()
        try folder.write("target", "kept")
        try folder.write("folder/x", "kept")
        try folder.link("link", to: "target")
        try folder.link("dangling", to: "made")
        try folder.fifo("pipe")
        let before = folder.names
        for name in ["link", "dangling", "pipe", "folder", "folder/", "none/x", "target/x"] {
            #expect(throws: DiskFailure.self, "\(name)") { try OutputFile.write(short, to: "\(folder.path)/\(name)") }
        }
        for name in ["target", "link", "dangling", "pipe", "folder", "none/x"] {
            #expect(throws: DiskFailure.self, "\(name)") { try OutputFile.create(short, at: "\(folder.path)/\(name)") }
        }
        #expect(throws: DiskFailure.self) { try OutputFile.write(short, to: "/dev/null") }
        #expect(folder.text("target") == "kept" && folder.names == before)
        // A folder on the way may be a link.
        try folder.link("way", to: "folder")
        try OutputFile.write(short, to: "\(folder.path)/way/y")
        #expect(folder.text("folder/y") == "plan")
    }

    /// The disk fills up: half a plan is worse than none.
    @Test func aFileThatDoesNotFitIsNotBegun() async {
        await #expect(processExitsWith: .success) {
            let folder = TemporaryFolder()
            try OutputFile.write(Array("former".utf8), to: "\(folder.path)/plan.json")
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 1000, rlim_max: 1000)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            for file in ["plan.json", "new.json"] {
                let failure = #expect(throws: DiskFailure.self) {
                    try OutputFile.write([UInt8](repeating: 0x78, count: 5000), to: "\(folder.path)/\(file)")
                }
                #expect(failure?.isOutOfSpace == true)
            }
            #expect(throws: DiskFailure.self) {
                try OutputFile.create([UInt8](repeating: 0x78, count: 5000), at: "\(folder.path)/other.json")
            }
            #expect(folder.names == ["plan.json"] && folder.text("plan.json") == "former")
        }
    }
}

import Dispatch
import Foundation
import Glibc

/// A program run to its end as a person would run it: in a folder, with an environment of its own that inherits nothing, and with all
/// that it wrote kept. One that does not end within two minutes is ended, with status 124.
struct Command: Sendable {
    var arguments: [String]
    var folder: ProjectFolder
    /// What the program sees beyond `PATH`, `HOME` and the language.
    var environment: [String: String] = [:]
    /// Standard input; empty for `/dev/null`.
    var input = ""

    struct Result: Sendable {
        /// 128 and the signal's number for a program that a signal ended, as a shell says it.
        let status: Int32
        let output: String
        let errors: String

        /// Both streams, for the comment of an expectation.
        var everything: String { "[exit \(status)]\n\(output)\(errors)" }
    }

    /// The folder of the test bundle, where the build puts `rollcall` too.
    static let binaries = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path

    /// Runs on a thread of its own: a test may serve the program from the concurrency pool while it waits.
    func run() async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "command").async { continuation.resume(with: Swift.Result { try runBlocking() }) }
        }
    }

    private func runBlocking() throws -> Result {
        let streams = try ProjectFolder()
        try streams.write(input, to: "in")
        let process = try Spawned(
            ["/usr/bin/timeout", "120", "/usr/bin/env", "-i", "-C", folder.path] + settings + arguments,
            input: streams.path + "/in", output: streams.path + "/out", errors: streams.path + "/err")
        let status = process.wait()
        return Result(status: status, output: try streams.read("out"), errors: try streams.read("err"))
    }

    private var settings: [String] {
        let usual = ["PATH": "\(Self.binaries):/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8"]
        return usual.merging(environment) { $1 }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }
}

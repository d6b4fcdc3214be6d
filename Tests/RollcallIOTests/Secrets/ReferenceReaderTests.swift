import Glibc
import OAuthRegistration
import RollcallCore
import Testing

@testable import RollcallIO

@Suite struct ReferenceReaderTests {
    private enum Expected {
        case secret(String)
        case failure(DiagnosticCode, String)
    }

    private func check(
        _ reader: ReferenceReader, _ reference: Reference, _ expected: Expected, _ comment: String,
        at location: Testing.SourceLocation = #_sourceLocation
    ) async {
        switch (await reader.read(reference), expected) {
        case (.success(let secret), .secret(let text)):
            secret.expose { #expect($0 == Array(text.utf8), "\(comment)", sourceLocation: location) }
        case (.failure(let failure), .failure(let code, let words)):
            let diagnostic = failure.diagnostic
            #expect(diagnostic.code == code, "\(comment)", sourceLocation: location)
            #expect(diagnostic.detail.hasPrefix("\(reference.identity): "), "\(comment)", sourceLocation: location)
            #expect(diagnostic.detail.contains(words), "\(comment): \(diagnostic.detail)", sourceLocation: location)
            #expect(!"\(failure)".contains("s3cret"), "\(comment)", sourceLocation: location)
        case (let result, _): Issue.record("\(comment): \(result)", sourceLocation: location)
        }
    }

    /// What holds for a value wherever it stands: as the file's bytes, and as what a command prints.
    private static let values: [(bytes: [UInt8], expected: Expected)] = [
        (Array("s3cret".utf8), .secret("s3cret")), (Array("s3cret\n".utf8), .secret("s3cret")),
        (Array("s3cret\r\n".utf8), .secret("s3cret")), (Array("~!s3cret=".utf8), .secret("~!s3cret=")),
        (Array("s3cret\n\n".utf8), .failure(.secretMalformed, "line break")),
        (Array("s3cret\r".utf8), .failure(.secretMalformed, "line break")),
        (Array("s3cret\nother".utf8), .failure(.secretMalformed, "line break")),
        (Array("s3cret\r\nother\r\n".utf8), .failure(.secretMalformed, "line break")),
        (Array("s3\0cret".utf8), .failure(.secretMalformed, "NUL")),
        ([0xEF, 0xBB, 0xBF] + Array("s3cret".utf8), .failure(.secretMalformed, "byte order mark")),
        (Array("s3cret".utf8) + [0xE9], .failure(.secretMalformed, "visible ASCII")),
        (Array("s3cret é".utf8), .failure(.secretMalformed, "visible ASCII")),
        (Array("s3cret ".utf8), .failure(.secretMalformed, "visible ASCII")),
        (Array("s3cret\t".utf8), .failure(.secretMalformed, "visible ASCII")),
        ([], .failure(.secretMalformed, "empty")), ([0x0A], .failure(.secretMalformed, "empty")),
        (long(65536), .secret(String(decoding: long(65536), as: UTF8.self))),
        (long(65536) + [13, 10], .secret(String(decoding: long(65536), as: UTF8.self))),
        (long(65537), .failure(.secretMalformed, "64 KiB")), (long(1_000_000), .failure(.secretMalformed, "64 KiB")),
    ]

    private static func long(_ count: Int) -> [UInt8] { [UInt8](repeating: 0x78, count: count) }

    @Test func aValueIsOneLineOfText() async throws {
        let folder = TemporaryFolder()
        let reader = ReferenceReader(folder: folder.path, environment: ["PATH": "/usr/bin:/bin"])
        for (number, row) in Self.values.enumerated() {
            let path = try folder.write("secrets/\(number)", row.bytes)
            await check(reader, .file("secrets/\(number)"), row.expected, "file \(number)")
            await check(reader, .file(path), row.expected, "file \(number) by its whole path")
            await check(reader, .command(["cat", "secrets/\(number)"]), row.expected, "command \(number)")
        }
    }

    /// RFC 6749, appendix A.2: a client's secret may, a token may not.
    @Test func aClientSecretMayHoldSpaces() async {
        let reader = ReferenceReader(folder: "/", environment: ["SPACED": "a s3cret of words", "OTHER": "s3cret\u{E9}"])
        guard case .success(let secret) = await reader.read(.environment("SPACED"), as: .clientSecret) else {
            Issue.record("refused")
            return
        }
        secret.expose { #expect($0 == Array("a s3cret of words".utf8)) }
        guard case .failure(let failure) = await reader.read(.environment("OTHER"), as: .clientSecret) else {
            Issue.record("taken")
            return
        }
        #expect(failure.diagnostic.code == .secretMalformed && failure.diagnostic.detail.contains("RFC 6749, appendix A.2"))
    }

    @Test func whatIsNotThereIsSaid() async throws {
        let folder = TemporaryFolder()
        try folder.write("file", "s3cret")
        try folder.link("link", to: "file")
        try folder.fifo("pipe")
        let reader = ReferenceReader(folder: folder.path, environment: ["TOKEN": "s3cret", "EMPTY": "", "LINES": "s3cret\n\n"])
        await check(reader, .environment("TOKEN"), .secret("s3cret"), "set")
        await check(reader, .environment("OTHER"), .failure(.secretAbsent, "no such variable"), "not set")
        await check(reader, .environment("EMPTY"), .failure(.secretMalformed, "empty"), "empty")
        await check(reader, .environment("LINES"), .failure(.secretMalformed, "line break"), "lines")
        // As a cluster mounts secrets.
        await check(reader, .file("link"), .secret("s3cret"), "link")
        await check(reader, .file("none"), .failure(.secretAbsent, "no such file"), "no file")
        await check(reader, .file("none/none"), .failure(.secretAbsent, "no such file"), "no folder")
        await check(reader, .file("."), .failure(.secretUnreadable, "directory"), "folder")
        await check(reader, .file("pipe"), .failure(.secretUnreadable, "not a regular file"), "FIFO")
        await check(reader, .file("/dev/zero"), .failure(.secretUnreadable, "not a regular file"), "device")
    }

    @Test func aCommandGetsNoShellAndNothingToRead() async throws {
        let folder = TemporaryFolder()
        try folder.write("bin/mine", Array("#!/bin/sh\necho mine\n".utf8), mode: 0o700)
        // Not closed on exec: a lock held so would outlive us.
        let inherited = open("/dev/null", O_RDONLY)
        defer { close(inherited) }
        let environment = ["PATH": "/usr/bin:/bin", "TOKEN": "s3cret"]
        let reader = ReferenceReader(folder: folder.path, environment: environment)
        let rows: [(words: [String], expected: Expected)] = [
            (["printf", "%s", "$(id);$TOKEN*>x"], .secret("$(id);$TOKEN*>x")),
            (["sh", "-c", "echo $TOKEN; echo noise >&2"], .secret("s3cret")), (["pwd", "-P"], .secret(folder.path)),
            (["bin/mine"], .secret("mine")), (["cat"], .failure(.secretMalformed, "empty")),
            (["sh", "-c", "test -e /proc/self/fd/\(inherited) && echo open || echo closed"], .secret("closed")),
            (["sh", "-c", "kill -INT $$; kill -PIPE $$; echo ignored"], .failure(.secretCommandFailed, "signal 2")),
            (["sh", "-c", "echo $TOKEN; echo $TOKEN >&2; exit 3"], .failure(.secretCommandFailed, "status 3")),
            (["no-such-command"], .failure(.secretCommandFailed, "No such file")),
            (["bin"], .failure(.secretCommandFailed, "did not start")), ([], .failure(.secretCommandFailed, "no words")),
            (["sh", "-c", "yes $TOKEN"], .failure(.secretMalformed, "64 KiB")),
        ]
        for row in rows { await check(reader, .command(row.words), row.expected, "\(row.words)") }
        #expect(folder.names == ["bin"])
    }

    @Test func aCommandThatDoesNotEndIsKilledWithItsChildren() async throws {
        let scripts = [
            "silent": "sleep 1000 & echo $! > silent; sleep 1000",
            "closed": "sleep 1000 & echo $! > closed; exec >&-; sleep 1000",
            "left": "sleep 1000 & echo $! > left; echo $TOKEN",
            "deaf": "trap '' TERM INT HUP; sleep 1000 & echo $! > deaf; wait",
        ]
        let folder = TemporaryFolder()
        let reader = ReferenceReader(
            folder: folder.path, environment: ["PATH": "/usr/bin:/bin", "TOKEN": "s3cret"], patience: .seconds(2))
        for (name, script) in scripts {
            let expected = Expected.failure(.secretCommandFailed, "after 2 s")
            await check(reader, .command(["sh", "-c", script]), expected, name)
            let child = try #require(folder.text(name)?.split(separator: "\n").first)
            #expect(goes(String(child)), "\(name)")
        }
    }

    /// Within seconds: a process that was killed ends when it gets to run.
    private func goes(_ process: String) -> Bool {
        for _ in 0..<5000 {
            if isGone(process) { return true }
            poll(nil, 0, 1)
        }
        return false
    }

    /// Ended, and perhaps not yet waited for by whoever adopted it.
    private func isGone(_ process: String) -> Bool {
        guard let file = fopen("/proc/\(process)/stat", "r") else { return true }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, 255, file) != nil else { return true }
        return String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).contains(") Z ")
    }

    @Test func eachIsReadOnce() async throws {
        let folder = TemporaryFolder()
        let reader = ReferenceReader(folder: folder.path, environment: ["PATH": "/usr/bin:/bin"])
        let reference = Reference.command(["sh", "-c", "echo x >> count; echo s3cret"])
        let secrets = await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { try? await reader.read(reference).get() } }
            return await group.reduce(into: Set<Secret?>()) { $0.insert($1) }
        }
        #expect(secrets == [Secret("s3cret")])
        #expect(folder.text("count") == "x\n")
    }
}

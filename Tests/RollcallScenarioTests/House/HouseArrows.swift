/// Who may import whom (design: the house). A target imports what stands in its row and nothing else; the pure targets name no
/// Foundation, no Dispatch, no Glibc and no C library but libyaml.
enum HouseArrows {
    static let imports: [String: Set<String>] = [
        "StrictJSON": [],
        "OAuthRegistration": ["StrictJSON"],
        "RollcallCore": ["OAuthRegistration", "StrictJSON"],
        "RollcallManifest": ["CLibYAML", "RollcallCore", "OAuthRegistration", "StrictJSON"],
        "RollcallIO": [
            "RollcallCore", "OAuthRegistration", "StrictJSON", "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL",
            "Crypto", "CPosix", "Glibc", "Dispatch", "JWTKit", "Synchronization",
        ],
        "RollcallDevServer": [
            "RollcallCore", "OAuthRegistration", "StrictJSON", "Hummingbird", "HTTPTypes", "Logging", "NIOCore", "Glibc",
            "Synchronization",
        ],
        "RollcallCLI": [
            "RollcallManifest", "RollcallIO", "RollcallDevServer", "RollcallCore", "OAuthRegistration", "StrictJSON",
            "ArgumentParser", "Glibc", "Dispatch", "Synchronization",
        ],
        "rollcall": ["RollcallCLI", "ArgumentParser"],
        // Tests and tools that must build without network code.
        "Support": ["RollcallCore", "OAuthRegistration", "StrictJSON", "Testing", "Glibc", "Foundation"],
        "Torture": ["RollcallTestKit", "Glibc"],
        "Benchmarks": ["RollcallTestKit", "RollcallCore", "OAuthRegistration", "StrictJSON", "Crypto", "Glibc"],
        "RollcallCoreTests": [
            "RollcallTestKit", "RollcallManifest", "RollcallCore", "OAuthRegistration", "StrictJSON", "Testing", "Foundation",
        ],
    ]

    /// The targets in which the same input gives the same bytes: no I/O, no tasks but in the two folders.
    static let pure: Set<String> = ["StrictJSON", "OAuthRegistration", "RollcallCore", "RollcallManifest"]

    static func faults(in file: SourceFile) -> [String] {
        guard let allowed = imports[file.target] else { return ["\(file.path): the target \(file.target) has no row"] }
        return file.faults { words in
            guard let module = imported(words), !allowed.contains(module) else { return nil }
            return "\(file.target) must not import \(module)"
        }
    }

    /// Waiting is for the operations and the ports that they call.
    static func asyncFaults(in file: SourceFile) -> [String] {
        guard file.target == "RollcallCore", !file.path.contains("/Operations/"), !file.path.contains("/Ports/") else {
            return []
        }
        return file.faults { words in
            words.first { ["async", "await", "Task", "actor"].contains($0) }.map { "\($0) outside Operations and Ports" }
        }
    }

    /// Yams brings a copy of libyaml whose symbols silently win over the system's, so it must not even come along with another package.
    static func graphFaults(resolved: String) -> [String] {
        resolved.lowercased().contains("yams") ? ["Yams is in the package graph"] : []
    }

    /// The module that a line imports: `public import struct A.B` imports `A`.
    private static func imported(_ words: [String]) -> String? {
        guard let place = words.firstIndex(of: "import") else { return nil }
        return words[(place + 1)...].first {
            !["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"].contains($0)
        }
    }
}

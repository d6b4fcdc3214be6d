import Glibc
public import OAuthRegistration
public import RollcallCore
import Synchronization

/// Reads the secrets behind references (`env`, `file`, `command`). Each is read at most once, however often it is asked for, and
/// one after the other, so that no command runs beside another. A value never appears in a failure.
///
/// A value is one line of visible ASCII characters, at most 64 KiB; one line end after it is not part of it.
public struct ReferenceReader: Sendable {
    private let folder: String
    private let environment: [String: String]
    private let patience: Duration
    private let thread = JournalThread(label: "references")
    private let results = Results()

    private final class Results: Sendable { let known = Mutex<[Reference: Result<Secret, ReferenceFailure>]>([:]) }

    /// - Parameters:
    ///   - folder: Of `rollcall.yaml`: relative paths begin here, and commands run here.
    ///   - environment: Where `env` looks, and what a command gets.
    public init(folder: String, environment: [String: String]) {
        self.init(folder: folder, environment: environment, patience: .seconds(30))
    }

    /// - Parameter patience: With a command.
    init(folder: String, environment: [String: String], patience: Duration) {
        self.folder = folder
        self.environment = environment
        self.patience = patience
    }

    /// A command runs without a shell, with nothing to read and its messages discarded, for at most 30 s.
    public func read(_ reference: Reference) async -> Result<Secret, ReferenceFailure> {
        await thread.run {
            if let known = results.known.withLock({ $0[reference] }) { return known }
            let result = readNow(reference)
            results.known.withLock { $0[reference] = result }
            return result
        }
    }

    private func readNow(_ reference: Reference) -> Result<Secret, ReferenceFailure> {
        do throws(ReferenceFault) {
            return .success(try SecretText.secret(try bytes(reference)))
        } catch {
            return .failure(ReferenceFailure(diagnostic: error.diagnostic(of: reference)))
        }
    }

    private func bytes(_ reference: Reference) throws(ReferenceFault) -> [UInt8] {
        switch reference {
        case .environment(let name):
            guard let value = environment[name] else { throw .notSet }
            return Array(value.utf8)
        case .file(let path): return try file(path)
        case .command(let words):
            return try CommandOutput(words, in: folder, environment: environment, limit: SecretText.limit + 3).read(for: patience)
        }
    }

    /// Over symbolic links, too: secrets that a cluster mounts are such.
    private func file(_ path: String) throws(ReferenceFault) -> [UInt8] {
        let path = path.utf8.first == UInt8(ascii: "/") ? path : "\(folder)/\(path)"
        do throws(SystemFailure) {
            return try OpenFile.regular(path, following: true).read(limit: SecretText.limit + 3)
        } catch {
            throw error.code == ENOENT || error.code == ENOTDIR ? .noFile : .unreadable(error.reason)
        }
    }
}

/// Why there is no secret; it names the reference, and never holds a value.
public struct ReferenceFailure: Error, Hashable, Sendable {
    public var diagnostic: Diagnostic

    public init(diagnostic: Diagnostic) { self.diagnostic = diagnostic }
}

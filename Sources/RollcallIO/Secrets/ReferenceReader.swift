import Glibc
public import OAuthRegistration
public import RollcallCore
import Synchronization

/// Reads the secrets behind references (`env`, `file`, `command`). Each is read at most once, however often it is asked for, and
/// one after the other, so that no command runs beside another. A value never appears in a failure.
///
/// A value is one line of visible ASCII characters, at most 64 KiB, and one line end after it is not part of it; a private key may
/// have more lines.
public struct ReferenceReader: Sendable {
    private let folder: String
    private let environment: [String: String]
    private let patience: Duration
    private let thread = JournalThread(label: "references")
    private let results = Results()

    private final class Results: Sendable { let known = Mutex<[Asked: Result<Secret, ReferenceFailure>]>([:]) }

    /// What a secret is to be.
    public enum Form: Hashable, Sendable {
        /// One line of visible ASCII characters: a token.
        case line
        /// One line of visible ASCII characters and spaces: a client's secret (RFC 6749, appendix A.2).
        case clientSecret
        /// A private key in its lines (RFC 7468). Whether it is one is for its user to find out.
        case pem
    }

    private struct Asked: Hashable, Sendable {
        var reference: Reference
        var form: Form
    }

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
    public func read(_ reference: Reference, as form: Form = .line) async -> Result<Secret, ReferenceFailure> {
        await thread.run {
            let asked = Asked(reference: reference, form: form)
            if let known = results.known.withLock({ $0[asked] }) { return known }
            let result = readNow(reference, form)
            results.known.withLock { $0[asked] = result }
            return result
        }
    }

    private func readNow(_ reference: Reference, _ form: Form) -> Result<Secret, ReferenceFailure> {
        do throws(ReferenceFault) {
            let bytes = try bytes(reference)
            return switch form {
            case .line: .success(try SecretText.secret(bytes))
            case .clientSecret: .success(try SecretText.secret(bytes, allowsSpaces: true))
            case .pem: .success(try SecretText.lines(bytes))
            }
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

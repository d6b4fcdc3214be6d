import RollcallCore

/// What can be wrong with a reference and what is behind it.
enum ReferenceFault: Error, Hashable, Sendable {
    case notSet, noFile
    case unreadable(String)
    case empty, tooLong, byteOrderMark, lineBreak, nul, notVisible, notPrintable
    case notStarted(String), exited(Int), killed(signal: Int), tooSlow(Duration)

    func diagnostic(of reference: Reference) -> Diagnostic {
        Diagnostic(code, "\(reference.identity): \(text).", hint: hint(reference))
    }

    private var code: DiagnosticCode {
        switch self {
        case .notSet, .noFile: .secretAbsent
        case .unreadable: .secretUnreadable
        case .empty, .tooLong, .byteOrderMark, .lineBreak, .nul, .notVisible, .notPrintable: .secretMalformed
        case .notStarted, .exited, .killed, .tooSlow: .secretCommandFailed
        }
    }

    private var text: String {
        switch self {
        case .notSet: "there is no such variable in the environment"
        case .noFile: "there is no such file"
        case .unreadable(let reason): "the file cannot be read: \(reason)"
        case .empty: "the value is empty"
        case .tooLong: "the value is longer than \(SecretText.limit / 1024) KiB"
        case .byteOrderMark: "the value begins with a byte order mark, which would be sent as part of it"
        case .lineBreak: "the value has a line break inside; at most one after it is taken off"
        case .nul: "the value holds a NUL byte"
        case .notVisible: "the value holds something else than visible ASCII characters: no token does (RFC 6750, section 2.1)"
        case .notPrintable:
            "the value holds something else than visible ASCII characters and spaces: no client_secret does (RFC 6749, appendix A.2)"
        case .notStarted(let reason): "the command did not start: \(reason)"
        case .exited(let status): "the command ended with exit status \(status)"
        case .killed(let signal): "the command was ended by signal \(signal)"
        case .tooSlow(let patience): "the command had not ended after \(patience.words), and was killed"
        }
    }

    private func hint(_ reference: Reference) -> String {
        switch reference {
        case .environment(let name): "set \(name) to the secret"
        case .file: "write the secret into the file, and nothing else; the path begins at the folder of rollcall.yaml"
        case .command:
            "run the command by hand, in the folder of rollcall.yaml: it must print the secret and nothing else, and ask nothing"
        }
    }
}

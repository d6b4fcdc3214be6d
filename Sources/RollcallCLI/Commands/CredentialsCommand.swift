import ArgumentParser
import Glibc
import OAuthRegistration
import RollcallCore
import RollcallIO
import StrictJSON

/// One client's credentials, for whoever needs them: the only command that shows any.
struct CredentialsCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "credentials", abstract: "Print a client's credentials.",
        discussion: """
            The only command that shows credentials. As JSON, with the members of RFC 7591, section 3.2.1; as dotenv, with \
            CLIENT_ID and CLIENT_SECRET, to be read by a shell or a dotenv reader; or one field alone, as it is. The registration \
            access token manages the registration itself, and is shown by --field only. So is what was recorded before it was replaced \
            (replaced_client_secret, replaced_registration_access_token), and, of a call in doubt, what came of its answer (received: \
            the bytes as they came, without a line end).
            """)

    @OptionGroup var global: GlobalOptions

    @Option(name: .customLong("format"), help: ArgumentHelp("How to print them; json unless given.", valueName: "format"))
    var requestedFormat: Format?

    @Option(help: ArgumentHelp("Only this one, as it is.", valueName: "name"))
    var field: CredentialField?

    @Argument(help: ArgumentHelp("The client; with --field received, the call, as status shows it.", valueName: "label"))
    var label: ClientLabel

    enum Format: String, CaseIterable, ExpressibleByArgument { case json, dotenv }

    /// Of what is said when there is nothing to print.
    var format: ReportFormat { field == nil && requestedFormat != .dotenv ? .json : .text }

    func validate() throws {
        if field != nil, requestedFormat != nil { throw ValidationError("--field and --format exclude each other") }
    }

    func execute(_ console: Console) async throws -> ExitStatus {
        let place = StatePlace(try Workspace().checkedProject(console), console)
        let state = try await place.required(console, needsKey: true)
        if field == .received {
            let received = try await place.received(of: OperationID(label.text), in: state)
            return try show(received, orRefuse: activeAnswer, console)
        }
        let client = try state.client(label)
        let opened = try await place.open(client, label, in: state, only: (field.map { [$0] } ?? shown).compactMap(\.member))
        return try show(text(client, opened) + [UInt8(ascii: "\n")], orRefuse: active, console)
    }

    private func show(_ bytes: [UInt8], orRefuse refusal: Diagnostic, _ console: Console) throws(CommandFailure) -> ExitStatus {
        if Terminal.isTerminal(STDOUT_FILENO), Self.actsOnTerminal(bytes) { throw CommandFailure(refusal) }
        console.raw(bytes)
        return .done
    }

    /// Without being asked for by name.
    private var shown: [CredentialField] {
        switch requestedFormat ?? .json {
        case .json: CredentialField.ordinary
        case .dotenv: [.clientID, .clientSecret]
        }
    }

    private func text(_ client: RecordedClient, _ opened: OpenCredentials) throws(CommandFailure) -> [UInt8] {
        if let field {
            guard let value = field.value(of: client, opened) else { throw CommandFailure(absent(field)) }
            return value.bytes
        }
        switch requestedFormat ?? .json {
        case .json: return InertJSON.escaped(document(client, opened).canonicalBytes)
        case .dotenv: return try dotenv(client, opened)
        }
    }

    /// A value that is shown as it is: harmless in a file or a pipe, and not on a screen.
    private static func actsOnTerminal(_ bytes: [UInt8]) -> Bool {
        bytes.split(separator: UInt8(ascii: "\n")).contains { line in
            String(decoding: line, as: UTF8.self).unicodeScalars.contains(where: InertText.isActive)
        }
    }

    private func document(_ client: RecordedClient, _ opened: OpenCredentials) -> JSONObject {
        var object: JSONObject = [:]
        for field in shown { object[JSONString(field.rawValue)] = field.value(of: client, opened)?.json }
        return object
    }

    private func dotenv(_ client: RecordedClient, _ opened: OpenCredentials) throws(CommandFailure) -> [UInt8] {
        var lines: [[UInt8]] = []
        for (name, field) in [("CLIENT_ID", CredentialField.clientID), ("CLIENT_SECRET", .clientSecret)] {
            guard let value = field.value(of: client, opened) else { continue }
            guard let quoted = DotenvValue.quoted(value.bytes) else { throw CommandFailure(unwritable(field)) }
            lines.append(Array("\(name)=".utf8) + quoted)
        }
        return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }

    private func absent(_ field: CredentialField) -> Diagnostic {
        let isReplaced = field == .replacedClientSecret || field == .replacedRegistrationAccessToken
        let what =
            isReplaced
            ? "Nothing that \"\(label)\" had has been replaced" : "The server issued no \(field.rawValue) to \"\(label)\""
        return Diagnostic(
            .secretAbsent, what + (isReplaced ? ": there is no \(field.rawValue)." : "."), client: label, field: field.rawValue)
    }

    private var active: Diagnostic {
        Diagnostic(
            .secretMalformed, "A credential of \"\(label)\" has characters that would act on the terminal.",
            hint: "have them escaped:\n  rollcall credentials \(label) --format json", client: label)
    }

    private var activeAnswer: Diagnostic {
        Diagnostic(
            .secretMalformed, "What came of the answer to \(label) has bytes that would act on the terminal.",
            hint:
                "write it to a file that nobody else can read:\n  (umask 077; rollcall credentials \(label) --field received > answer)"
        )
    }

    private func unwritable(_ field: CredentialField) -> Diagnostic {
        Diagnostic(
            .secretMalformed,
            "The \(field.rawValue) of \"\(label)\" has characters that shells and dotenv readers take for different things.",
            hint: "take it as it is:\n  rollcall credentials \(label) --field \(field.rawValue)", client: label,
            field: field.rawValue)
    }
}

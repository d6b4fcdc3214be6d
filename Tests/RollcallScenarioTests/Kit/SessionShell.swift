import Foundation

/// One shell that is typed a whole session, so that variables and background commands live from one command to the next.
struct SessionShell {
    var folder: ProjectFolder
    var environment: [String: String]

    /// The entries with what appeared this time: normalised, and with an `[exit …]` line where a command failed.
    func type(_ entries: [SessionFile.Entry]) async throws -> [SessionFile.Entry] {
        let mark = UUID().uuidString
        let commands = entries.map { $0.typed.joined(separator: "\n") + "\nprintf '\\n%s %d\\n' \(mark) $?\n" }
        let script = try ProjectFolder()
        try script.write(". \(Self.functions)\nexec 2>&1\n" + commands.joined(), to: "session")
        let shell = Command(arguments: ["/bin/bash", script.path + "/session"], folder: folder, environment: environment)
        let result = try await shell.run()
        // Each part is a status, a line break, and what the next command wrote; the first one has no command before it.
        let parts = ("0\n" + result.output.replacingOccurrences(of: "\r\n", with: "\n")).components(separatedBy: "\n\(mark) ")
            .map { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
        guard parts.count == entries.count + 1 else {
            throw ScenarioFailure("the shell ended after \(parts.count - 1) of \(entries.count) commands: \(result.everything)")
        }
        return zip(entries, zip(parts, parts.dropFirst())).map { entry, parts in
            appeared(Array(parts.0.dropFirst()), status: parts.1[0], after: entry)
        }
    }

    private func appeared(_ lines: [String], status: String, after entry: SessionFile.Entry) -> SessionFile.Entry {
        var appeared = lines.map { Placeholders.put(in: $0, folder: folder.path) }
        while appeared.last == "" { appeared.removeLast() }
        if status != "0" { appeared.append("[exit \(status)]") }
        return SessionFile.Entry(typed: entry.typed, appeared: appeared)
    }

    private static let functions = "\(SourceTree.root)/Tests/RollcallScenarioTests/Sessions/functions.bash"
}

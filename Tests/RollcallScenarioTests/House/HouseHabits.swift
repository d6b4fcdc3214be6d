/// Habits that a reader relies on and no compiler checks.
enum HouseHabits {
    /// A file is read in one sitting.
    static let lineLimit = 300

    /// Tables may be longer. Each says why, and goes from here when it is short again.
    static let longFiles: [String: String] = [:]

    static func lengthFaults(in file: SourceFile) -> [String] {
        let count = file.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        switch (count > lineLimit, longFiles[file.path]) {
        case (true, nil): return ["\(file.path): \(count) lines; look for the second type in it"]
        case (false, _?): return ["\(file.path): no longer long; take it off the list"]
        case (true, _?), (false, nil): return []
        }
    }

    /// What reaches a person or a log goes through one door, where it is made inert: who may write bytes out, and who may make JSON text.
    private static let doors: [String: Set<String>] = [
        "print": [], "debugPrint": [], "dump": [], "puts": [], "fputs": [], "printf": [], "FileHandle": [],
        "raw": ["Reporting/Console.swift", "Commands/CredentialsCommand.swift"],
        "canonicalBytes": ["Reporting/Console.swift", "Views/ValueView.swift", "Commands/CredentialsCommand.swift"],
    ]

    static func speechFaults(in file: SourceFile) -> [String] {
        guard file.target == "RollcallCLI" else { return [] }
        return file.faults { words in
            words.first { word in doors[word].map { !$0.contains { file.path.hasSuffix("RollcallCLI/" + $0) } } ?? false }
                .map { "\($0): only the console writes, and makes inert what it writes" }
        }
    }

    /// The guide's table of faults (`Faults.md`) names each one of them, and tests that exist.
    static func faultTableFaults(in page: String, tests: String, parts: [String]) -> [String] {
        let numbers = page.matches(of: /F([0-9]{2})(?:–F([0-9]{2}))?/).flatMap { match -> ClosedRange<Int> in
            let first = Int(match.1) ?? 0
            return first...max(first, match.2.flatMap { Int($0) } ?? first)
        }
        let names = page.matches(of: /`([a-z]+[A-Z][A-Za-z]+)`/).map { String($0.1) }.filter { !tests.contains("func \($0)(") }
        let commands = page.matches(of: /`fire\s([a-z]+)`/).map { String($0.1) }.filter { !parts.contains("Tests/Fire/\($0).py") }
        return Set(1...80).subtracting(numbers).sorted().map { "F\($0) has no row" } + names + commands
    }

    /// The optimiser does not see through `package`: what crosses a module is `public`.
    static func accessFaults(in file: SourceFile) -> [String] {
        file.faults { words in
            zip(words, words.dropFirst()).contains { $0 == "package" && declarations.contains($1) } ? "package is not used" : nil
        }
    }

    /// What may follow an access level.
    private static let declarations: Set<String> = [
        "actor", "class", "enum", "extension", "final", "func", "import", "indirect", "init", "let", "mutating", "nonisolated",
        "protocol", "set", "static", "struct", "subscript", "typealias", "var",
    ]

    /// What must not be committed: what resolves anew, what is built, and state, which holds credentials.
    static func ignoreFaults(root: String, state: String) -> [String] {
        let missing = { (text: String, patterns: [String]) in
            patterns.filter { !text.split(separator: "\n").map(String.init).contains($0) }
        }
        return missing(root, [".build/", "Package.resolved"]) + missing(state, ["/*.json", "/*.json.*"])
    }

    /// Codes ascend within a thousand and in all, so none is given twice; each says its thousand.
    static func codeFaults(_ names: [String]) -> [String] {
        let shaped = names.filter { $0.wholeMatch(of: /RC[123459][0-9]{3}/) == nil }
        let unordered = zip(names, names.dropFirst()).filter { $0.utf8.elementsEqual($1.utf8) || $1 < $0 }.map(\.1)
        return shaped + unordered
    }
}

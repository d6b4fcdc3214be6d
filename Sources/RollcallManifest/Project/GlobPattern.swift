/// Which files of a folder are meant, as in `clients/**/*.{yaml,yml}`. What it matches never leaves the folder.
///
///     *       any characters of one name        [a-z] [!a-z]   one character of a class
///     ?       one character                     {a,b}          one of several texts, also with / in them
///     **      any folders, also none; a whole part of the path
///
/// What begins with a dot is matched only by a dot: editors and Git keep their own files so. Case counts. Matching a path takes
/// time in proportion to pattern times path, whatever the pattern.
public struct GlobPattern: Hashable, Sendable {
    public let text: String
    private let alternatives: [[GlobPart]]

    /// Bytes of a pattern, and scalars of all that its braces stand for: no path of a project is so long.
    private static let lengthLimit = 4096
    private static let expansionLimit = 1 << 17

    /// `nil` if `text` is no pattern, or one that leaves the folder: absolute, with `.` or `..`, an empty part or a backslash.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.lengthLimit else { return nil }
        let scalars = Array(text.unicodeScalars)
        guard !scalars.contains(where: { $0 == "\\" || $0.value < 0x20 || $0.value == 0x7F }) else { return nil }
        var budget = Budget()
        guard let texts = Self.expanded(scalars[...], &budget) else { return nil }
        let alternatives = texts.map { $0.split(separator: "/", omittingEmptySubsequences: false).map(GlobPart.init) }
        guard alternatives.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0 != nil } && $0.last != .folders }) else { return nil }
        self.text = text
        self.alternatives = alternatives.map { $0.compactMap(\.self) }
    }

    /// `path` is relative to the folder, its parts separated by `/`.
    public func matches(_ path: String) -> Bool {
        let names = path.split(separator: "/", omittingEmptySubsequences: false).map { Array($0.unicodeScalars) }
        return alternatives.contains { Self.matches($0, names) }
    }

    /// Whether a file somewhere below `folder` may match; `""` is the project's own.
    public func mayMatch(below folder: String) -> Bool {
        let names = folder.split(separator: "/").map { Array($0.unicodeScalars) }
        return alternatives.contains { Self.mayMatch($0, below: names) }
    }

    /// Parts of the pattern that the next name may be for, name after name.
    private static func mayMatch(_ parts: [GlobPart], below names: [[Unicode.Scalar]]) -> Bool {
        var open: Set = [0]
        for name in names {
            var next: Set<Int> = []
            for start in open {
                var part = start
                // `**` stands for any number of folders, also for none.
                while part < parts.count - 1, parts[part] == .folders {
                    if name.first != "." { next.insert(part) }
                    part += 1
                }
                if part < parts.count - 1, parts[part].matches(name) { next.insert(part + 1) }
            }
            open = next
        }
        return !open.isEmpty
    }

    /// The folder below which every match lies; `""` is the project's own.
    public var fixedFolder: String {
        let folders = alternatives.map { parts in parts.dropLast().prefix { $0.fixedName != nil }.compactMap(\.fixedName) }
        let common = folders.dropFirst().reduce(folders.first ?? []) { common, folder in
            zip(common, folder).prefix { $0.utf8.elementsEqual($1.utf8) }.map(\.0)
        }
        return common.joined(separator: "/")
    }

    // MARK: Matching

    /// Both walk their sequence once and, when stuck, go back to the last `*` or `**` alone, so nothing is exponential.
    private static func matches(_ parts: [GlobPart], _ names: [[Unicode.Scalar]]) -> Bool {
        var part = 0
        var name = 0
        var retry: (part: Int, name: Int)?
        while name < names.count {
            if part < parts.count, parts[part] == .folders {
                retry = (part + 1, name)
                part += 1
            } else if part < parts.count, parts[part].matches(names[name]) {
                part += 1
                name += 1
            } else if let (next, start) = retry, names[start].first != "." {
                retry = (next, start + 1)
                part = next
                name = start + 1
            } else {
                return false
            }
        }
        return part == parts.count
    }

    // MARK: Braces

    /// What the braces may still stand for.
    private struct Budget {
        var alternatives = 1000
        var scalars = GlobPattern.expansionLimit
    }

    /// Each text that the braces stand for; `nil` if they do not pair up, or stand for more than the limit.
    private static func expanded(_ text: ArraySlice<Unicode.Scalar>, _ budget: inout Budget) -> [ArraySlice<Unicode.Scalar>]? {
        budget.scalars -= text.count
        guard budget.scalars >= 0 else { return nil }
        guard let open = text.firstIndex(of: "{") else {
            budget.alternatives -= 1
            return budget.alternatives >= 0 && !text.contains("}") ? [text] : nil
        }
        guard let (options, close) = options(in: text, from: open), !text[..<open].contains("}") else { return nil }
        var texts: [ArraySlice<Unicode.Scalar>] = []
        for option in options {
            guard let more = expanded(text[..<open] + option + text[(close + 1)...], &budget) else { return nil }
            texts += more
        }
        return texts
    }

    /// What the commas of the outermost braces separate, and where these close.
    private static func options(
        in text: ArraySlice<Unicode.Scalar>, from open: Int
    ) -> (options: [ArraySlice<Unicode.Scalar>], close: Int)? {
        var options: [ArraySlice<Unicode.Scalar>] = []
        var depth = 0
        var start = open + 1
        for index in text.indices[open...] {
            switch text[index] {
            case "{": depth += 1
            case "}": depth -= 1
            case ",": break
            default: continue
            }
            guard depth == 0 || (depth == 1 && text[index] == ",") else { continue }
            options.append(text[start..<index])
            start = index + 1
            if depth == 0 { return (options, index) }
        }
        return nil
    }
}

import Foundation

/// The repository as it stands: the tests of the house read it instead of trusting a list.
enum SourceTree {
    /// The repository's folder. Not tidied up, so that it also leads there through a link to `Tests`.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../../.."

    /// A file's text.
    static func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
    }

    /// Every Swift file of the product.
    static let sources = Result { try swiftFiles(in: "Sources") }

    /// Every Swift file below `folder`.
    static func swiftFiles(in folder: String) throws -> [SourceFile] {
        try paths(in: folder, ending: ".swift").map { SourceFile(path: $0, text: try text($0)) }
    }

    /// Every file below `folder` whose name ends so, by path.
    static func paths(in folder: String, ending: String) -> [String] {
        let paths = FileManager.default.enumerator(atPath: "\(root)/\(folder)")?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(ending) }.sorted().map { "\(folder)/\($0)" }
    }
}

/// One Swift file, as text and as the words of its code, line by line. Comments and the insides of string literals hold no words, so
/// that a rule about code does not stumble over prose.
struct SourceFile {
    let path: String
    let text: String
    let lines: [[String]]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        let code = Array(SwiftCode.bare(text).utf8)
        lines = code.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            line.split { !Self.isWordByte[Int($0)] }.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    private static let isWordByte = (0..<256).map { byte in
        byte == 0x5F || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte > 0x7F
    }

    /// The target: the folder below `Sources` or `Tests`; `Benchmarks` is one by itself.
    var target: String {
        let folders = path.split(separator: "/").dropLast().map(String.init)
        return folders.dropFirst().first ?? folders.first ?? ""
    }

    /// `path:line: what` for each line of code whose words are at fault.
    func faults(_ find: ([String]) -> String?) -> [String] {
        zip(1..., lines).compactMap { number, words in find(words).map { "\(path):\(number): \($0)" } }
    }
}

import Foundation

/// What differs from run to run, by name: `<uuid>`, `<port>`, `<time>`. Everything else in a session is compared as it is.
enum Placeholders {
    static func put(in line: String, folder: String) -> String {
        let line = line.replacingOccurrences(of: folder, with: "<folder>")
        return rows.reduce(line) { text, row in
            text.replacingOccurrences(of: row.pattern, with: row.placeholder, options: .regularExpression)
        }
    }

    /// In this order: a digest is not a token. In a column a placeholder is as wide as what it stands for.
    private static let rows: [(pattern: String, placeholder: String)] = [
        (#"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+"#, "<token>"),
        ("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=  )", "<uuid>" + String(repeating: " ", count: 30)),
        ("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<uuid>"),
        (#"\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,}Z"#, "<time>"),
        (#"\b20[0-9]{2}-[0-9]{2}-[0-9]{2}(?=  )"#, "<date>    "),
        (#"(?<=127\.0\.0\.1:)[0-9]{2,5}\b"#, "<port>"),
        (#"\b[0-9a-f]{8}-[0-9]+\b"#, "<call>"),
        (#"\b[0-9a-f]{64}\b"#, "<digest>"),
        (#"(?<=_issued_at": ?)[0-9]{10}\b"#, "<seconds>"),
        (#"(?<![A-Za-z0-9_/.-])(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{32,}(?![A-Za-z0-9_-])"#, "<token>"),
    ]
}

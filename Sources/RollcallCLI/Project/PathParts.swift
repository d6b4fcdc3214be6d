/// A file's path, as the folder to open and the name in it.
struct PathParts: Sendable {
    let folder: String
    let name: String

    init(_ path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        name = String(parts.last ?? "")
        let above = parts.dropLast().joined(separator: "/")
        folder = parts.count == 1 ? "." : above.isEmpty ? "/" : above
    }
}

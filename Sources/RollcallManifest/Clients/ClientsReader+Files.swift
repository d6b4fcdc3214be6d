import RollcallCore

/// `jwks: { file: PATH }` and `software_statement: { file: PATH }`: the file's content is the member's value. From there on it is metadata
/// like any other.
extension ClientsReader {
    /// The path's node, if the value names a file; any other value is the member's own.
    func filePath(_ node: Int) -> Int? {
        guard document.kind(node) == .mapping else { return nil }
        return document.tape.entries(of: node).first { document.tape.text(of: $0.key).elementsEqual("file".utf8) }?.value
    }

    /// Whether a value was written; what is wrong with the file is reported.
    mutating func writeFile(_ node: Int, _ path: Int, _ field: FileField, _ place: Place) -> Bool {
        _ = document.members(of: node, field.table, subject(place))
        let subject = subject(place)["file"]
        guard let text = document.string(path, "file", subject), !document.isConcealed(path) else { return false }
        guard !text.utf8.isEmpty, !text.utf8.contains(0) else {
            document.report(
                .wrongValue, at: path, "file is a path, from the folder of rollcall.yaml.", hint: "write the path", subject)
            return false
        }
        switch value(in: text, of: field) {
        case .success(let bytes):
            arena += bytes
            return true
        case .failure(let fault):
            document.report(
                fault.code, at: path, "\(document.tape.shown(path)) \(fault.detail)", hint: fault.hint, subject)
            return false
        }
    }

    /// A file is read once for all clients of this one.
    private mutating func value(in path: String, of field: FileField) -> Result<[UInt8], FileFault> {
        let key = FileValue(path: Array(path.utf8), field: field)
        if let known = fileValues[key] { return known }
        let value = context.files.read(path).mapError(FileFault.unread).flatMap(field.value)
        fileValues[key] = value
        return value
    }

    struct FileValue: Hashable {
        let path: [UInt8]
        let field: FileField
    }
}

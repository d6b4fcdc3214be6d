/// A JSON document on its way out, harmless for a terminal and a CI log: the one place where it is done for JSON.
///
/// What `InertText` would escape is written as `\uXXXX`, so the document's value stays the same.
enum InertJSON {
    /// - Parameter document: JSON in UTF-8; outside of its strings there is nothing to escape.
    static func escaped(_ document: [UInt8]) -> [UInt8] {
        if !mayBeActive(document) { return document }
        var result: [UInt8] = []
        result.reserveCapacity(document.count)
        var opening = CommandOpening()
        for scalar in String(decoding: document, as: UTF8.self).unicodeScalars {
            // The start of a string may be the start of a line for whoever takes it out.
            let isOpening = opening.completes(scalar == "\"" ? " " : scalar)
            if isOpening || scalar != "\n" && InertText.isActive(scalar) {
                for unit in UTF16.encode(scalar)! { result += escape(unit) }
            } else {
                result += UTF8.encode(scalar)!
            }
        }
        return result
    }

    /// Most documents hold nothing but printable ASCII, and are large.
    private static func mayBeActive(_ document: [UInt8]) -> Bool {
        var before: UInt8 = 0
        for byte in document {
            if byte >= 0x7F || byte == before && (byte == UInt8(ascii: "#") || byte == UInt8(ascii: ":")) { return true }
            before = byte
        }
        return false
    }

    private static func escape(_ unit: UInt16) -> [UInt8] {
        let digits = String(unit, radix: 16)
        return Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
    }
}

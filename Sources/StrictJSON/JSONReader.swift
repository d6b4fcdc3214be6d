/// JSON text to `JSONValue`: strict (RFC 8259), no deeper than `JSONScanner.depthLimit`, no byte order mark, no half surrogates.
public enum JSONReader {
    /// For our own files: a repeated member name is a fault.
    public static func read(_ bytes: [UInt8], in range: Range<Int>? = nil) throws(JSONFault) -> JSONValue {
        let (value, duplicates) = try readLenient(bytes, in: range)
        if let first = duplicates.first { throw JSONFault(.duplicateMember, at: first.offset) }
        return value
    }

    /// For a server's answer: of members with one name the last wins, because a credential must not be lost over it.
    /// Returns the repeated ones, in the order of the text.
    public static func readLenient(
        _ bytes: [UInt8], in range: Range<Int>? = nil
    ) throws(JSONFault) -> (value: JSONValue, duplicates: [JSONDuplicate]) {
        var builder = Builder(scanner: JSONScanner(bytes, in: range))
        let value = try builder.value()
        try builder.scanner.finish()
        return (value, builder.duplicates.sorted { $0.offset < $1.offset })
    }

    /// Elements and members wait in two stacks until their container closes, so that each container is made once, in its size.
    private struct Builder {
        var scanner: JSONScanner
        var duplicates: [JSONDuplicate] = []
        private var elements: [JSONValue] = []
        private var members: [JSONObject.Member] = []
        /// Where the name of each of `members` stands.
        private var offsets: [Int] = []

        init(scanner: JSONScanner) { self.scanner = scanner }

        mutating func value() throws(JSONFault) -> JSONValue {
            switch try scanner.nextToken() {
            case .string:
                let range = try scanner.string()
                return .string(scanner.text(range))
            case .number:
                let range = try scanner.number()
                return .number(JSONNumber(scanned: String(decoding: scanner.bytes[range], as: UTF8.self)))
            case .literal: return try scanner.literal()
            case .array: return .array(try array())
            case .object: return .object(try object())
            }
        }

        private mutating func array() throws(JSONFault) -> [JSONValue] {
            let first = elements.count
            try scanner.enterArray()
            while try scanner.nextElement() { elements.append(try value()) }
            defer { elements.removeSubrange(first...) }
            return Array(elements[first...])
        }

        private mutating func object() throws(JSONFault) -> JSONObject {
            let first = members.count
            try scanner.enterObject()
            while let range = try scanner.nextMember() {
                let name = scanner.text(range)
                // The value is complete before the member takes its place: those within it have left the stack by then.
                let member = JSONObject.Member(name: name, value: try value())
                members.append(member)
                offsets.append(range.lowerBound)
            }
            defer {
                members.removeSubrange(first...)
                offsets.removeSubrange(first...)
            }
            let object = JSONObject(unordered: Array(members[first...]))
            if object.count < members.count - first { noteDuplicates(from: first) }
            return object
        }

        private mutating func noteDuplicates(from first: Int) {
            var seen: Set<JSONString> = []
            for (member, offset) in zip(members[first...], offsets[first...]) where !seen.insert(member.name).inserted {
                duplicates.append(JSONDuplicate(name: member.name, offset: offset))
            }
        }
    }
}

/// A member name that stood in its object before.
public struct JSONDuplicate: Hashable, Sendable {
    public let name: JSONString
    /// Byte offset of the later one.
    public let offset: Int
}

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
        return (value, builder.duplicates)
    }

    private struct Builder {
        var scanner: JSONScanner
        var duplicates: [JSONDuplicate] = []

        mutating func value() throws(JSONFault) -> JSONValue {
            switch try scanner.nextToken() {
            case .string: return .string(scanner.text(try scanner.string()))
            case .number:
                return .number(JSONNumber(scanned: String(decoding: scanner.bytes[try scanner.number()], as: UTF8.self)))
            case .literal: return try scanner.literal()
            case .array:
                try scanner.enterArray()
                var elements: [JSONValue] = []
                while try scanner.nextElement() { elements.append(try value()) }
                return .array(elements)
            case .object: return .object(try object())
            }
        }

        mutating func object() throws(JSONFault) -> JSONObject {
            try scanner.enterObject()
            var members: [JSONObject.Member] = []
            var offsets: [Int] = []
            while let name = try scanner.nextMember() {
                offsets.append(name.lowerBound)
                let name = scanner.text(name)
                members.append(JSONObject.Member(name: name, value: try value()))
            }
            let object = JSONObject(unordered: members)
            if object.count < members.count { note(members, offsets) }
            return object
        }

        private mutating func note(_ members: [JSONObject.Member], _ offsets: [Int]) {
            var seen: Set<JSONString> = []
            for (member, offset) in zip(members, offsets) where !seen.insert(member.name).inserted {
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

import StrictJSON

/// Writes an object whose members stand in the order they are given in: the state's own members, which read better so.
/// `nil` is left out. Compact, unless every member stands on a line of its own, indented by `indent` spaces.
struct MemberWriter {
    private var bytes: [UInt8]
    private let indent: Int?
    private var isEmpty = true
    private static let afterCopiedName = Array("\": ".utf8)

    init(indent: Int? = nil, capacity: Int = 0) {
        self.init(after: [], indent: indent)
        bytes.reserveCapacity(capacity)
    }

    private init(after bytes: consuming [UInt8], indent: Int?) {
        self.bytes = bytes
        self.indent = indent
        self.bytes.append(UInt8(ascii: "{"))
    }

    mutating func member(_ name: JSONString, _ value: JSONValue?) {
        guard let value else { return }
        begin(name)
        value.write(to: &bytes)
    }

    mutating func member(_ name: JSONString, written value: [UInt8]) {
        begin(name)
        bytes += value
    }

    /// Copies name and value from a text of the same layout; the name without its quotes.
    mutating func copy(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        separate()
        indentLine()
        bytes.append(UInt8(ascii: "\""))
        bytes += name
        bytes += Self.afterCopiedName
        bytes += value
    }

    /// An object, each of its members on a line of its own, two spaces further in. It grows in this writer's bytes.
    mutating func object(_ name: JSONString, _ fill: (inout MemberWriter) -> Void) {
        begin(name)
        let written = bytes
        bytes = []
        var inner = MemberWriter(after: written, indent: (indent ?? 0) + 2)
        fill(&inner)
        bytes = inner.finish()
    }

    /// A member whose value is made of all bytes before its line.
    mutating func seal(_ name: JSONString, _ value: (ArraySlice<UInt8>) -> JSONValue) {
        separate()
        let value = value(bytes[...])
        indentLine()
        write(name)
        value.write(to: &bytes)
    }

    /// Closes the object; nothing may be added after it.
    consuming func finish() -> [UInt8] {
        if let indent, !isEmpty { bytes += [UInt8(ascii: "\n")] + Array(repeating: UInt8(ascii: " "), count: indent - 2) }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}

extension MemberWriter {
    private mutating func begin(_ name: JSONString) {
        separate()
        indentLine()
        write(name)
    }

    private mutating func write(_ name: JSONString) {
        name.write(to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        if indent != nil { bytes.append(UInt8(ascii: " ")) }
    }

    /// The comma and the line end after the member before.
    private mutating func separate() {
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        isEmpty = false
        if indent != nil { bytes.append(UInt8(ascii: "\n")) }
    }

    private mutating func indentLine() { bytes += repeatElement(UInt8(ascii: " "), count: indent ?? 0) }
}

extension JSONValue {
    static func base64(_ bytes: [UInt8]) -> JSONValue { .string(Base64.encode(bytes)) }
}

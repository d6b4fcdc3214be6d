import StrictJSON

/// Takes the members of an object of our own one by one. What is missing, of another type or left over is a fault:
/// a member that this version does not know comes with a higher `format`, and that is refused before anything else is read.
struct MemberReader {
    private var rest: JSONObject

    init(_ object: JSONObject) { rest = object }

    init(_ value: JSONValue) throws(MemberFault) {
        guard let object = value.object else { throw MemberFault("an object was expected, not a \(value.kind)") }
        rest = object
    }

    mutating func value(_ name: JSONString) throws(MemberFault) -> JSONValue {
        guard let value = optional(name) else { throw MemberFault("\"\(name)\" is missing") }
        return value
    }

    mutating func optional(_ name: JSONString) -> JSONValue? {
        defer { rest[name] = nil }
        return rest[name]
    }

    mutating func string(_ name: JSONString) throws(MemberFault) -> JSONString {
        try Self.typed(name, try value(name), \.string)
    }
    mutating func text(_ name: JSONString) throws(MemberFault) -> String { try string(name).text }
    mutating func bool(_ name: JSONString) throws(MemberFault) -> Bool { try Self.typed(name, try value(name), \.bool) }
    mutating func object(_ name: JSONString) throws(MemberFault) -> JSONObject {
        try Self.typed(name, try value(name), \.object)
    }
    mutating func array(_ name: JSONString) throws(MemberFault) -> [JSONValue] {
        try Self.typed(name, try value(name), \.array)
    }
    mutating func strings(_ name: JSONString) throws(MemberFault) -> [JSONString] {
        try array(name).map { (element) throws(MemberFault) in try Self.typed(name, element, \.string) }
    }
    mutating func optionalStrings(_ name: JSONString) throws(MemberFault) -> [JSONString]? {
        rest[name] == nil ? nil : try strings(name)
    }
    mutating func integer(_ name: JSONString) throws(MemberFault) -> Int {
        Int(try Self.typed(name, try value(name), \.int64))
    }

    mutating func optionalString(_ name: JSONString) throws(MemberFault) -> JSONString? {
        guard let value = optional(name) else { return nil }
        return try Self.typed(name, value, \.string)
    }
    mutating func optionalObject(_ name: JSONString) throws(MemberFault) -> JSONObject? {
        rest[name] == nil ? nil : try object(name)
    }
    mutating func optionalInt64(_ name: JSONString) throws(MemberFault) -> Int64? {
        guard let value = optional(name) else { return nil }
        return try Self.typed(name, value, \.int64)
    }
    mutating func optionalBool(_ name: JSONString) throws(MemberFault) -> Bool? {
        guard let value = optional(name) else { return nil }
        return try Self.typed(name, value, \.bool)
    }

    mutating func bytes(base64 name: JSONString) throws(MemberFault) -> [UInt8] {
        guard let bytes = Base64.decode(try string(name).utf8) else { throw MemberFault("\"\(name)\" is not base64") }
        return bytes
    }

    /// A string that names one of an enumeration's cases.
    mutating func choice<Choice: RawRepresentable<String>>(_ name: JSONString) throws(MemberFault) -> Choice {
        let text = try text(name)
        guard let choice = Choice(rawValue: text) else { throw MemberFault("\"\(name)\" cannot be \"\(text)\"") }
        return choice
    }

    mutating func label(_ name: JSONString) throws(MemberFault) -> ClientLabel {
        guard let label = ClientLabel(try text(name)) else { throw MemberFault("\"\(name)\" is no label") }
        return label
    }

    mutating func optionalLabel(_ name: JSONString) throws(MemberFault) -> ClientLabel? {
        rest[name] == nil ? nil : try label(name)
    }

    mutating func registration(_ name: JSONString) throws(MemberFault) -> RegistrationID {
        guard let id = RegistrationID(try text(name)) else { throw MemberFault("\"\(name)\" is no UUID in lower case") }
        return id
    }

    /// Nothing may be left.
    func finish() throws(MemberFault) {
        if let name = rest.names.first { throw MemberFault("\"\(name)\" is not known") }
    }

    private static func typed<Value>(
        _ name: JSONString, _ value: JSONValue, _ read: (JSONValue) -> Value?
    ) throws(MemberFault) -> Value {
        guard let typed = read(value) else { throw MemberFault("\"\(name)\" cannot be a \(value.kind)") }
        return typed
    }
}

/// What is wrong with an object of our own.
struct MemberFault: Error, Hashable {
    var text: String

    init(_ text: String) { self.text = text }

    func within(_ place: String) -> MemberFault { MemberFault("\(place): \(text)") }
}

import StrictJSON

/// Walks the state's text member by member, in the order in which `StateCodec` writes them, without decoding what it passes.
/// A member that is missing, unknown, out of its place or of another type is a fault.
struct StateScanner {
    private let bytes: [UInt8]
    private var scanner: JSONScanner
    /// The name of the member whose value comes next; `nil` at the end of the object.
    private(set) var name: Range<Int>?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        scanner = JSONScanner(bytes, order: .ascending)
    }

    func stands(at member: String) -> Bool {
        guard let name else { return false }
        return name.count == member.utf8.count && bytes[name].elementsEqual(member.utf8)
    }

    /// What the value begins with.
    mutating func token() throws(StateFault) -> JSONScanner.Token {
        do { return try scanner.nextToken() } catch { throw Self.fault(error) }
    }

    /// The range of the member's value, its quotes included. Objects within it are in ascending order, or in any.
    mutating func value(
        of member: String, as token: JSONScanner.Token, order: JSONScanner.MemberOrder = .ascending
    ) throws(StateFault) -> Range<Int> {
        try require(member)
        do {
            guard try scanner.nextToken() == token else { throw StateFault.malformed("\"\(member)\" is of another type") }
            scanner.order = order
            let range = try scanner.skipValue()
            name = try scanner.nextMember()
            return range
        } catch {
            throw Self.fault(error)
        }
    }

    /// The range of a string member, without its quotes.
    mutating func string(_ member: String) throws(StateFault) -> Range<Int> {
        let range = try value(of: member, as: .string)
        return range.lowerBound + 1..<range.upperBound - 1
    }

    mutating func text(_ member: String) throws(StateFault) -> String { scanner.text(try string(member)).text }

    mutating func integer(_ member: String) throws(StateFault) -> Int {
        let range = try value(of: member, as: .number)
        guard let integer = Int(String(decoding: bytes[range], as: UTF8.self)) else {
            throw .malformed("\"\(member)\" is no integer")
        }
        return integer
    }

    mutating func bool(_ member: String) throws(StateFault) -> Bool {
        let range = try value(of: member, as: .literal)
        guard bytes[range.lowerBound] != UInt8(ascii: "n") else { throw .malformed("\"\(member)\" cannot be null") }
        return bytes[range.lowerBound] == UInt8(ascii: "t")
    }

    /// Enters the document itself.
    mutating func enterDocument() throws(StateFault) { try enter() }

    /// Enters the object that is the member's value.
    mutating func enter(_ member: String) throws(StateFault) {
        try require(member)
        try enter()
    }

    /// Enters the object that is the value of whatever member comes next; returns the member's name and where the object begins.
    mutating func enterNext() throws(StateFault) -> (name: Range<Int>, start: Int) {
        guard let name else { throw .malformed("a member is missing") }
        _ = try token()
        let start = scanner.position
        try enter()
        return (name, start)
    }

    /// Leaves an object within the document; returns where it ended.
    mutating func leave() throws(StateFault) -> Int {
        try requireEnd()
        let end = scanner.position
        do { name = try scanner.nextMember() } catch { throw Self.fault(error) }
        return end
    }

    /// Leaves the document; nothing may follow it.
    mutating func leaveDocument() throws(StateFault) {
        try requireEnd()
        do { try scanner.finish() } catch { throw Self.fault(error) }
    }

    private mutating func enter() throws(StateFault) {
        do {
            try scanner.enterObject()
            name = try scanner.nextMember()
        } catch {
            throw Self.fault(error)
        }
    }

    private func require(_ member: String) throws(StateFault) {
        guard stands(at: member) else { throw .malformed("\"\(member)\" is expected, not \(found)") }
    }

    private func requireEnd() throws(StateFault) {
        guard name == nil else { throw .malformed("nothing is expected, not \(found)") }
    }

    private var found: String { name.map { "\"\(scanner.text($0))\"" } ?? "the end" }

    private static func fault(_ error: any Error) -> StateFault {
        switch error {
        case let fault as StateFault: fault
        case let fault as JSONFault: .malformed("\(fault.reason.rawValue) at byte \(fault.offset)")
        default: preconditionFailure("a scanner throws nothing else")
        }
    }
}

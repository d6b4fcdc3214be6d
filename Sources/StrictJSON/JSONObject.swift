/// The members of an object, in ascending order of their names' bytes, each name once.
public struct JSONObject: Hashable, Sendable {
    public struct Member: Hashable, Sendable {
        public let name: JSONString
        public var value: JSONValue

        public init(name: JSONString, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// Strictly ascending by `name`.
    public private(set) var members: [Member] = []

    public init() {}

    /// Of members with the same name the last wins.
    public init(_ members: some Sequence<(JSONString, JSONValue)>) {
        for (name, value) in members { self[name] = value }
    }

    /// `members` in any order; of those with the same name the last wins.
    init(unordered members: [Member]) {
        // The sort is stable: of one name, the last written is the last of its group.
        let sorted = Self.areAscending(members) ? members : members.sorted { $0.name < $1.name }
        self.members = Self.areAscending(sorted) ? sorted : Self.lastOfEachName(sorted)
    }

    private static func areAscending(_ members: [Member]) -> Bool {
        members.indices.dropFirst().allSatisfy { members[$0 - 1].name < members[$0].name }
    }

    private static func lastOfEachName(_ sorted: [Member]) -> [Member] {
        sorted.indices.filter { $0 + 1 == sorted.count || sorted[$0].name != sorted[$0 + 1].name }.map { sorted[$0] }
    }

    public var isEmpty: Bool { members.isEmpty }
    public var count: Int { members.count }
    public var names: [JSONString] { members.map(\.name) }

    /// Setting `nil` removes the member.
    public subscript(name: JSONString) -> JSONValue? {
        get {
            let index = index(of: name)
            return index < members.count && members[index].name == name ? members[index].value : nil
        }
        set {
            let index = index(of: name)
            let found = index < members.count && members[index].name == name
            switch (newValue, found) {
            case (let value?, true): members[index].value = value
            case (let value?, false): members.insert(Member(name: name, value: value), at: index)
            case (nil, true): members.remove(at: index)
            case (nil, false): break
            }
        }
    }

    /// The first index whose name is not less than `name`.
    private func index(of name: JSONString) -> Int {
        var low = 0
        var high = members.count
        while low < high {
            let middle = (low + high) / 2
            if members[middle].name < name { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral members: (JSONString, JSONValue)...) { self.init(members) }
}

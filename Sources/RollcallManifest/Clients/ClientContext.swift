import OAuthRegistration
import RollcallCore
import StrictJSON

/// What `rollcall.yaml` says that holds for the clients of every file.
struct ClientContext: Sendable {
    /// Keys of the servers, ascending by bytes.
    var servers: [String] = []
    /// By the index of the server; `nil` if the server names none that is known.
    var profiles: [ServerProfile?] = [] {
        didSet { refused = profiles.map { _ in [] } }
    }
    /// There is no server at all, and that is reported.
    var lacksServers = false
    var files = NamedFiles.none
    /// Metadata members beyond the catalogue that are meant.
    var extensions: Set<JSONString> = []
    var defaults = ClientDefaults() {
        didSet {
            var byProfile: [String: Set<JSONString>] = [:]
            refused = profiles.map { profile in
                guard let profile else { return [] }
                if let names = byProfile[profile.name] { return names }
                let names = Set(defaults.metadata.map(\.name).filter(profile.refuses))
                byProfile[profile.name] = names
                return names
            }
        }
    }
    /// By server: members of the defaults that it refuses.
    private(set) var refused: [Set<JSONString>] = []
    /// Bytes of one sheet's arena. It is addressed with 32 bits; this is far below, and far above what anybody writes.
    var arenaLimit = 1 << 30

    /// For a hint.
    private var shownServers: String { servers.prefix(10).joined(separator: ", ") + (servers.count > 10 ? ", …" : "") }

    /// One thing to do about a server that is not there.
    var serverHint: String {
        servers.isEmpty ? "declare a server under servers: in rollcall.yaml" : "write one of: \(shownServers)"
    }

    func server(_ key: ArraySlice<UInt8>) -> Int? {
        var low = 0
        var high = servers.count
        while low < high {
            let middle = (low + high) / 2
            if servers[middle].utf8.lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
        }
        return low < servers.count && servers[low].utf8.elementsEqual(key) ? low : nil
    }
}

/// `defaults:` of `rollcall.yaml`, checked, as bytes that are copied into each client.
struct ClientDefaults: Sendable {
    /// Index of the server.
    var server: Int?
    /// A server is written, and what is wrong with it is reported.
    var hasBadServer = false
    var protect = false
    /// A canonical JSON array of strings.
    var ignore: [UInt8] = Array("[]".utf8)
    var tags: [InheritedMember] = []
    var metadata: [InheritedMember] = []
    /// What is said at `defaults:` itself, and not once more for each client.
    var findings: Set<MetadataFinding> = []
}

/// A member of the defaults.
struct InheritedMember: Sendable {
    let name: JSONString
    /// `"name":value`, canonical.
    let bytes: [UInt8]
    /// Where the value begins.
    let valueStart: Int
    let noted: NotedField?

    init(_ member: JSONObject.Member) {
        name = member.name
        var bytes: [UInt8] = []
        name.write(to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        valueStart = bytes.count
        member.value.write(to: &bytes)
        self.bytes = bytes
        noted = FieldTable.row(of: name.utf8[...]).flatMap { FieldTable.noted[$0] }
    }
}

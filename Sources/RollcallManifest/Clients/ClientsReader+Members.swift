import OAuthRegistration
import RollcallCore
import StrictJSON

/// `metadata` and `tags`: the client's own members and the inherited ones, merged by name into one canonical object.
extension ClientsReader {
    /// What is being written, for whoever has to say something about it.
    struct Place {
        let section: Section
        let client: ClientLabel?
        /// The member's key.
        var key: Int
        var element: Int?
        /// What is written is compared character by character, and read by machines: addresses, scopes, names.
        var isExact = false
        /// How many lists and mappings of the value are around it.
        var depth = 0

        enum Section { case metadata, tags, defaultMetadata, defaultTags }
    }

    mutating func metadata(_ node: Int?, _ label: ClientLabel?, _ labelNode: Int, server: Int?) -> Extent {
        let place = Place(section: .metadata, client: label, key: labelNode)
        let extent = metadata(node, place, over: context.defaults.metadata, server: server)
        let profile = server.flatMap { context.profiles[$0] }
        if noted.deserveAdvice(in: arena, whereEmptyIsAbsent: profile?.emptyIsAbsent != nil) {
            reportAdvice(extent, place, profile)
        }
        return extent
    }

    mutating func metadata(_ node: Int?, _ place: Place, over inherited: [InheritedMember], server: Int?) -> Extent {
        noted = NotedMembers()
        if !tagged.isEmpty { tagged.removeAll() }
        collect(node, "metadata", place)
        let profile = server.flatMap { context.profiles[$0] }
        // What the defaults' own server refuses is said at the defaults.
        refused = server.map { $0 == context.defaults.server ? [] : context.refused[$0] } ?? []
        return write(place, over: inherited) { $0.writeMetadata($1, $2, profile) }
    }

    mutating func tags(_ node: Int?, _ place: Place, over inherited: [InheritedMember]) -> Extent {
        collect(node, "tags", place)
        return write(place, over: inherited) { reader, node, place in
            let entry = YAMLTape.Entry(key: place.key, value: node)
            return !reader.document.reportIssued(entry, reader.subject(place)) && reader.writeText(node, "A tag", place)
        }
    }

    /// Puts the mapping's entries into `own`, ascending.
    mutating func collect(_ node: Int?, _ what: String, _ place: Place) {
        own.removeAll(keepingCapacity: true)
        guard let node, let mapping = document.mapping(node, what, Subject(client: place.client, field: what)) else { return }
        own.append(contentsOf: document.tape.entries(of: mapping))
        let tape = document.tape
        own.sort { tape.isText($0.key, before: $1.key) }
    }

    /// Walks both lists in step. A member that cannot be written is left out: it is reported.
    private mutating func write(
        _ place: Place, over inherited: [InheritedMember],
        _ writeValue: (inout ClientsReader, Int, Place) -> Bool
    ) -> Extent {
        let start = arena.count
        arena.append(UInt8(ascii: "{"))
        var next = 0
        for entry in own {
            let name = document.tape.text(of: entry.key)
            while next < inherited.count, inherited[next].name.utf8.lexicographicallyPrecedes(name) {
                copy(inherited[next], place)
                next += 1
            }
            let isInherited = next < inherited.count && inherited[next].name.utf8.elementsEqual(name)
            if isInherited { next += 1 }
            var member = place
            member.key = entry.key
            if document.scalar(entry.value) == .null {
                if !isInherited { document.reportNull(entry.value, document.tape.shown(entry.key), subject(member)) }
                continue
            }
            let memberStart = arena.count
            writeComma()
            writeName(entry.key, member)
            if !writeValue(&self, entry.value, member) { arena.removeSubrange(memberStart...) }
        }
        for member in inherited[next...] { copy(member, place) }
        arena.append(UInt8(ascii: "}"))
        return Extent(start..<arena.count)
    }

    private mutating func copy(_ member: InheritedMember, _ place: Place) {
        if place.section == .metadata, refused.contains(member.name) { reportInheritedRefused(member.name, place) }
        writeComma()
        let start = arena.count + member.valueStart
        arena += member.bytes
        if let field = member.noted { noted.note(field, start..<arena.count) }
    }

    /// Unless it is the first of its container.
    mutating func writeComma() {
        if arena.last != UInt8(ascii: "{"), arena.last != UInt8(ascii: "[") { arena.append(UInt8(ascii: ",")) }
    }

    mutating func writeName(_ key: Int, _ place: Place) {
        var place = place
        place.isExact = place.section.isOfMetadata
        appendText(of: key, place)
        arena.append(UInt8(ascii: ":"))
    }

    func subject(_ place: Place) -> Subject {
        let name = document.isConcealed(place.key) ? "" : document.tape.shown(place.key)
        let subject = subject(place, member: name)
        return place.element.map { subject[$0] } ?? subject
    }

    func subject(_ place: Place, member: String) -> Subject {
        Subject(client: place.client, field: place.section.prefix + member)
    }
}

extension ClientsReader.Place.Section {
    fileprivate var isOfMetadata: Bool {
        switch self {
        case .metadata, .defaultMetadata: true
        case .tags, .defaultTags: false
        }
    }

    fileprivate var prefix: String {
        switch self {
        case .metadata: ""
        case .tags: "tags."
        case .defaultMetadata: "defaults.metadata."
        case .defaultTags: "defaults.tags."
        }
    }
}

import OAuthRegistration
import StrictJSON

/// A plan's parts as members of its document (`PlanCodec`).
extension Plan {
    init(_ json: JSONValue) throws(MemberFault) {
        var members = try MemberReader(json)
        _ = try members.integer("format")
        _ = try members.string("digest")
        self.init(
            lineage: try members.optionalString("lineage")?.text, serial: try members.optionalInt64("serial").map { Int($0) },
            acceptedOrigins: try Self.origins(members.optional("accepted_origins") ?? []))
        for server in try members.object("servers").members {
            guard let name = server.value.object else { throw MemberFault("server \(server.name): an object was expected") }
            servers[server.name.text] = name
        }
        for change in try members.array("changes") { changes.append(try Change(change)) }
        try members.finish()
        for (before, after) in zip(changes, changes.dropFirst()) where after.label < before.label {
            throw MemberFault("changes are not in ascending order")
        }
        for change in changes where servers[change.server] == nil {
            throw MemberFault("change \(change.label): its server is not among the servers")
        }
    }

    private static func origins(_ value: JSONValue) throws(MemberFault) -> [Origin] {
        var origins: [Origin] = []
        for element in value.array ?? [] {
            guard let text = element.text, let address = try? HTTPAddress(text) else {
                throw MemberFault("\"accepted_origins\" holds something that is no origin")
            }
            origins.append(address.origin)
        }
        return origins
    }
}

extension Change {
    var written: [UInt8] {
        var members = MemberWriter()
        members.member("label", .string(label.text))
        members.member("action", .string(action.rawValue))
        members.member("reason", .string(reason.rawValue))
        members.member("server", .string(server))
        members.member("moved_from", movedFrom.map { .string($0.text) })
        members.member("recorded", recorded.map { .string($0) })
        if let desired { members.member("desired", written: desired.written) }
        let elements = fields.map(\.written).joined(separator: [UInt8(ascii: ",")])
        members.member("fields", written: [UInt8(ascii: "[")] + elements + [UInt8(ascii: "]")])
        return members.finish()
    }

    init(_ json: JSONValue) throws(MemberFault) {
        var members = try MemberReader(json)
        let label = try members.label("label")
        do {
            self.init(
                label: label, action: try members.choice("action"), reason: try members.choice("reason"),
                server: try members.text("server"))
            movedFrom = try members.optionalLabel("moved_from")
            recorded = try members.optionalString("recorded")?.text
            desired = try members.optional("desired").map(Target.init)
            for field in try members.array("fields") { fields.append(try FieldChange(field)) }
            try members.finish()
        } catch {
            throw error.within("change \(label)")
        }
    }
}

extension Change.Target {
    fileprivate var written: [UInt8] {
        var members = MemberWriter()
        members.member("metadata", .object(metadata.members))
        members.member("tags", .object(tags))
        members.member("protect", .bool(protect))
        members.member("ignore", .array(ignore.map { .string($0) }))
        return members.finish()
    }

    fileprivate init(_ json: JSONValue) throws(MemberFault) {
        var members = try MemberReader(json)
        self.init(
            metadata: ClientMetadata(try members.object("metadata")), tags: try members.object("tags"),
            protect: try members.bool("protect"), ignore: try members.array("ignore").compactMap(\.string))
        try members.finish()
        for name in metadata.names { try name.checkNotIssued() }
    }
}

extension FieldChange {
    fileprivate var written: [UInt8] {
        var members = MemberWriter()
        members.member("name", .string(name))
        members.member("cause", .string(cause.rawValue))
        members.member("desired", desired)
        members.member("requested", requested)
        members.member("granted", granted)
        members.member("observed", observed)
        return members.finish()
    }

    fileprivate init(_ json: JSONValue) throws(MemberFault) {
        var members = try MemberReader(json)
        self.init(
            try members.string("name"), try members.choice("cause"), desired: members.optional("desired"),
            requested: members.optional("requested"), granted: members.optional("granted"), observed: members.optional("observed")
        )
        try members.finish()
        try name.checkNotIssued()
    }
}

extension JSONString {
    /// What a server issues has no place in a plan, whoever wrote it.
    fileprivate func checkNotIssued() throws(MemberFault) {
        if ClientMetadata.issuedMembers.contains(self) { throw MemberFault("\"\(self)\" has no place in a plan") }
    }
}

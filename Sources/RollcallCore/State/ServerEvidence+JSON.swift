import OAuthRegistration
import StrictJSON

/// Evidence as `learned` in a server's record and in a `settled` record: what was never learned is absent.
extension ServerEvidence {
    var json: JSONObject {
        var object: JSONObject = [:]
        object["rotates_on_read"] = rotatesOnRead.map { .bool($0) }
        object["secret_in_update"] = secretInUpdate.map { .string($0.rawValue) }
        object["manages"] = manages.map { .bool($0) }
        object["deletes"] = deletes.map { .bool($0) }
        object["reads"] = reads.map { .bool($0) }
        object["updates"] = updates.map { .bool($0) }
        object["new_secret_on_read"] = newSecretOnRead.map { .bool($0) }
        object["new_secret_on_update"] = newSecretOnUpdate.map { .bool($0) }
        object["refuses_unknown_echo"] = refusesUnknownEcho.map { .bool($0) }
        object["first_read_refused"] = firstReadRefused.map { .bool($0) }
        if registrationWasReadBack { object["registration_was_read_back"] = true }
        if updateWasReadBack { object["update_was_read_back"] = true }
        if !readBack.isEmpty { object["read_back"] = .array(readBack.sorted().map { .string($0) }) }
        if !fields.isEmpty { object["fields"] = .object(Self.table(fields)) }
        if !shownAfterAll.isEmpty { object["shown_after_all"] = .array(shownAfterAll.sorted().map { .string($0) }) }
        if !clearing.isEmpty { object["clearing"] = .object(Self.table(clearing)) }
        return object
    }

    init(_ json: JSONObject) throws(MemberFault) {
        var members = MemberReader(json)
        self.init()
        rotatesOnRead = try members.optionalBool("rotates_on_read")
        if json["secret_in_update"] != nil { secretInUpdate = try members.choice("secret_in_update") }
        manages = try members.optionalBool("manages")
        deletes = try members.optionalBool("deletes")
        reads = try members.optionalBool("reads")
        updates = try members.optionalBool("updates")
        newSecretOnRead = try members.optionalBool("new_secret_on_read")
        newSecretOnUpdate = try members.optionalBool("new_secret_on_update")
        refusesUnknownEcho = try members.optionalBool("refuses_unknown_echo")
        firstReadRefused = try members.optionalBool("first_read_refused")
        registrationWasReadBack = try members.optionalBool("registration_was_read_back") ?? false
        updateWasReadBack = try members.optionalBool("update_was_read_back") ?? false
        readBack = Set(try members.optionalStrings("read_back") ?? [])
        if json["fields"] != nil { fields = try Self.table(try members.object("fields")) }
        shownAfterAll = Set(try members.optionalStrings("shown_after_all") ?? [])
        if json["clearing"] != nil { clearing = try Self.table(try members.object("clearing")) }
        try members.finish()
    }

    private static func table(_ values: [JSONString: some RawRepresentable<String>]) -> JSONObject {
        JSONObject(values.map { ($0.key, .string($0.value.rawValue)) })
    }

    private static func table<Value: RawRepresentable<String>>(
        _ json: JSONObject
    ) throws(MemberFault) -> [JSONString: Value] {
        var members = MemberReader(json)
        var table: [JSONString: Value] = [:]
        for name in json.names { table[name] = try members.choice(name) as Value }
        return table
    }
}

import StrictJSON

/// A state's text to a document: its head decoded, its clients indexed.
extension StateCodec {
    static func document(_ bytes: [UInt8]) throws(StateFault) -> StateDocument {
        var reader = Reader(bytes: bytes, scanner: StateScanner(bytes))
        try reader.scanner.enterDocument()
        guard try reader.scanner.integer("format") == format else { throw .malformed("\"format\" is not \(format)") }
        var state = StateDocument(lineage: try reader.scanner.text("lineage"))
        state.serial = try reader.scanner.integer("serial")
        // Every serial has a next one, and every JSON reader can tell them apart (RFC 8259, section 6).
        guard (0..<1 << 53).contains(state.serial) else { throw .malformed("\"serial\" is not between 0 and 2^53") }
        state.journal = try reader.mark()
        state.servers = try reader.table("servers") { (_, value) throws(MemberFault) in try ServerRecord(value) }
        state.references = try reader.table("references") { (_, value) throws(MemberFault) in try origins(value) }
        let doubts = try reader.table("in_doubt") { (id, value) throws(MemberFault) in try Doubt(OperationID(id), value) }
        state.doubts = Dictionary(uniqueKeysWithValues: doubts.map { (OperationID($0), $1) })
        state.orphans = try reader.orphans()
        state.clients = try reader.clients()
        _ = try reader.scanner.string("digest")
        try reader.scanner.leaveDocument()
        return state
    }

    private static func origins(_ value: JSONValue) throws(MemberFault) -> [String] {
        guard let elements = value.array, elements.allSatisfy({ $0.string != nil }) else {
            throw MemberFault("an array of strings was expected")
        }
        return elements.compactMap(\.text)
    }

    private struct Reader {
        let bytes: [UInt8]
        var scanner: StateScanner
        private var survey = SealSurvey()
        private var lastKeyID: ArraySlice<UInt8> = []

        init(bytes: [UInt8], scanner: StateScanner) {
            self.bytes = bytes
            self.scanner = scanner
        }

        mutating func mark() throws(StateFault) -> StateDocument.JournalMark? {
            guard scanner.stands(at: "journal") else { return nil }
            let value = try json(try scanner.value(of: "journal", as: .object))
            return try Self.within("journal") { () throws(MemberFault) in
                var members = try MemberReader(value)
                let mark = StateDocument.JournalMark(id: try members.text("id"), lines: try members.integer("lines"))
                try members.finish()
                return mark
            }
        }

        /// The head's tables have members in a fixed order within, so `.any`; a repeated name is a fault all the same.
        mutating func table<Value>(
            _ member: String, _ decode: (String, JSONValue) throws(MemberFault) -> Value
        ) throws(StateFault) -> [String: Value] {
            var table: [String: Value] = [:]
            for entry in (try json(try scanner.value(of: member, as: .object, order: .any)).object ?? [:]).members {
                let name = entry.name.text
                table[name] = try Self.within("\(member).\(name)") { () throws(MemberFault) in try decode(name, entry.value) }
            }
            return table
        }

        mutating func orphans() throws(StateFault) -> [FormerRegistration] {
            let value = try json(try scanner.value(of: "orphans", as: .array, order: .any))
            return try Self.within("orphans") { () throws(MemberFault) in try FormerRegistration.all(value.array ?? []) }
        }

        mutating func clients() throws(StateFault) -> StateIndex {
            var rows: [StateIndex.Row] = []
            try scanner.enter("clients")
            while scanner.name != nil {
                let row = try client()
                if let last = rows.last, !bytes[last.label.range].lexicographicallyPrecedes(bytes[row.label.range]) {
                    throw .malformed("clients are not in ascending order")
                }
                rows.append(row)
            }
            _ = try scanner.leave()
            return StateIndex(bytes: bytes, rows: rows, survey: survey)
        }

        /// One client, checked so far that decoding it cannot fail.
        private mutating func client() throws(StateFault) -> StateIndex.Row {
            let (label, start) = try scanner.enterNext()
            guard ClientLabel.isValid(bytes[label]) else { throw .malformed("a client's label is not valid") }
            guard RegistrationID.isValid(bytes[try scanner.string("registration")]) else {
                throw .malformed("a client's \"registration\" is no UUID")
            }
            let server = try scanner.string("server")
            let protect = try scanner.bool("protect")
            let tags = try scanner.value(of: "tags", as: .object)
            let clientID = try scanner.string("client_id")
            if scanner.stands(at: "client_id_issued_at") { _ = try scanner.integer("client_id_issued_at") }
            let expiry = try scanner.stands(at: "client_secret_expires_at") ? scanner.integer("client_secret_expires_at") : 0
            if scanner.stands(at: "registration_client_uri") { _ = try scanner.string("registration_client_uri") }
            try credentials()
            let requested = try scanner.value(of: "requested", as: .object)
            _ = try scanner.value(of: "granted", as: .object)
            let former = try scanner.value(of: "former", as: .array, order: .any)
            if former.count > 2 { try check(former: former) }
            _ = try scanner.string("registered_at")
            _ = try scanner.string("updated_at")
            let end = try scanner.leave()
            return StateIndex.Row(
                label: Extent(label), whole: Extent(start..<end), requested: Extent(requested), tags: Extent(tags),
                server: Extent(server), clientID: Extent(clientID), protect: protect, hasFormer: former.count > 2,
                expires: expiry != 0)
        }

        private mutating func credentials() throws(StateFault) {
            try scanner.enter("credentials")
            for name in CredentialMember.names where scanner.stands(at: name) {
                if try scanner.token() == .object {
                    try sealed(name)
                } else {
                    _ = try scanner.string(name)
                    survey.notePlain()
                }
            }
            _ = try scanner.leave()
        }

        /// Not decoded: its beginning says which key opens it, and only that key can say whether the rest is right.
        private mutating func sealed(_ name: String) throws(StateFault) {
            try scanner.enter(name)
            let text = bytes[try scanner.string("sealed")]
            guard let keyID = SealedSecret.keyID(in: text) else {
                throw .malformed("\"\(name)\" is not sealed as this version seals")
            }
            _ = try scanner.leave()
            guard !keyID.elementsEqual(lastKeyID) else { return }
            lastKeyID = keyID
            survey.noteSealed(keyID: String(decoding: keyID, as: UTF8.self))
        }

        private mutating func check(former: Range<Int>) throws(StateFault) {
            let elements = try json(former).array ?? []
            let all = try Self.within("former") { () throws(MemberFault) in try FormerRegistration.all(elements) }
            for registration in all { survey.note(registration.credentials) }
        }

        private func json(_ range: Range<Int>) throws(StateFault) -> JSONValue {
            do {
                return try JSONReader.read(bytes, in: range)
            } catch {
                throw .malformed("\(error.reason.rawValue) at byte \(error.offset)")
            }
        }

        private static func within<Value>(
            _ place: String, _ decode: () throws(MemberFault) -> Value
        ) throws(StateFault) -> Value {
            do { return try decode() } catch { throw .malformed(error.within(place).text) }
        }
    }
}

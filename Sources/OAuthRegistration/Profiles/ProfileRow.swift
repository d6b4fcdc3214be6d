public import StrictJSON

/// One row of a profile: its word in a manifest's `profiles:` and in state, what it means, and how a value is read and written. Manifest,
/// state, guide, `explain` and `doctor` all walk this one table.
public struct ProfileRow: Sendable {
    /// As it is written: `rotates_on_read`.
    public let word: String
    /// For a table of the guide.
    public let title: String
    /// What a value must be, for a sentence.
    public let wants: String
    /// `nil` where it is not known.
    public let value: @Sendable (ServerProfile) -> Fact<JSONValue>?
    /// Takes a value over; `false` if it is none.
    public let set: @Sendable (inout ServerProfile, JSONValue) -> Bool

    /// In the order in which they are shown.
    public static let all: [ProfileRow] = [
        list("methods", "calls of RFC 7592", \.methods, "a list of GET, PUT and DELETE") { ClientMethod(rawValue: $0.text) },
        flag("rotates_on_read", "a read issues a new registration access token", \.rotatesOnRead),
        flag("rotates_on_update", "an update issues a new registration access token", \.rotatesOnUpdate),
        flag("new_secret_on_read", "a read issues a new client secret", \.newSecretOnRead),
        flag("new_secret_on_update", "an update issues a new client secret", \.newSecretOnUpdate),
        word("secret_in_update", "the client secret in an update", \.secretInUpdate),
        clearing, emptyIsAbsent, statuses,
        flag("refuses_unknown_members", "a member it does not know is refused", \.refusesUnknownMembers),
        flag("unavailable_means_unprocessed", "503 says that nothing was registered", \.unavailableMeansUnprocessed),
        flag("heeds_idempotency_key", "`Idempotency-Key` is heeded", \.heedsIdempotencyKeys),
        lifetime,
        names("known_members", "members beyond the catalogue that it knows", \.knownMembers),
        names("unknown_fields", "fields that it does not know", \.unknownFields),
        fields,
    ]

    public static func named(_ word: String) -> ProfileRow? { all.first { $0.word.utf8.elementsEqual(word.utf8) } }

    // MARK: Kinds of rows

    private static func flag(
        _ word: String, _ title: String, _ path: any WritableKeyPath<ServerProfile, Fact<Bool>?> & Sendable
    ) -> ProfileRow {
        ProfileRow(word: word, title: title, wants: "true or false") {
            $0[keyPath: path].map { $0.source(JSONValue.bool($0.value)) }
        } set: { profile, value in
            guard let value = value.bool else { return false }
            profile[keyPath: path] = .declared(value)
            return true
        }
    }

    private static func word<Word: RawRepresentable<String> & CaseIterable & Hashable & Sendable>(
        _ word: String, _ title: String, _ path: any WritableKeyPath<ServerProfile, Fact<Word>?> & Sendable
    ) -> ProfileRow {
        ProfileRow(word: word, title: title, wants: oneOf(Word.self)) {
            $0[keyPath: path].map { $0.source(JSONValue.string($0.value.rawValue)) }
        } set: { profile, value in
            guard let value: Word = Self.word(value) else { return false }
            profile[keyPath: path] = .declared(value)
            return true
        }
    }

    private static func list<Word: RawRepresentable<String> & Hashable & Sendable & Comparable>(
        _ word: String, _ title: String, _ path: any WritableKeyPath<ServerProfile, Fact<[Word]>?> & Sendable, _ wants: String,
        _ read: @escaping @Sendable (JSONString) -> Word?
    ) -> ProfileRow {
        ProfileRow(word: word, title: title, wants: wants) {
            $0[keyPath: path].map { $0.source(JSONValue.array($0.value.map { .string($0.rawValue) })) }
        } set: { profile, value in
            guard let texts = value.strings else { return false }
            let words = texts.compactMap(read)
            guard words.count == texts.count else { return false }
            profile[keyPath: path] = .declared(Set(words).sorted())
            return true
        }
    }

    private static func names(
        _ word: String, _ title: String, _ path: any WritableKeyPath<ServerProfile, [JSONString]> & Sendable
    ) -> ProfileRow {
        ProfileRow(word: word, title: title, wants: "a list of members' names") { profile in
            let names = profile[keyPath: path]
            guard !names.isEmpty else { return nil }
            return (profile.refusesUnknownMembers?.source ?? .declared)(JSONValue.array(names.map { .string($0) }))
        } set: { profile, value in
            guard let names = value.strings else { return false }
            profile[keyPath: path] = Set(names).sorted()
            return true
        }
    }

    // MARK: Rows of their own

    /// A word for all fields, or one for each that is named.
    private static let clearing = ProfileRow(
        word: "clearing", title: "how a field is taken away",
        wants: "\(oneOf(ServerProfile.Clearing.self)), or such a word for each field"
    ) { profile in
        let own = profile.fieldClearing.mapValues { JSONValue.string($0.value.rawValue) }
        if let all = profile.clearing, own.isEmpty { return all.source(.string(all.value.rawValue)) }
        guard let source = profile.fieldClearing.values.first?.source else { return nil }
        let general = profile.clearing.map { [everyField: JSONValue.string($0.value.rawValue)] } ?? [:]
        return source(.object(JSONObject(own.merging(general) { $1 }.map { ($0.key, $0.value) })))
    } set: { profile, value in
        if let clearing: ServerProfile.Clearing = word(value) {
            profile.clearing = .declared(clearing)
            return true
        }
        guard let members = value.object?.members else { return false }
        for member in members {
            guard let clearing: ServerProfile.Clearing = word(member.value) else { return false }
            if member.name == everyField {
                profile.clearing = .declared(clearing)
            } else {
                profile.fieldClearing[member.name] = .declared(clearing)
            }
        }
        return true
    }

    /// In the place of a field's name: all that are not named.
    private static let everyField: JSONString = "*"

    private static let emptyIsAbsent = ProfileRow(
        word: "empty_is_absent", title: "fields of which an empty list counts as an absent one", wants: "a list of fields' names"
    ) {
        $0.emptyIsAbsent.map { $0.source(JSONValue.array($0.value.map { .string($0) })) }
    } set: { profile, value in
        guard let names = value.strings else { return false }
        profile.emptyIsAbsent = .declared(Set(names).sorted())
        return true
    }

    private static let statuses = ProfileRow(
        word: "dead_token_statuses", title: "statuses for a client that is gone or a token that is dead",
        wants: "a list of statuses from 400 to 499"
    ) {
        $0.deadTokenStatuses.map { $0.source(JSONValue.array($0.value.map { .number(JSONNumber(Int64($0))) })) }
    } set: { profile, value in
        guard let elements = value.array else { return false }
        let statuses = elements.compactMap { $0.int64.map(Int.init) }.filter { (400..<500).contains($0) }
        guard statuses.count == elements.count, !statuses.isEmpty else { return false }
        profile.deadTokenStatuses = .declared(Set(statuses).sorted())
        return true
    }

    private static let lifetime = ProfileRow(
        word: "registration_lifetime", title: "seconds until a registration is gone", wants: "a number of seconds"
    ) {
        $0.registrationLifetime.map { $0.source(JSONValue.number(JSONNumber(Int64($0.value)))) }
    } set: { profile, value in
        guard let seconds = value.int64, seconds > 0 else { return false }
        profile.registrationLifetime = .declared(Int(seconds))
        return true
    }

    private static let fields = ProfileRow(
        word: "fields", title: "fields that it treats otherwise", wants: "for each field \(oneOf(FieldQuirk.Fate.self)), \(shown)"
    ) { profile in
        guard let source = profile.fields.first?.source else { return nil }
        return source(.object(JSONObject(profile.fields.map { ($0.name, .string($0.fate.rawValue)) })))
    } set: { profile, value in
        guard let members = value.object?.members else { return false }
        for member in members {
            let fate: FieldQuirk.Fate? = word(member.value)
            guard fate != nil || member.value == .string(shown) else { return false }
            profile.fields.removeAll { $0.name == member.name }
            if let fate { profile.fields.append(FieldQuirk(member.name, fate, source: .declared)) }
        }
        profile.fields.sort { $0.name < $1.name }
        return true
    }

    /// In the place of a fate: as it was sent, whatever the profile below says.
    private static let shown = "shown"

    private static func word<Word: RawRepresentable<String>>(_ value: JSONValue) -> Word? {
        value.text.flatMap { Word(rawValue: $0) }
    }

    private static func oneOf<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type) -> String {
        "one of: " + Word.allCases.map(\.rawValue).joined(separator: ", ")
    }
}

extension ServerProfile {
    /// Its facts by their words, for state: how each is known is not kept.
    public var facts: JSONObject {
        JSONObject(ProfileRow.all.compactMap { row in row.value(self).map { (JSONString(row.word), $0.value) } })
    }

    /// A profile as state remembers it. A row that this version does not know, or whose value it cannot read, is not known.
    public init(name: String, facts: JSONObject) {
        self.init(name: name)
        for member in facts.members { _ = ProfileRow.named(member.name.text)?.set(&self, member.value) }
    }
}

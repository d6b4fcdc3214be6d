import OAuthRegistration
import RollcallCore
import StrictJSON

/// `profiles:` of `rollcall.yaml`: what somebody knows of a server that has no built-in profile, or of theirs beyond one. The rows are
/// `ProfileRow`'s.
extension ProjectReader {
    private static let profileKeys = KeyTable("A profile", known: ["based_on"] + ProfileRow.all.map(\.word))

    /// One as it is written.
    private struct WrittenProfile {
        let name: String
        let key: Int
        let members: DocumentReader.Members
        var base: String?
    }

    mutating func readProfiles(_ node: Int) {
        guard let mapping = document.mapping(node, "profiles", Subject(field: "profiles")) else { return }
        var written: [WrittenProfile] = []
        for entry in document.tape.entries(of: mapping) {
            guard let name = profileName(entry.key) else { continue }
            let subject = Subject(field: "profiles.\(name)")
            guard let body = document.mapping(entry.value, "A profile", subject) else { continue }
            let members = document.members(of: body, Self.profileKeys, subject)
            let base = members["based_on"].flatMap { document.string($0, "based_on", subject["based_on"]) }
            written.append(WrittenProfile(name: name, key: entry.key, members: members, base: base))
        }
        checkBases(&written)
        var profiles: [ServerProfile] = []
        for profile in written { profiles.append(resolved(profile, among: written)) }
        file.project.profiles = profiles.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// A profile's name is written like a label, and is none that rollcall has.
    private mutating func profileName(_ key: Int) -> String? {
        guard !document.isConcealed(key) else { return nil }
        let name = document.tape.string(of: key)
        guard ClientLabel.isValid(document.tape.text(of: key)) else {
            document.report(
                .badLabel, at: key,
                "A profile's name is 1 to 63 of the characters a-z, 0-9, dot, hyphen and underscore, and begins with a letter or a digit.",
                hint: "choose another name", Subject(field: "profiles"))
            return nil
        }
        guard ServerProfile.named(name) == nil else {
            document.report(
                .profileTaken, at: key,
                "rollcall has a profile \(name) itself. Two of one name would be taken for each other.",
                hint: "choose another name, and write based_on: \(name) under it", Subject(field: "profiles"))
            return nil
        }
        return name
    }

    // MARK: What it is based on

    /// A base that is no profile, or that leads back, is reported and counts as none.
    private mutating func checkBases(_ written: inout [WrittenProfile]) {
        let names = written.map(\.name)
        for index in written.indices {
            guard let base = written[index].base, let node = written[index].members["based_on"] else { continue }
            let subject = Subject(field: "profiles.\(written[index].name).based_on")
            if !names.contains(base), ServerProfile.named(base) == nil {
                let known = (names + ServerProfile.all.map(\.name)).sorted()
                if !document.isConcealed(node) {
                    document.report(
                        .profileBase, at: node, "There are the profiles \(known.joined(separator: ", ")).",
                        hint: EditDistance.nearest(to: Array(base.utf8), among: known).map { "did you mean \($0)?" }
                            ?? "write one of them", subject)
                }
                written[index].base = nil
            } else if leadsBack(written[index], among: written) {
                document.report(
                    .profileCycle, at: node, "What \(written[index].name) is based on leads back to itself.",
                    hint: "write based_on: generic, or remove it", subject)
                written[index].base = nil
            }
        }
    }

    private func leadsBack(_ profile: WrittenProfile, among written: [WrittenProfile]) -> Bool {
        var base = profile.base
        for _ in written {
            guard let name = base, name != profile.name else { return base != nil }
            base = written.first { $0.name == name }?.base
        }
        return false
    }

    // MARK: Its rows

    private mutating func resolved(_ written: WrittenProfile, among all: [WrittenProfile]) -> ServerProfile {
        var profile = base(of: written, among: all).renamed(written.name)
        take(written, into: &profile, reporting: true)
        if profile.refusesUnknownMembers?.value != true { reportInert(written) }
        return profile
    }

    /// Rows that say which members are refused, where none is.
    private mutating func reportInert(_ written: WrittenProfile) {
        for word in ["known_members", "unknown_fields"] {
            guard let key = written.members.key(word) else { continue }
            document.report(
                .profileRowInert, at: key,
                "\(word) says of a server with refuses_unknown_members: true which members it refuses. Nothing follows from it here.",
                hint: word == "unknown_fields"
                    ? "write refuses_unknown_members: true, too; or, if the server only shows them otherwise, say so under fields:"
                    : "write refuses_unknown_members: true, too, or remove the row",
                Subject(field: "profiles.\(written.name).\(word)"))
        }
    }

    /// Its rows were read, or will be, under its own name: what is wrong with them is said there.
    private mutating func base(of written: WrittenProfile, among all: [WrittenProfile]) -> ServerProfile {
        guard let name = written.base else { return .generic }
        guard let own = all.first(where: { $0.name == name }) else { return ServerProfile.named(name) ?? .generic }
        var profile = base(of: own, among: all)
        take(own, into: &profile, reporting: false)
        return profile
    }

    private mutating func take(_ written: WrittenProfile, into profile: inout ServerProfile, reporting: Bool) {
        for row in ProfileRow.all {
            guard let node = written.members[row.word] else { continue }
            let subject = Subject(field: "profiles.\(written.name).\(row.word)")
            guard let value = document.json(node) else {
                if reporting { document.reportWrong(row, at: node, subject) }
                continue
            }
            if !row.set(&profile, value), reporting { document.reportWrong(row, at: node, subject) }
            if reporting { document.checkFields(of: node, subject) }
        }
    }
}

extension DocumentReader {
    fileprivate mutating func reportWrong(_ row: ProfileRow, at node: Int, _ subject: Subject) {
        guard kind(node) != .invalid else { return }
        report(.wrongValue, at: node, "\(row.word) is \(row.wants).", hint: "write such a value, or remove the row", subject)
    }

    /// Names of fields that are nearly one that the catalogue has.
    fileprivate mutating func checkFields(of node: Int, _ subject: Subject) {
        guard kind(node) == .mapping else { return }
        for entry in tape.entries(of: node) where !isConcealed(entry.key) {
            guard let name = JSONString(validating: tape.text(of: entry.key)), let near = FieldCatalog.nearest(to: name) else {
                continue
            }
            report(
                .profileField, at: entry.key,
                "No specification that rollcall knows has \(tape.shown(entry.key)), so this row may be about no field at all.",
                hint: "did you mean \(near)?", subject)
        }
    }

    /// A row's value: texts, truth values and whole numbers, in lists and mappings of one level. `nil` for anything else.
    fileprivate func json(_ node: Int) -> JSONValue? {
        switch kind(node) {
        case .quoted: return .string(tape.string(of: node))
        case .plain:
            switch CoreScalar(tape.text(of: node)) {
            case .text: return .string(tape.string(of: node))
            case .bool(let value): return .bool(value)
            case .number(isJSON: true): return Int64(tape.string(of: node)).map { .number(JSONNumber($0)) }
            case .number(isJSON: false), .notFinite, .null: return nil
            }
        case .sequence:
            let elements = tape.elements(of: node).map { kind($0) == .sequence ? nil : json($0) }
            return elements.contains(nil) ? nil : .array(elements.compactMap(\.self))
        case .mapping:
            var object: JSONObject = [:]
            for entry in tape.entries(of: node) {
                guard kind(entry.value) != .mapping, let name = JSONString(validating: tape.text(of: entry.key)),
                    let value = json(entry.value)
                else { return nil }
                object[name] = value
            }
            return .object(object)
        case .alias, .invalid, .passedOver: return nil
        }
    }
}

import OAuthRegistration
import RollcallCore
import StrictJSON

/// Names of metadata members that are not rows of the catalogue: language tags, extensions, mistakes, and what only a server
/// issues.
extension ClientsReader {
    enum NameVerdict {
        /// Reported; the member is left out.
        case refused
        /// A field with a language tag.
        case field(FieldType)
        /// Passed on as it is written.
        case any
    }

    mutating func checkName(_ place: Place, _ value: Int, _ profile: ServerProfile?) -> NameVerdict {
        guard !document.isConcealed(place.key), let name = JSONString(validating: document.tape.text(of: place.key)) else {
            return .refused
        }
        if document.reportIssued(YAMLTape.Entry(key: place.key, value: value), subject(place)) { return .refused }
        if ClientMetadata.issuedMembers.contains(name) { return reportIssued(name, place) }
        if let rule = FieldCatalog.rule(for: name) {
            if let earlier = tagged.updateValue(place.key, forKey: FieldName(name)) { return reportTagTwice(earlier, place) }
            return profile?.refuses(name) == true ? reportRefused(profile, place) : .field(rule.type)
        }
        let isMeant = context.extensions.contains(name) || profile?.knownMembers.contains(name) == true
        if !isMeant, let near = FieldCatalog.nearest(to: name) { return reportMisspelt(near, place) }
        if profile?.refuses(name) == true { return reportRefused(profile, place) }
        if !isMeant { reportUnknown(place) }
        return .any
    }

    private mutating func reportTagTwice(_ earlier: Int, _ place: Place) -> NameVerdict {
        document.report(
            .yamlDuplicateKey, at: place.key,
            "The key differs from one before it only in the case of its language tag, which means nothing (BCP 47, section 2.1.1).",
            hint: "remove one of the two", subject(place, member: document.tape.shown(place.key)), related: earlier)
        return .refused
    }

    private mutating func reportIssued(_ name: JSONString, _ place: Place) -> NameVerdict {
        document.report(
            .issuedMember, at: place.key,
            "\(name) is what the server answers (RFC 7591, section 3.2.1; RFC 7592, section 3). rollcall keeps it in its state.",
            hint: "remove it", subject(place))
        return .refused
    }

    private mutating func reportMisspelt(_ near: JSONString, _ place: Place) -> NameVerdict {
        document.report(
            .misspeltMember, at: place.key,
            "No specification that rollcall knows has \(document.tape.shown(place.key)), and a server would ignore it or refuse it (RFC 7591, section 2).",
            hint: "did you mean \(near)? If it is an extension of your server, put it into extensions: in rollcall.yaml",
            subject(place))
        return .refused
    }

    private mutating func reportUnknown(_ place: Place) {
        document.report(
            .unknownMember, at: place.key,
            "No specification that rollcall knows has \(document.tape.shown(place.key)); it is sent as it is, and a server may ignore it or refuse it (RFC 7591, section 2).",
            hint: "if it is meant, put it into extensions: in rollcall.yaml", subject(place))
    }

    mutating func reportInheritedRefused(_ name: JSONString, _ place: Place) {
        document.report(
            .refusedMember, at: place.key,
            "The client inherits \(name.text) from defaults:, and its server answers 400 to a registration with it.",
            hint: "take it away with \(name.text): null under metadata:", subject(place, member: name.text))
    }

    private mutating func reportRefused(_ profile: ServerProfile?, _ place: Place) -> NameVerdict {
        document.report(
            .refusedMember, at: place.key,
            "The server has the profile \(profile?.name ?? ""), and such a server answers 400 to a registration with \(document.tape.shown(place.key)).",
            hint: "remove it, or give the server another profile", subject(place))
        return .refused
    }
}

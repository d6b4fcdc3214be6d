public import StrictJSON

/// What a server product does with one field, as its profile has it.
public enum FieldTreatment: Hashable, Sendable {
    /// A body with it is answered with 400, whatever its value.
    case refused
    /// Kept or shown otherwise than sent.
    case quirk(FieldQuirk)
    /// The profile says nothing of it: what the server's answers show is learned.
    case learned
}

extension ServerProfile {
    public func treatment(of name: JSONString) -> FieldTreatment {
        if refuses(name) { return .refused }
        let base = FieldName(name).base
        return (fields.first { $0.name == name } ?? fields.first { $0.name == base }).map { .quirk($0) } ?? .learned
    }
}

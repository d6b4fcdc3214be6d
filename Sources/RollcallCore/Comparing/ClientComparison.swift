public import OAuthRegistration
public import StrictJSON

/// One client compared: what the manifest wants, what was asked for and granted, and what the server says now. Pure, and the
/// only place that decides whether a client differs; plan, update and status ask it alike.
public struct ClientComparison: Hashable, Sendable {
    /// Ascending by name. Notes are among them.
    public let fields: [FieldChange]
    public let verdict: Verdict

    /// What the fields ask for. Tags, protection and label are not fields, and are no part of it.
    public enum Verdict: Int, Hashable, Sendable, Comparable {
        case nothing
        /// The server already has what is wanted: state is to say so.
        case record
        case update

        public static func < (left: Verdict, right: Verdict) -> Bool { left.rawValue < right.rawValue }
    }

    /// - Parameters:
    ///   - desired: the target, with the names whose drift is no change.
    ///   - observed: what the server shows now; `nil` if it was not asked.
    public init(
        desired: Change.Target, requested: ClientMetadata, granted: ClientMetadata, observed: ClientMetadata?,
        traits: ServerTraits
    ) {
        var fields: [FieldChange] = []
        var verdict = Verdict.nothing
        for name in Self.declaredNames(desired.metadata, requested) {
            let tenses = FieldTenses(
                name: name, desired: desired.metadata.value(of: name), requested: requested.value(of: name),
                granted: granted.value(of: name), observed: observed.map { .shown($0.value(of: name)) } ?? .notAsked,
                fate: traits.fate(of: name), isIgnored: desired.ignores(name))
            guard let finding = tenses.finding else { continue }
            fields.append(tenses.change(finding.cause))
            verdict = max(verdict, finding.need)
        }
        if let observed, Gains.shows(granted, of: requested) {
            fields += Gains.found(observed: observed, granted: granted) { name in
                desired.metadata.value(of: name) == nil && requested.value(of: name) == nil
            }
        }
        self.fields = fields.sorted { $0.name < $1.name }
        self.verdict = verdict
    }

    /// Every field that is desired or was requested, once: two spellings of a language tag are one field.
    private static func declaredNames(_ desired: ClientMetadata, _ requested: ClientMetadata) -> [JSONString] {
        desired.names + requested.names.filter { desired.value(of: $0) == nil }
    }
}

extension Change.Target {
    /// Whether drift of this field is no change.
    public func ignores(_ name: JSONString) -> Bool {
        guard !ignore.isEmpty else { return false }
        let field = FieldName(name)
        return ignore.contains { FieldName($0) == field }
    }
}

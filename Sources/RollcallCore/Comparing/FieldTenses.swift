import OAuthRegistration
import StrictJSON

/// One declared field in all its tenses, and what they say together. Values compare by their field's rule alone; what a server
/// is known to do with the field decides which of its answers count as evidence.
///
/// | desired | at the server | finding |
/// |---|---|---|
/// | ≠ requested | already desired (observed; granted, where it was not asked) | edited, to be recorded |
/// | absent, and was requested | granted does not show it, and it was not asked: a short answer shows nothing | edited, to be sent |
/// | ≠ requested, = granted | observed is a third value | drifted, unless ignored |
/// | ≠ requested | anything else | edited, to be sent |
/// | = requested | never shown, or shown wrongly, or as another type | unverifiable |
/// | = requested | observed is neither granted nor desired | drifted, unless ignored; of a field that the server rewrites, unverifiable |
/// | = requested | observed is granted or desired, spelled as the server is known to spell it | nothing, or substituted |
/// | = requested | granted is something else, and observed is not desired | substituted |
struct FieldTenses {
    var name: JSONString
    var desired: JSONValue?
    var requested: JSONValue?
    var granted: JSONValue?
    var observed: Observation
    /// How the server is known to depart from showing what it was sent.
    var knownFate: FieldQuirk.Fate?
    var isIgnored: Bool

    enum Observation: Hashable {
        /// `nil` is absent.
        case shown(JSONValue?)
        case notAsked

        var value: JSONValue? {
            switch self {
            case .shown(let value): value
            case .notAsked: nil
            }
        }
    }

    struct Finding: Hashable {
        var cause: FieldChange.Cause
        var need: ClientComparison.Verdict
    }

    init(
        name: JSONString, desired: JSONValue?, requested: JSONValue?, granted: JSONValue?, observed: Observation,
        fate: FieldQuirk.Fate?, isIgnored: Bool
    ) {
        self.name = name
        self.desired = desired
        self.requested = requested
        self.granted = granted
        self.observed = observed
        knownFate = fate
        self.isIgnored = isIgnored
    }

    /// A value of another type than its field's is none that anybody can have given the client: that is how the server shows it.
    private var fate: FieldQuirk.Fate? {
        guard knownFate == nil, let shown = observed.value, !FieldCatalog.hasDeclaredType(name, shown) else { return knownFate }
        return .retyped
    }

    /// `nil` if there is nothing to do and nothing to say.
    var finding: Finding? { agree(desired, requested) ? unedited : edited }

    func change(_ cause: FieldChange.Cause) -> FieldChange {
        FieldChange(name, cause, desired: desired, requested: requested, granted: granted, observed: observed.value)
    }

    private var edited: Finding {
        // What such a server shows is not what it holds: only the request counts.
        if fate != nil, fate != .respelled { return Finding(cause: .edited, need: .update) }
        switch observed {
        case .shown(let observed) where fate == .respelled:
            return agree(desired, granted) && !shows(observed, granted) && !isIgnored
                ? Finding(cause: .drifted, need: .update) : Finding(cause: .edited, need: .update)
        case .shown(let observed) where agree(observed, desired): return Finding(cause: .edited, need: .record)
        case .shown(let observed) where agree(desired, granted) && !agree(observed, granted):
            return isIgnored ? Finding(cause: .ignored, need: .record) : Finding(cause: .drifted, need: .update)
        case .notAsked where agree(desired, granted) && !isUnseenRemoval: return Finding(cause: .edited, need: .record)
        case .shown, .notAsked: return Finding(cause: .edited, need: .update)
        }
    }

    /// It was asked for, and is to go; and the answer does not show that it was ever there. Some servers answer with the issued members alone.
    private var isUnseenRemoval: Bool { desired == nil && requested != nil && (granted == nil || granted == .null) }

    private var unedited: Finding? {
        // No longer declared, and its default was all that was ever declared: the server's.
        guard let desired else { return nil }
        switch (fate, observed) {
        case (.hidden, .shown), (.retyped, .shown), (.wronglyShown, .shown): return Finding(cause: .unverifiable, need: .nothing)
        case (.hidden, .notAsked), (.retyped, .notAsked), (.wronglyShown, .notAsked): return nil
        case (nil, .shown(let observed)) where !agree(observed, granted) && !agree(observed, desired),
            (.respelled, .shown(let observed)) where !shows(observed, granted) && !shows(observed, desired):
            return isIgnored ? Finding(cause: .ignored, need: .nothing) : Finding(cause: .drifted, need: .update)
        case (_, .shown(let observed)) where agree(observed, desired): return nil
        // Neither what it made of it then nor what is wanted: it may be another rewriting, or somebody's work.
        case (.rewritten, .shown(let observed)) where !agree(observed, granted):
            return Finding(cause: .unverifiable, need: .nothing)
        case (nil, _), (.rewritten, _), (.respelled, _):
            return agree(granted, desired) ? nil : Finding(cause: .substituted, need: .nothing)
        }
    }

    private func agree(_ left: JSONValue?, _ right: JSONValue?) -> Bool { FieldCatalog.agree(name, left, right) }

    /// Where the server is known to show URIs in its own spelling.
    private func shows(_ observed: JSONValue?, _ value: JSONValue?) -> Bool {
        FieldCatalog.agreeInOtherWords(name, observed, value)
    }
}

public import StrictJSON

/// How a fact about a server is known. Only what was run may be said to work.
public struct ProfileSource: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Seen at the product itself, in the version named.
        case run
        /// Read in its source.
        case source
        /// Its documentation or its maintainers say so.
        case documented
        /// Somebody who uses it says so: `profiles:` of a manifest.
        case declared
    }

    public let kind: Kind
    /// Product and version, file, page or thread.
    public let place: String
    /// When it was seen, as `2026-11`; empty for what is declared.
    public let seen: String

    public init(_ kind: Kind, _ place: String, seen: String) {
        self.kind = kind
        self.place = place
        self.seen = seen
    }

    /// Of a fact that a manifest, or a state that remembers one, gives.
    public static let declared = ProfileSource(.declared, "the manifest", seen: "")

    /// A fact that is known so.
    public func callAsFunction<Value>(_ value: Value) -> Fact<Value> { Fact(value, self) }

    /// A field's fate that is known so.
    public func callAsFunction(_ name: JSONString, _ fate: FieldQuirk.Fate) -> FieldQuirk {
        FieldQuirk(name, fate, source: self)
    }

    /// The same place, to the word.
    public func at(_ detail: String) -> ProfileSource { ProfileSource(kind, "\(place), \(detail)", seen: seen) }

    /// For a table: `run: Canaille 0.3.6 (2026-11)`.
    public var text: String { kind.rawValue + ": " + place + (seen.isEmpty ? "" : " (\(seen))") }
}

/// Something that is known of a server, and how.
public struct Fact<Value: Hashable & Sendable>: Hashable, Sendable {
    public var value: Value
    public var source: ProfileSource

    public init(_ value: Value, _ source: ProfileSource) {
        self.value = value
        self.source = source
    }

    public static func declared(_ value: Value) -> Fact { Fact(value, .declared) }
}

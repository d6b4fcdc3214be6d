/// A credential: a client secret, a registration access token, an initial access token.
///
/// It never prints itself: interpolation, `dump` and reflection show `(secret)`. The only way to its bytes is `expose`, which
/// appears where a credential leaves on purpose (the wire, the journal, the state, the sealer, `rollcall credentials`) and nowhere else.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    public init(_ text: String) { bytes = Array(text.utf8) }

    public var isEmpty: Bool { bytes.isEmpty }

    /// Hands the bytes to `use`, and to nobody else.
    public func expose<Result>(_ use: ([UInt8]) throws -> Result) rethrows -> Result { try use(bytes) }

    public var description: String { "(secret)" }
    public var debugDescription: String { "(secret)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

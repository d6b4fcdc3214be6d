/// An `http` or `https` address in a strict grammar: `scheme://host[:port]/path[?query]`, ASCII, the host in lower case.
///
/// No user information, fragment, backslash, white space or control character; no dot segments, encoded or not; no leading
/// zero in the port. What it accepts, every HTTP library reads the same way, so a credential goes where the address says.
/// Its texts are ASCII, so that comparing them as `String`s is comparing their bytes.
public struct HTTPAddress: Hashable, Sendable {
    public let origin: Origin
    /// Begins with `/`.
    public let path: String
    /// Without its `?`.
    public let query: String?

    /// Scheme and host are read in any case, an absent path as `/`, an absent port as the scheme's.
    public init(_ text: String) throws(AddressFault) {
        var reader = try AddressReader(text)
        self = try reader.address()
    }

    /// A whole address as a server gives it: dot segments in its path are taken out (RFC 3986, section 5.2.4), so that what is checked is what is
    /// asked.
    init(given text: String) throws(AddressFault) {
        var reader = try AddressReader(text)
        self = try reader.address(isReference: true)
    }

    /// The first page of an origin.
    public init(rootOf origin: Origin) { self.init(origin: origin, path: "/", query: nil) }

    init(origin: Origin, path: String, query: String?) {
        self.origin = origin
        self.path = path
        self.query = query
    }

    /// Scheme and host in lower case, the scheme's own port left out. Reading it gives this address again.
    public var text: String { origin.text + path + (query.map { "?" + $0 } ?? "") }

    /// The same path and query at another origin.
    public func moved(to origin: Origin) -> HTTPAddress { HTTPAddress(origin: origin, path: path, query: query) }

    /// What a server's document or answer means by `reference`: a whole address is itself; `/x` is that path at this origin;
    /// `x` is below this address, which counts as a folder whether or not it ends in `/` (a FHIR base URL never does).
    /// Dot segments are taken out (RFC 3986, section 5.2). Nothing else is understood: no `//host`, no `?query` alone.
    public func resolving(_ reference: String) throws(AddressFault) -> HTTPAddress {
        var reader = try AddressReader(reference)
        if reader.hasScheme { return try reader.address(isReference: true) }
        return try reader.reference(at: origin, below: folder)
    }

    /// The address below this one, its query left out: `https://h/fhir` and `.well-known/x` make `https://h/fhir/.well-known/x`.
    /// `path` is our own text: a precondition checks that it is a path.
    public func appendingPath(_ path: String) -> HTTPAddress {
        do {
            return try resolving(path.utf8.first == UInt8(ascii: "/") ? String(path.dropFirst()) : path)
        } catch {
            preconditionFailure("a path of our own: \(error)")
        }
    }

    /// The path, ending in `/`.
    private var folder: String { path.utf8.last == UInt8(ascii: "/") ? path : path + "/" }
}

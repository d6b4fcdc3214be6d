public import OAuthRegistration
public import StrictJSON

/// A client as state has it: what we asked for when the server last said yes, what it granted, and the credentials it issued.
public struct RecordedClient: Hashable, Sendable {
    /// One registration at one server; a replace makes a new one.
    public var registration: RegistrationID
    public var server: String
    public var protect: Bool
    public var tags: JSONObject
    public var clientID: JSONString
    public var clientIDIssuedAt: Int64?
    public var clientSecretExpiresAt: Int64?
    public var registrationClientURI: JSONString?
    public var credentials: Credentials
    /// The merged manifest at the last register or update that the server accepted; never the composed body.
    public var requested: ClientMetadata
    /// The answer to that write, less what it issued.
    public var granted: ClientMetadata
    /// Registrations that this one replaces and that still exist at their server.
    public var former: [FormerRegistration]
    public var registeredAt: Timestamp
    public var updatedAt: Timestamp

    public init(
        registration: RegistrationID, server: String, protect: Bool, tags: JSONObject, clientID: JSONString,
        clientIDIssuedAt: Int64? = nil, clientSecretExpiresAt: Int64? = nil, registrationClientURI: JSONString? = nil,
        credentials: Credentials, requested: ClientMetadata, granted: ClientMetadata, former: [FormerRegistration] = [],
        registeredAt: Timestamp, updatedAt: Timestamp
    ) {
        self.registration = registration
        self.server = server
        self.protect = protect
        self.tags = tags
        self.clientID = clientID
        self.clientIDIssuedAt = clientIDIssuedAt
        self.clientSecretExpiresAt = clientSecretExpiresAt
        self.registrationClientURI = registrationClientURI
        self.credentials = credentials
        self.requested = requested
        self.granted = granted
        self.former = former
        self.registeredAt = registeredAt
        self.updatedAt = updatedAt
    }
}

/// A registration that was replaced and is still to be deleted.
public struct FormerRegistration: Hashable, Sendable {
    public var registration: RegistrationID
    public var server: String
    public var clientID: JSONString
    public var clientSecretExpiresAt: Int64?
    public var registrationClientURI: JSONString?
    public var credentials: Credentials

    public init(
        registration: RegistrationID, server: String, clientID: JSONString, clientSecretExpiresAt: Int64? = nil,
        registrationClientURI: JSONString?, credentials: Credentials
    ) {
        self.registration = registration
        self.server = server
        self.clientID = clientID
        self.clientSecretExpiresAt = clientSecretExpiresAt
        self.registrationClientURI = registrationClientURI
        self.credentials = credentials
    }
}

/// A UUID in lower case (RFC 9562).
public struct RegistrationID: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    public init?(_ text: String) {
        guard Self.isValid(text.utf8) else { return nil }
        self.text = text
    }

    public static func isValid(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.count == 36
            && zip(0..., bytes).allSatisfy { index, byte in
                switch index {
                case 8, 13, 18, 23: byte == UInt8(ascii: "-")
                default: (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
                }
            }
    }

    /// A random one (version 4).
    public init(using generator: inout some RandomNumberGenerator) {
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        text = [bytes[0..<4], bytes[4..<6], bytes[6..<8], bytes[8..<10], bytes[10..<16]].map { Hex.text($0) }
            .joined(separator: "-")
    }

    public var description: String { text }
}

/// A moment in UTC, as RFC 3339 writes it to the second: `2026-01-31T12:00:00Z`. Core has no clock; it is given one of these.
public struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) { self.text = text }

    /// Since 1970-01-01T00:00:00Z; `nil` for a text in another form.
    public var seconds: Int? {
        let bytes = Array(text.utf8)
        let shape = bytes.map { (0x30...0x39).contains($0) ? UInt8(ascii: "0") : $0 }
        guard shape == Array("0000-00-00T00:00:00Z".utf8) else { return nil }
        let number = { (place: Range<Int>) in bytes[place].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
        let day = CivilTime.seconds(year: number(0..<4), month: number(5..<7), day: number(8..<10))
        return day + number(11..<13) * 3600 + number(14..<16) * 60 + number(17..<19)
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.text.utf8.lexicographicallyPrecedes(right.text.utf8) }
    public var description: String { text }
}

enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two digits a byte, lower case.
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

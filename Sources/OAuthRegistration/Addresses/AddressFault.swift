/// Why a text is not an address that a credential may be sent to.
public struct AddressFault: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        case empty = "it is empty"
        case tooLong = "it is longer than 8192 bytes"
        case notHTTP = "it does not begin with http:// or https://"
        case spaceOrControl = "white space or a control character"
        case nonASCII = "a character beyond ASCII"
        case backslash = "a backslash, which some readers take for a slash"
        case userInformation = "user information before the host"
        case noHost = "no host"
        case badHost = "not a host name"
        case badIPAddress = "not an IP address in its usual spelling"
        case badPort = "not a port from 1 to 65535 without leading zeros"
        case badPercent = "a percent sign without two hexadecimal digits"
        case encodedSeparator = "a percent-encoded dot, slash, backslash or control character"
        case dotSegment = "a path segment of one or two dots"
        case fragment = "a fragment"
        case badCharacter = "a character that must be percent-encoded"
        case notAReference = "neither a whole address nor a path"
    }

    public let reason: Reason
    /// Byte offset of what is wrong; 0 also for the whole text.
    public let offset: Int

    init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// For a sentence: "a backslash, which some readers take for a slash (character 12)".
    public var description: String { offset == 0 ? reason.rawValue : "\(reason.rawValue) (character \(offset + 1))" }
}

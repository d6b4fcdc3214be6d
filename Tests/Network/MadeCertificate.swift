import Crypto
import Foundation

/// A certificate that ends when a test wants it to: for 127.0.0.1, signed by itself, its key that of the others. Whoever is to trust it names it
/// as an authority.
public enum MadeCertificate {
    /// PEM.
    ///
    /// - Parameter end: in seconds since 1970; it begins ten years before.
    public static func ending(at end: Int) throws -> String {
        let key = try P256.Signing.PrivateKey(pemRepresentation: TestCertificates.key)
        let name = sequence([set([sequence([identifier([0x55, 4, 3]), value(0x0C, Array("made".utf8))])])])
        let usedFor = value(0x30, value(0x87, [127, 0, 0, 1]))
        let content = sequence([
            value(0xA0, value(0x02, [2])), value(0x02, [7]), algorithm, name,
            sequence([time(end - 10 * 365 * 86_400), time(end)]), name, Array(key.publicKey.derRepresentation),
            value(0xA3, sequence([sequence([identifier([0x55, 0x1D, 0x11]), value(0x04, usedFor)])])),
        ])
        let signature = Array(try key.signature(for: content).derRepresentation)
        let whole = sequence([content, algorithm, value(0x03, [0] + signature)])
        let text = Data(whole).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n"
    }

    // MARK: DER

    /// ecdsa-with-SHA256.
    private static let algorithm = sequence([identifier([0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2])])

    private static func sequence(_ parts: [[UInt8]]) -> [UInt8] { value(0x30, parts.flatMap(\.self)) }
    private static func set(_ parts: [[UInt8]]) -> [UInt8] { value(0x31, parts.flatMap(\.self)) }
    private static func identifier(_ bytes: [UInt8]) -> [UInt8] { value(0x06, bytes) }

    /// UTCTime, which is good until 2049 (RFC 5280, section 4.1.2.5.1).
    private static func time(_ seconds: Int) -> [UInt8] {
        let format = Date.VerbatimFormatStyle(
            format:
                "\(year: .twoDigits)\(month: .twoDigits)\(day: .twoDigits)\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased))\(minute: .twoDigits)\(second: .twoDigits)Z",
            timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
        return value(0x17, Array(Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(format).utf8))
    }

    private static func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        let length: [UInt8] =
            count < 0x80
            ? [UInt8(count)] : count < 0x100 ? [0x81, UInt8(count)] : [0x82, UInt8(count >> 8), UInt8(count & 0xFF)]
        return [tag] + length + content
    }
}

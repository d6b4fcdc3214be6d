/// A value as a line of a dotenv file has it: read alike by `sh` (`. file`), node's dotenv, python-dotenv, godotenv (Docker Compose)
/// and systemd's EnvironmentFile, whose ideas of quotes differ.
enum DotenvValue {
    /// As it is where no reader sees anything in it (`docker run --env-file` takes quotes for a part of the value), else in single
    /// quotes. `nil` if it cannot be written so that all of them agree.
    static func quoted(_ value: [UInt8]) -> [UInt8]? {
        if !value.isEmpty, value.allSatisfy(isPlain) { return value }
        guard !value.contains(where: isDisputed) else { return nil }
        let quote = UInt8(ascii: "'")
        return [quote] + value + [quote]
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._/:@%+=,".utf8.contains(byte)
        }
    }

    /// A quote ends the value for `sh` and not for node; a backslash is itself for `sh` and an escape for python-dotenv; a dollar
    /// sign is expanded within single quotes by python-dotenv and dotenv-expand; a line's end is one for some.
    private static func isDisputed(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F || "'\\$".utf8.contains(byte) }
}

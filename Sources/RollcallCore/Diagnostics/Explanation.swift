/// What a diagnostic code means, for somebody who has only the code: why there is such a thing, and what to do about it. Each occurrence
/// says more in its own detail and hint. The rows are in `Explanation+*.swift`, one file a thousand, in the order of the codes.
public struct Explanation: Hashable, Sendable {
    public let code: DiagnosticCode
    /// What was found, and why it matters.
    public let meaning: String
    /// What to do about it.
    public let remedy: String

    init(_ code: DiagnosticCode, _ meaning: String, _ remedy: String) {
        self.code = code
        self.meaning = meaning
        self.remedy = remedy
    }

    /// One for each code, ascending.
    public static var all: [Explanation] { files + metadata + manifest + planning + server + state + secrets + ours }

    /// - Parameter name: such as `RC2014`, in upper or lower case.
    public static func of(_ name: String) -> Explanation? {
        all.first { $0.code.name.utf8.elementsEqual(name.uppercased().utf8) }
    }
}

/// `RC9xxx`: the command itself. Ascending; a new code goes at the end.
extension DiagnosticCode {
    public static let unexpected = DiagnosticCode("RC9001", .error, "unexpected failure")
    public static let approvalNeeded = DiagnosticCode("RC9002", .error, "approval is needed")
    public static let projectAbsent = DiagnosticCode("RC9003", .error, "no project")
    public static let fileUnreadable = DiagnosticCode("RC9004", .error, "file cannot be read")
    public static let fileNotWritten = DiagnosticCode("RC9005", .error, "file was not written")
    public static let ambiguousArgument = DiagnosticCode("RC9006", .error, "argument has two meanings")
    public static let tooFewDescriptors = DiagnosticCode("RC9007", .error, "too few files may be open")
    public static let nothingToExplain = DiagnosticCode("RC9010", .error, "nothing to explain")

    static let ours: [DiagnosticCode] = [
        unexpected, approvalNeeded, projectAbsent, fileUnreadable, fileNotWritten, ambiguousArgument,
        tooFewDescriptors, nothingToExplain,
    ]
}

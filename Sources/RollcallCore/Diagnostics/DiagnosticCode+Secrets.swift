/// `RC5xxx`. Ascending; a new code goes at the end.
extension DiagnosticCode {
    public static let secretAbsent = DiagnosticCode("RC5001", .error, "secret is not there")
    public static let secretUnreadable = DiagnosticCode("RC5002", .error, "secret cannot be read")
    public static let secretMalformed = DiagnosticCode("RC5003", .error, "secret is not one line of text")
    public static let secretCommandFailed = DiagnosticCode("RC5004", .error, "command for a secret failed")
    public static let referenceElsewhere = DiagnosticCode("RC5005", .error, "secret is bound to another origin")

    static let secrets: [DiagnosticCode] = [
        secretAbsent, secretUnreadable, secretMalformed, secretCommandFailed, referenceElsewhere,
    ]
}

/// `RC5xxx`. Ascending; a new code goes at the end.
extension DiagnosticCode {
    public static let secretAbsent = DiagnosticCode("RC5001", .error, "secret is not there")
    public static let secretUnreadable = DiagnosticCode("RC5002", .error, "secret cannot be read")
    public static let secretMalformed = DiagnosticCode("RC5003", .error, "secret is not one line of text")
    public static let secretCommandFailed = DiagnosticCode("RC5004", .error, "command for a secret failed")
    public static let referenceElsewhere = DiagnosticCode("RC5005", .error, "secret is bound to another origin")
    public static let sealKeyMalformed = DiagnosticCode("RC5006", .error, "seal key is not 32 bytes in base64")
    public static let sealKeyOther = DiagnosticCode("RC5007", .error, "sealed under another key")
    public static let sealChanged = DiagnosticCode("RC5008", .error, "sealed value was changed")
    public static let sealKeyAbsent = DiagnosticCode("RC5009", .error, "no seal key is named")
    public static let credentialsPlain = DiagnosticCode("RC5010", .note, "credentials are recorded in plain text")
    public static let tokenDoubtful = DiagnosticCode("RC5011", .warning, "token will probably be refused")
    public static let accessTokenNotObtained = DiagnosticCode("RC5012", .error, "no access token was obtained")
    public static let signingKeyUnusable = DiagnosticCode("RC5013", .error, "key cannot sign for the client")

    static let secrets: [DiagnosticCode] = [
        secretAbsent, secretUnreadable, secretMalformed, secretCommandFailed, referenceElsewhere,
        sealKeyMalformed, sealKeyOther, sealChanged, sealKeyAbsent, credentialsPlain, tokenDoubtful,
        accessTokenNotObtained, signingKeyUnusable,
    ]
}

/// `RC3xxx`. Ascending; a new code goes at the end.
extension DiagnosticCode {
    public static let serverUnreachable = DiagnosticCode("RC3001", .error, "server cannot be reached")
    public static let serverNotFound = DiagnosticCode("RC3002", .error, "registration endpoint not found")
    public static let endpointInsecure = DiagnosticCode("RC3003", .error, "registration endpoint is not encrypted")
    public static let endpointInward = DiagnosticCode("RC3004", .error, "registration endpoint leads to this machine")
    public static let callRefused = DiagnosticCode("RC3005", .error, "server refused")
    public static let callNotSent = DiagnosticCode("RC3006", .error, "request was not sent")
    public static let clientUnreadable = DiagnosticCode("RC3007", .error, "client cannot be read")
    public static let clientDrifted = DiagnosticCode("RC3008", .error, "client has drifted")
    public static let clientUnmanaged = DiagnosticCode("RC3009", .error, "client cannot be managed")
    public static let callInDoubt = DiagnosticCode("RC3010", .error, "call is in doubt")
    public static let answerOdd = DiagnosticCode("RC3011", .warning, "answer departs from the specification")
    public static let fieldSubstituted = DiagnosticCode("RC3012", .note, "server granted another value")
    public static let fieldKept = DiagnosticCode("RC3013", .note, "server kept a field")
    public static let embeddedFailed = DiagnosticCode("RC3014", .error, "embedded server did not start")
    public static let addressUpgraded = DiagnosticCode("RC3015", .warning, "client's address was given without encryption")
    public static let addressNotUsed = DiagnosticCode("RC3016", .warning, "client's address is not used")
    public static let registrationRemains = DiagnosticCode("RC3017", .note, "replaced registration stays at the server")
    public static let callCarriedOut = DiagnosticCode("RC3018", .note, "answer was lost, and the call was carried out")
    public static let callNotCarriedOut = DiagnosticCode("RC3019", .error, "call was not carried out")
    public static let callNotInDoubt = DiagnosticCode("RC3020", .error, "no such call in doubt")
    public static let callNotSettled = DiagnosticCode("RC3021", .error, "call cannot be settled like that")
    public static let serverLeftAlone = DiagnosticCode("RC3022", .error, "server is left alone")
    public static let endpointElsewhere = DiagnosticCode("RC3023", .error, "registration endpoint is at another origin")
    public static let tlsFileUnusable = DiagnosticCode("RC3024", .error, "certificate or key cannot be used")
    public static let clientShared = DiagnosticCode("RC3025", .error, "two labels have one client")
    public static let fieldNotCleared = DiagnosticCode("RC3026", .error, "field was not taken away")
    public static let tokenEndpointUnknown = DiagnosticCode("RC3030", .error, "token endpoint is not known")
    public static let tokenEndpointElsewhere = DiagnosticCode("RC3031", .error, "token endpoint is at another origin")
    public static let notImported = DiagnosticCode("RC3040", .error, "client was not imported")
    public static let probeFailed = DiagnosticCode("RC3050", .error, "server was not probed")
    public static let probeRemains = DiagnosticCode("RC3051", .error, "throw-away client is still registered")
    public static let orphanExpired = DiagnosticCode("RC3070", .note, "registration that was left behind has expired")
    public static let readsNothing = DiagnosticCode("RC3080", .warning, "server shows no client")
    public static let fieldContradicted = DiagnosticCode("RC3081", .warning, "answer and read disagree")
    public static let otherIssuer = DiagnosticCode("RC3090", .error, "registration endpoint is another issuer's")
    public static let clientWasGone = DiagnosticCode("RC3100", .note, "client was gone already")
    public static let clientBecameAnother = DiagnosticCode("RC3110", .error, "client became another")
    public static let clientOpened = DiagnosticCode("RC3111", .warning, "client is open to more than was declared")

    static let server: [DiagnosticCode] = [
        serverUnreachable, serverNotFound, endpointInsecure, endpointInward, callRefused, callNotSent, clientUnreadable,
        clientDrifted, clientUnmanaged, callInDoubt, answerOdd, fieldSubstituted, fieldKept, embeddedFailed, addressUpgraded,
        addressNotUsed, registrationRemains, callCarriedOut, callNotCarriedOut, callNotInDoubt, callNotSettled,
        serverLeftAlone, endpointElsewhere, tlsFileUnusable, clientShared, fieldNotCleared, tokenEndpointUnknown,
        tokenEndpointElsewhere, notImported, probeFailed, probeRemains, orphanExpired, readsNothing, fieldContradicted,
        otherIssuer,
        clientWasGone, clientBecameAnother, clientOpened,
    ]
}

/// `RC2xxx`. Ascending; a new code goes at the end.
extension DiagnosticCode {
    public static let tooManyDeletes = DiagnosticCode("RC2001", .error, "too many deletes")
    public static let clientProtected = DiagnosticCode("RC2002", .error, "client is protected")
    public static let moveImpossible = DiagnosticCode("RC2003", .error, "client cannot be moved")
    public static let forgottenDeclared = DiagnosticCode("RC2004", .error, "client is declared and forgotten")
    public static let clientUnknown = DiagnosticCode("RC2005", .error, "no such client")
    public static let serverMoved = DiagnosticCode("RC2006", .error, "server has a new origin")
    public static let fieldGained = DiagnosticCode("RC2007", .warning, "client gained access")
    public static let planStale = DiagnosticCode("RC2009", .error, "plan is stale")
    public static let planForeign = DiagnosticCode("RC2010", .error, "plan belongs to another state")
    public static let planDamaged = DiagnosticCode("RC2011", .error, "plan is damaged")
    public static let planNewer = DiagnosticCode("RC2012", .error, "plan was written by a newer rollcall")
    public static let embeddedKey = DiagnosticCode("RC2013", .error, "embedded server has another key")
    public static let valueNotSupported = DiagnosticCode("RC2014", .error, "server does not take this value")
    public static let secretExpires = DiagnosticCode("RC2030", .warning, "client secret expires")
    public static let changedByOmission = DiagnosticCode("RC2031", .warning, "client would become another by omission")
    public static let newSecret = DiagnosticCode("RC2040", .warning, "an update brings a new client secret")
    public static let newSecretRead = DiagnosticCode("RC2041", .warning, "a read has brought a new client secret")
    public static let registrationExpires = DiagnosticCode("RC2070", .warning, "registration expires")

    static let planning: [DiagnosticCode] = [
        tooManyDeletes, clientProtected, moveImpossible, forgottenDeclared, clientUnknown, serverMoved, fieldGained,
        planStale, planForeign, planDamaged, planNewer, embeddedKey, valueNotSupported, secretExpires,
        changedByOmission, newSecret, newSecretRead, registrationExpires,
    ]
}

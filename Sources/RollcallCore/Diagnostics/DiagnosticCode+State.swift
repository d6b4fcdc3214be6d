/// `RC4xxx`. Ascending; a new code goes at the end.
extension DiagnosticCode {
    public static let stateDamaged = DiagnosticCode("RC4001", .error, "state is damaged")
    public static let stateConflict = DiagnosticCode("RC4002", .error, "state has merge conflict markers")
    public static let stateNewer = DiagnosticCode("RC4003", .error, "state was written by a newer rollcall")
    public static let stateSealed = DiagnosticCode("RC4004", .error, "state is sealed")
    public static let stateMissing = DiagnosticCode("RC4005", .error, "journal without its state")
    public static let stateAbsent = DiagnosticCode("RC4006", .error, "no state")
    public static let stateExists = DiagnosticCode("RC4007", .error, "state is already there")
    public static let stateExposed = DiagnosticCode("RC4008", .warning, "state is readable by others")
    public static let stateNotWritten = DiagnosticCode("RC4009", .error, "state was not written")
    public static let stateUnavailable = DiagnosticCode("RC4010", .error, "state cannot be read or locked")
    public static let stateChanging = DiagnosticCode("RC4011", .error, "state keeps changing")
    public static let stateLocked = DiagnosticCode("RC4012", .error, "state is locked")
    public static let journalDamaged = DiagnosticCode("RC4013", .error, "journal is damaged")
    public static let journalNewer = DiagnosticCode("RC4014", .error, "journal was written by a newer rollcall")
    public static let journalStrange = DiagnosticCode("RC4015", .error, "journal belongs to another state")
    public static let journalNotDurable = DiagnosticCode("RC4016", .error, "record may be lost")
    public static let journalNoSpace = DiagnosticCode("RC4017", .error, "no room for answers")
    public static let journalMoved = DiagnosticCode("RC4030", .warning, "journal was written anew")
    public static let journalTorn = DiagnosticCode("RC4031", .warning, "journal was cut")
    public static let answerKept = DiagnosticCode("RC4032", .error, "answer is not recorded")
    public static let registrationWithdrawn = DiagnosticCode("RC4033", .error, "registration was undone")
    public static let registrationOrphaned = DiagnosticCode("RC4034", .error, "client is recorded nowhere")
    public static let answerLost = DiagnosticCode("RC4035", .error, "answer is lost")
    public static let stateStale = DiagnosticCode("RC4036", .error, "state is not the one that was read")
    public static let backupAbsent = DiagnosticCode("RC4037", .error, "no such backup")
    public static let backupUnusable = DiagnosticCode("RC4038", .error, "backup cannot be restored")
    public static let stateRestored = DiagnosticCode("RC4039", .warning, "state is an older one")
    public static let lockHeld = DiagnosticCode("RC4040", .error, "lock was not cleared")
    public static let labelTaken = DiagnosticCode("RC4050", .error, "label is taken")
    public static let clientRecorded = DiagnosticCode("RC4051", .error, "client is recorded already")

    static let state: [DiagnosticCode] = [
        stateDamaged, stateConflict, stateNewer, stateSealed, stateMissing, stateAbsent, stateExists, stateExposed,
        stateNotWritten, stateUnavailable, stateChanging, stateLocked, journalDamaged, journalNewer, journalStrange,
        journalNotDurable, journalNoSpace, journalMoved, journalTorn, answerKept, registrationWithdrawn, registrationOrphaned,
        answerLost, stateStale, backupAbsent, backupUnusable, stateRestored, lockHeld, labelTaken, clientRecorded,
    ]
}

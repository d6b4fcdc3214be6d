/// `RC3xxx`. Ascending; a new code goes at the end.
extension DiagnosticCode {
    static let server: [DiagnosticCode] = []
}

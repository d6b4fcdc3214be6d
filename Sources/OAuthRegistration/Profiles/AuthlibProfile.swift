/// Servers on Authlib's endpoint classes. Tokens and storage are each server's own, so whether anything rotates is not known here. A token that is not
/// known is answered with 400 `access_denied`, never 401. Members that it does not know, language tags among them, are dropped without a word.
extension ServerProfile {
    public static let authlib: ServerProfile = {
        var profile = ServerProfile(name: "authlib", product: "Authlib")
        profile.methods = run(ClientMethod.allCases)
        profile.clearing = run(.omission)
        profile.deadTokenStatuses = run([400])
        return profile
    }()

    private static let run = ProfileSource(.run, "Authlib 1.9.9 behind Flask, Tests/Servers/authlib-flask", seen: "2026-11")
}

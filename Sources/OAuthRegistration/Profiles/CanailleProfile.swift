/// Canaille. A read shows every unset field as `null` or `[]`, and an update must not hold those nulls; an update merges, so what is left out stays.
/// Members that it does not know, language tags among them, are dropped without a word.
extension ServerProfile {
    public static let canaille: ServerProfile = {
        var profile = ServerProfile(name: "canaille", product: "Canaille")
        profile.methods = run(ClientMethod.allCases)
        profile.rotatesOnRead = run(false)
        profile.rotatesOnUpdate = run(false)
        profile.newSecretOnRead = run(false)
        profile.clearing = run(.emptyValue)
        profile.deadTokenStatuses = run([400])
        return profile
    }()

    private static let run = ProfileSource(.run, "Canaille 0.3.6, Tests/Servers/canaille", seen: "2026-11")
}

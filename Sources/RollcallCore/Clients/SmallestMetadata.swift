public import OAuthRegistration
import StrictJSON

/// The least that a manifest has to say of a client that exists: what its server shows, less what it would have anyway, what nobody can
/// declare and what cannot be taken at its word; a value that the server would not take for what it shows is
/// written so that it does. What is left out stays the server's, and no plan touches it.
extension ClientMetadata {
    public func smallest(at traits: ServerTraits) -> ClientMetadata {
        var smallest = ClientMetadata()
        for member in members.members where isWorthDeclaring(member, traits) {
            smallest[member.name] = NatureField.kept(member.value, of: member.name, at: traits)
        }
        return smallest
    }

    private func isWorthDeclaring(_ member: JSONObject.Member, _ traits: ServerTraits) -> Bool {
        guard FieldCatalog.rule(for: member.name) != nil, FieldCatalog.hasDeclaredType(member.name, member.value),
            !traits.profile.refuses(member.name), !FieldCatalog.agree(member.name, member.value, nil)
        else { return false }
        switch traits.fate(of: member.name) {
        case .retyped, .wronglyShown: return false
        case .hidden, .rewritten, .respelled, nil: return true
        }
    }
}

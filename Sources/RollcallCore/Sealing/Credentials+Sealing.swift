import OAuthRegistration

/// A registration's credentials, opened and closed: each is bound to its state, its registration and its member.
extension Seal {
    /// All of a registration's credentials.
    public func open(
        _ credentials: Credentials, of registration: RegistrationID, lineage: String,
        only members: [CredentialMember] = CredentialMember.allCases
    ) throws(CredentialFault) -> OpenCredentials {
        func opened(_ member: CredentialMember) throws(CredentialFault) -> Secret? {
            guard members.contains(member), let stored = credentials[member] else { return nil }
            do throws(SealFault) {
                return try open(stored, .credential(member, of: registration, lineage: lineage))
            } catch {
                throw CredentialFault(fault: error, registration: registration, member: member)
            }
        }
        return OpenCredentials(
            clientSecret: try opened(.clientSecret), registrationAccessToken: try opened(.registrationAccessToken),
            replacedClientSecret: try opened(.replacedClientSecret),
            replacedRegistrationAccessToken: try opened(.replacedRegistrationAccessToken))
    }
}

extension Credentials {
    public subscript(member: CredentialMember) -> StoredSecret? {
        get {
            switch member {
            case .clientSecret: clientSecret
            case .registrationAccessToken: registrationAccessToken
            case .replacedClientSecret: replacedClientSecret
            case .replacedRegistrationAccessToken: replacedRegistrationAccessToken
            }
        }
        set {
            switch member {
            case .clientSecret: clientSecret = newValue
            case .registrationAccessToken: registrationAccessToken = newValue
            case .replacedClientSecret: replacedClientSecret = newValue
            case .replacedRegistrationAccessToken: replacedRegistrationAccessToken = newValue
            }
        }
    }

    /// With what an answer issued for the registration: a credential that is not in it stays, and one that is replaced is kept beside it.
    mutating func merge(
        _ information: ClientInformation, for registration: RegistrationID, lineage: String, _ seal: Seal
    ) {
        func binding(_ member: CredentialMember) -> SealBinding { .credential(member, of: registration, lineage: lineage) }
        for member in CredentialMember.issued {
            guard let issued = information[member] else { continue }
            if let former = self[member].flatMap({ try? seal.open($0, binding(member)) }), former != issued {
                self[member.replaced] = seal.close(former, binding(member.replaced))
            }
            self[member] = seal.renewed(self[member], with: issued, binding(member))
        }
    }
}

extension Seal {
    /// What came of the answer to a call in doubt; may hold credentials.
    public func received(of doubt: Doubt, lineage: String) throws(SealFault) -> [UInt8] {
        try open(doubt.received, .answer(to: doubt.intent.id, lineage: lineage)).expose { $0 }
    }
}

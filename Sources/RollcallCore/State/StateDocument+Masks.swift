import OAuthRegistration
import StrictJSON

/// Secrets that are none. RFC 7591, section 3.2.1 has a client secret unique for each client_id: what a server shows as that of two clients,
/// after it has issued another to one of them, it shows instead of a secret (`REDACTED`).
extension StateDocument {
    /// Puts back what such a text has replaced, and the text in its place: shown again it is known for what was replaced, and not taken
    /// over. Ascending, whose secrets those are.
    public mutating func putBackMaskedSecrets(opening seal: Seal) -> [ClientLabel] {
        let known = replacedSecrets(opening: seal)
        var owners: [Shown: Set<JSONString>] = [:]
        for (label, credentials) in known {
            guard let client = self[label] else { continue }
            for secret in [credentials.clientSecret, credentials.replacedClientSecret].compactMap(\.self) {
                owners[Shown(server: client.server, secret: secret), default: []].insert(client.clientID)
            }
        }
        var masked: [ClientLabel] = []
        for (label, credentials) in known {
            guard var client = self[label], let mask = credentials.clientSecret, let secret = credentials.replacedClientSecret,
                owners[Shown(server: client.server, secret: mask), default: []].count > 1
            else { continue }
            client.credentials.clientSecret = seal.close(secret, binding(.clientSecret, of: client))
            client.credentials.replacedClientSecret = seal.close(mask, binding(.replacedClientSecret, of: client))
            self[label] = client
            servers[client.server]?.learned.newSecretOnRead = nil
            masked.append(label)
        }
        return masked
    }

    private struct Shown: Hashable {
        let server: String
        let secret: Secret
    }

    private func replacedSecrets(opening seal: Seal) -> [(ClientLabel, OpenCredentials)] {
        labels.compactMap { label in
            guard let client = self[label], client.credentials.replacedClientSecret != nil,
                let known = try? seal.open(
                    client.credentials, of: client.registration, lineage: lineage, only: [.clientSecret, .replacedClientSecret])
            else { return nil }
            return (label, known)
        }
    }

    private func binding(_ member: CredentialMember, of client: RecordedClient) -> SealBinding {
        .credential(member, of: client.registration, lineage: lineage)
    }
}

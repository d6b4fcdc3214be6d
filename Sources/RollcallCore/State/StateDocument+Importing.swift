public import OAuthRegistration
public import StrictJSON

/// A registration that somebody else made, taken into state.
extension StateDocument {
    /// The label that has this client of this server, as its own registration or as a former one. No client is decoded but those that may
    /// have it.
    public func label(of clientID: JSONString, at server: String) -> ClientLabel? {
        let id = JSONValue.string(clientID).canonicalBytes.dropFirst().dropLast()
        let key = JSONValue.string(JSONString(server)).canonicalBytes.dropFirst().dropLast()
        for entry in entries {
            switch entry {
            case .read(let row):
                let isIt = clients.slice(row.clientID).elementsEqual(id) && clients.slice(row.server).elementsEqual(key)
                let label = clients.label(of: row)
                if isIt || row.hasFormer && self[label].map({ $0.has(clientID, at: server) }) ?? false { return label }
            case .edited(let label, let client): if client.has(clientID, at: server) { return label }
            }
        }
        return nil
    }

    /// With the registration recorded as if it had been made from here: what was asked for is what the manifest is to say. A registration that
    /// no label had, and reads of it that are in doubt, end with that.
    public func importing(
        _ information: ClientInformation, as intent: Intent, at now: Timestamp, sealing seal: Seal
    ) -> StateDocument {
        var state = self
        state.register(information, of: intent, at: now, seal)
        state.doubts = state.doubts.filter { $0.value.intent.registration != intent.registration }
        return state
    }

    /// What a read of an unrecorded registration has brought belongs to the client that has it already: its credentials, expiry and address,
    /// where they are shown. With a token that the server has accepted just now, no read of that client is in doubt any more.
    ///
    /// - Parameters:
    ///   - isNews: the server has said it just now. What somebody has in a file may be older than what is recorded: a token that was replaced is
    ///     not taken back from one.
    ///   - accepted: the token that it was said to. Where a word is shown in its place, it is what that has replaced.
    public func handing(
        _ information: ClientInformation, from registration: RegistrationID, to label: ClientLabel, isNews: Bool = true,
        accepted: Secret? = nil, sealing seal: Seal
    ) -> StateDocument {
        var state = self
        state.orphans.removeAll { $0.registration == registration }
        guard let client = self[label] else { return state }
        let owner =
            client.clientID == information.clientID
            ? client.registration
            : client.former.first { $0.clientID == information.clientID }?.registration ?? client.registration
        let intent = Intent(
            id: OperationID(""), operation: .read, label: label, registration: owner, server: client.server,
            requested: ClientMetadata(), protect: false, tags: [:], sentAt: client.updatedAt)
        if let accepted {
            var proven = information
            (proven.registrationAccessToken, proven.clientSecret) = (accepted, nil)
            state.merge(proven, into: owner, of: intent, seal)
        }
        let known = state.registration(owner, label: label).flatMap {
            try? seal.open($0.credentials, of: owner, lineage: lineage)
        }
        state.merge(known?.credible(information, isNews: isNews) ?? information, into: owner, of: intent, seal)
        if isNews {
            state.doubts = state.doubts.filter { $0.value.intent.operation != .read || $0.value.intent.registration != owner }
        }
        return state
    }
}

extension RecordedClient {
    fileprivate func has(_ clientID: JSONString, at server: String) -> Bool {
        self.clientID == clientID && self.server.isSameText(as: server)
            || former.contains { $0.clientID == clientID && $0.server.isSameText(as: server) }
    }
}

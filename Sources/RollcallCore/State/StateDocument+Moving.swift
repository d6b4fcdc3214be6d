/// A client under another label: the label is only what the manifests call it.
extension StateDocument {
    /// The same client, former registrations and calls in doubt included. Nothing may be recorded under `to`.
    public func moving(_ from: ClientLabel, to: ClientLabel) -> StateDocument {
        var state = self
        if let client = self[from] {
            state[from] = nil
            state[to] = client
        }
        state.doubts = doubts.mapValues { doubt in
            guard doubt.intent.label == from else { return doubt }
            var doubt = doubt
            doubt.intent.label = to
            return doubt
        }
        return state
    }
}

public import RollcallCore

extension Assignment {
    /// Of a state without seal.
    public init(label: ClientLabel, server: String, work: Work) {
        do {
            try self.init(label: label, server: server, work: work, opening: .off, lineage: "")
        } catch {
            preconditionFailure("this work's credentials are sealed")
        }
    }
}

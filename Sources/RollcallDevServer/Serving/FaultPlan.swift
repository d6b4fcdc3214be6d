import OAuthRegistration

/// Counts exchanges by operation, and knows which of them are to go wrong.
struct FaultPlan: Sendable {
    private let faults: [DevServer.Fault]
    private var seen: [RegistrationOperation: Int] = [:]

    init(_ faults: [DevServer.Fault]) { self.faults = faults }

    mutating func next(_ operation: RegistrationOperation?) -> DevServer.Fault.Effect? {
        guard let operation else { return nil }
        let occurrence = seen[operation, default: 0] + 1
        seen[operation] = occurrence
        return faults.first { $0.operation == operation && $0.occurrence == occurrence }?.effect
    }
}

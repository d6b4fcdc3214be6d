/// The small projects of which all histories are played.
extension Exploration.Case {
    /// - Parameters:
    ///   - messages: lost ones, at most.
    ///   - crashes: runs that are stopped, at most.
    public static func all(messages: Int, crashes: Int) -> [Self] {
        let budgets = Choices.Budgets(messages: messages, crashes: crashes)
        var ordered = Choices.Budgets(messages: min(messages, 1), crashes: min(crashes, 1))
        ordered.hasOrder = true
        return manners.map { Self(name: $0.description, manner: $0, budgets: budgets, isKnown: false) }
            + manners.map { Self(name: "\($0), side by side", manner: $0, budgets: ordered, isKnown: true) }
            + manners.map { Self(name: "\($0), recovered", manner: $0, budgets: budgets, isKnown: true, isRecovered: true) }
    }

    public static func weakened(_ weakening: Weakening) -> Self {
        var manner = ServerManner()
        (manner.rotatesOnRead, manner.rotatesOnUpdate) = (true, true)
        let budgets = Choices.Budgets(messages: 1, crashes: 2)
        return Self(name: weakening.rawValue, manner: manner, budgets: budgets, isKnown: true, weakening: weakening)
    }

    private static var manners: [ServerManner] {
        let table = [
            (false, false, false, false), (false, true, false, false), (true, false, false, false), (true, true, false, false),
            (true, true, true, false), (true, true, false, true),
        ]
        return table.map {
            var manner = ServerManner()
            (manner.rotatesOnRead, manner.rotatesOnUpdate, manner.hasGrace, manner.heedsKeys) = $0
            return manner
        }
    }
}

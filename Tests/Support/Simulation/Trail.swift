/// How one run went: what was chosen, and where it was cut.
struct Trail {
    var script: [Choices.Choice]
    /// `nil` for a run that came to its end.
    var moment: Int?
    /// What became of each thing that was not durable; `nil` if only the process died.
    var fates: [Choices.Choice]?

    /// What the cut leaves of a world at its moment.
    func end(of world: World) -> World {
        var budgets = world.choices.budgets
        budgets.crashes -= 1
        let end = World(copying: world, choices: Choices(all: fates ?? [], within: budgets))
        if fates == nil {
            end.tell("  killed")
            end.isAllDurable = false
            end.kill()
        } else {
            end.tell("  the power is cut")
            end.cutPower()
        }
        return end
    }
}

/// The worlds that one run can lead to, each once.
struct Successors {
    /// By what they were when the run ended.
    var worlds: [Int: (world: World, ways: Int)] = [:]
    var runs = 0
    /// The first that breaks an invariant.
    var violation: World?

    mutating func add(_ world: World, _ trail: Trail) {
        runs += 1
        let fingerprint = world.fingerprint
        if worlds[fingerprint] == nil {
            world.trail.append(trail)
            if Simulation(world: world).settle() == nil { violation = violation ?? world }
        }
        worlds[fingerprint, default: (world, 0)].ways += 1
    }

    /// The process dies now, or the power goes, with each thing that the disk may keep.
    mutating func addCuts(of world: World, script: [Choices.Choice]) {
        guard world.choices.budgets.crashes > 0 else { return }
        var trail = Trail(script: script, moment: world.now.moment)
        add(trail.end(of: world), trail)
        var fates: [Choices.Choice]? = []
        while let next = fates {
            trail.fates = next
            let end = trail.end(of: world)
            fates = Choices.next(after: end.choices.taken)
            add(end, trail)
        }
    }
}

extension World {
    /// Of everything that decides how it goes on. Nothing reads a backup or the lock's holder but a person.
    var fingerprint: Int {
        var hasher = Hasher()
        disk.hash(into: &hasher) { $0.hasPrefix("s.bak.") || $0 == "s.lock" }
        if !recovery.isEmpty { recovery.hash(into: &hasher) { _ in false } }
        hasher.combine(servers)
        hasher.combine(truth)
        hasher.combine(user)
        hasher.combine(round)
        hasher.combine(choices.budgets)
        hasher.combine(isAllDurable)
        return hasher.finalize()
    }
}

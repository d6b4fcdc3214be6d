/// What goes wrong at the disk, and the moments at which everything could.
extension World {
    /// What happens at the disk's effects of a round.
    func arm(_ faults: RoundFaults) {
        guard faults.disk != nil || weakening?.isOnDisk == true || onMoment != nil || cut?.round == round else {
            disk.fault = nil
            return
        }
        var remaining = faults.disk?.number ?? 0
        disk.fault = { [unowned self] effect in fault(effect, faults, &remaining) }
    }

    private func fault(_ effect: SimulatedDisk.Effect, _ faults: RoundFaults, _ remaining: inout Int) -> SimulatedDisk.Fault? {
        if effect.changesSomething, isCutNow() { return .powerCut }
        let weakened = weakening?.fault(effect, on: disk, &memory)
        guard let fault = faults.disk, remaining >= 0, fault.of == .all || effect.changesNames else { return weakened }
        remaining -= 1
        guard remaining < 0 else { return weakened }
        tell("  \(effect.operation) \(effect.name): \(fault.fault.inWords)")
        return fault.fault
    }
}

extension SimulatedDisk.Effect {
    /// Whether a cut after it can leave another disk than a cut before it.
    fileprivate var changesSomething: Bool {
        switch operation {
        case "read", "stat", "list", "close", "lock", "reserve": false
        default: true
        }
    }

    fileprivate var changesNames: Bool { operation == "rename" || operation == "sync directory" }
}

extension SimulatedDisk.Fault {
    fileprivate var inWords: String {
        switch self {
        case .powerCut: "the power is cut before it"
        case .failure(let reason, let written): "fails, \(reason)\(written > 0 ? ", after \(written) bytes" : "")"
        case .skipped: "does nothing"
        }
    }
}

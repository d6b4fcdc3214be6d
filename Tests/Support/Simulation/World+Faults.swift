import OAuthRegistration
import RollcallCore
import StrictJSON

/// What goes wrong at the disks, and the moments at which everything could.
extension World {
    /// Somebody registers a client by hand, for a place that nothing declares.
    func registerStranger() {
        let free = user.places.filter { !$0.isDeclared }.map(\.number)
        if free.isEmpty { return }
        let (subject, server) = (free[choices.below(free.count)], choices.below(servers.count))
        let request = RegistrationRequest.register(
            endpoint: Self.endpoints[server], metadata: ClientMetadata(["client_name": "by hand"]), bearer: nil)
        _ = servers[server].handle(request)
        guard let id = servers[server].issue?.clientID else { return }
        tell("somebody registers \(id)")
        var generator = SeededGenerator(seed: UInt64(truth.clients.count) << 16)
        truth.finds(id, for: subject, as: RegistrationID(using: &generator), at: server)
    }

    /// What happens at the disks' effects of a round.
    func arm(_ faults: RoundFaults) {
        disk.limit(to: faults.spare)
        guard
            faults.disk != nil || faults.isRecoveryBroken || weakening?.isOnDisk == true || onMoment != nil || cut?.round == round
        else { return disarm() }
        (effectsToGo, isFailing) = (faults.disk?.number ?? 0, false)
        disk.fault = { [unowned self] effect in fault(effect, faults) }
        recovery.fault = { [unowned self] effect in recoveryFault(effect, faults) }
    }

    func disarm() { (disk.fault, recovery.fault) = (nil, nil) }

    private func fault(_ effect: SimulatedDisk.Effect, _ faults: RoundFaults) -> SimulatedDisk.Fault? {
        if effect.changesSomething, isCutNow() { return .powerCut }
        let weakened = weakening?.fault(effect, on: disk, &memory)
        guard let fault = faults.disk else { return weakened }
        if isFailing { return fault.comesBack(at: effect) ? weakening?.worse(fault.fault, at: effect) ?? fault.fault : weakened }
        guard fault.counts(effect) else { return weakened }
        effectsToGo -= 1
        guard effectsToGo < 0 else { return weakened }
        isFailing = true
        tell("  \(effect.operation) \(effect.name): \(fault.inWords)")
        return weakening?.worse(fault.fault, at: effect) ?? fault.fault
    }

    /// The power goes for both disks at once.
    private func recoveryFault(_ effect: SimulatedDisk.Effect, _ faults: RoundFaults) -> SimulatedDisk.Fault? {
        if effect.changesSomething, isCutNow() {
            disk.switchOff()
            return .powerCut
        }
        return faults.isRecoveryBroken ? .failure("Input/output error", written: 0) : nil
    }
}

extension RoundFaults.OnDisk {
    fileprivate func counts(_ effect: SimulatedDisk.Effect) -> Bool {
        switch of {
        case .all: true
        case .names: effect.changesNames
        case .journal: effect.name == FileNames.journal && effect.changesSomething
        }
    }

    /// Whether an effect fails that comes after the first one which did.
    fileprivate func comesBack(at effect: SimulatedDisk.Effect) -> Bool {
        switch extent {
        case .once: false
        case .syncs: effect.operation == "sync" || effect.operation == "sync directory"
        case .changes: effect.changesSomething
        }
    }

    fileprivate var inWords: String {
        switch extent {
        case .once: fault.inWords
        case .syncs: fault.inWords + ", and every sync after it"
        case .changes: fault.inWords + ", and every change after it"
        }
    }
}

extension SimulatedDisk.Effect {
    /// Whether a cut after it can leave another disk than a cut before it. Nobody but a person reads the lock's file.
    fileprivate var changesSomething: Bool {
        switch operation {
        case "read", "stat", "list", "close", "lock", "reserve": false
        default: name != FileNames.lock
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
        case .repeated: "fails, and is called again"
        }
    }
}

import ArgumentParser

/// What every command takes that holds the state's lock.
struct LockOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Wait so long for another command that holds the state's lock, instead of ending.", valueName: "seconds"))
    var lockTimeout = 0

    func validate() throws {
        // A day: longer than any run, and no number that overflows a clock.
        if !(0...86_400).contains(lockTimeout) { throw ValidationError("--lock-timeout takes seconds, from 0 to 86400") }
    }
}

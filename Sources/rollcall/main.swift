import RollcallCLI

// Before the first `await`, and with it the second thread.
Rollcall.prepare()
await Rollcall.run(Array(CommandLine.arguments.dropFirst()))

import RollcallCLI

await Rollcall.run(Array(CommandLine.arguments.dropFirst()))

// rollcall-bench measure ROLLCALL FOLDER        generates projects below FOLDER and measures the given binary on them
// rollcall-bench generate COUNT FOLDER          a project whose plan has nothing to do
// rollcall-bench generate-new COUNT FOLDER      a project of an embedded server, nothing registered
// rollcall-bench generate-terraform COUNT FOLDER
// rollcall-bench generate-local COUNT FOLDER ENDPOINT TOKEN        the same of a server that runs
//
// `make bench` runs the first. It imports no network code and needs none: every plan is offline, and clients are registered at the
// embedded server.

let words = Array(CommandLine.arguments.dropFirst())
switch (words.first, words.count) {
case ("measure", 3): Suite(rollcall: words[1], folder: words[2], generator: CommandLine.arguments[0]).run()
case ("generate", 3): SampleProject(count: count(words[1])).write(to: words[2])
case ("generate-new", 3): SampleProject(count: count(words[1]), at: .embedded).write(to: words[2])
case ("generate-terraform", 3): TerraformSample.write(SampleProject(count: count(words[1])).clients, to: words[2])
case ("generate-local", 5):
    SampleProject(count: count(words[1]), at: .local(registrationEndpoint: words[3], initialAccessToken: words[4])).write(
        to: words[2])
default:
    Files.fail("measure ROLLCALL FOLDER | generate COUNT FOLDER | generate-new COUNT FOLDER | generate-terraform COUNT FOLDER")
}

func count(_ word: String) -> Int {
    guard let count = Int(word), count > 0 else { Files.fail("\(word) is no count") }
    return count
}

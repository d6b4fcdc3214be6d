/// What `make bench` measures, on projects that it generates first.
struct Suite {
    let rollcall: String
    let folder: String
    /// This program, to be run again for each project.
    let generator: String

    func run() {
        let server = LocalServer(rollcall)
        defer { server.stop() }
        generate(server)
        let measured = Measurements(of: ours + durable + brackets + theirs, rounds: 5, output: "\(folder)/output.txt")
        print(Measurements.head)
        print(measured.table)
    }

    private func generate(_ server: LocalServer) {
        var projects: [(command: String, count: Int, name: String, more: [String])] = [
            ("generate", 10_000, "ten", []), ("generate", 100_000, "hundred", []), ("generate-new", 1_000, "new", []),
            ("generate-local", 1_000, "local", [server.registrationEndpoint, server.initialAccessToken]),
        ]
        if hasTerraform { projects.append(("generate-terraform", Self.terraformCount, "terraform", [])) }
        for (command, count, name, more) in projects {
            guard Child.run([generator, command, "\(count)", "\(folder)/\(name)"] + more, output: nil).status == 0 else {
                Files.fail("cannot generate \(folder)/\(name)")
            }
        }
        for (name, text) in [("empty", ""), ("brackets", String(repeating: "[", count: 100_000))] {
            Files.write("rollcall: 1\nservers: {demo: {embedded: rfc}}\n", to: "\(folder)/\(name)/rollcall.yaml")
            Files.write(text, to: "\(folder)/\(name)/clients/web.yaml")
        }
    }

    private var ours: [Benchmark] {
        [
            Benchmark(
                name: "plan, 10,000 clients, no changes", words: command("ten", "plan", "--detailed-exitcode"),
                limit: (0.6, 300_000_000)),
            Benchmark(
                name: "plan, 100,000 clients, no changes", words: command("hundred", "plan", "--detailed-exitcode"),
                limit: (6, 1_200_000_000)),
            Benchmark(name: "validate, 10,000 clients", words: command("ten", "validate")),
            Benchmark(
                name: "apply, 1,000 registrations, embedded server", words: command("new", "apply", "--auto-approve"),
                prepare: { [folder] in SampleProject.forgetRegistrations(in: "\(folder)/new") }, count: (1_000, "registrations")),
        ]
    }

    /// What it costs that every answer is durable before anything else happens: at a server that is a process of its own.
    private var durable: [Benchmark] {
        [1, 8, 32].map { parallelism in
            Benchmark(
                name: "apply, 1,000 registrations, \(parallelism) at once",
                words: command("local", "apply", "--auto-approve", "--parallelism", "\(parallelism)"),
                prepare: { [folder] in SampleProject.forgetRegistrations(in: "\(folder)/local") },
                count: (1_000, "registrations"), countsSyncs: true)
        }
    }

    /// The second must take about as long as the first.
    private var brackets: [Benchmark] {
        [
            Benchmark(name: "validate, an empty file", words: command("empty", "validate"), status: 1),
            Benchmark(name: "validate, 100 KB of [", words: command("brackets", "validate"), status: 1),
        ]
    }

    // MARK: Terraform

    private static let terraformCount = 10_000

    private var hasTerraform: Bool { Child.run(["terraform", "version"], output: nil).status == 0 }

    /// Once: it takes longer than all the others together.
    private var theirs: [Benchmark] {
        guard hasTerraform else { return [] }
        let words = ["terraform", "-chdir=\(folder)/terraform", "plan", "-input=false", "-no-color", "-detailed-exitcode"]
        return [Benchmark(name: "terraform plan, 10,000 of them, no changes", words: words, rounds: 1)]
    }

    private func command(_ project: String, _ words: String...) -> [String] { [rollcall, "-C", "\(folder)/\(project)"] + words }
}

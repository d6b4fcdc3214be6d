import RollcallCore
import StrictJSON
import Testing

/// The house as the design has it. Every rule is first shown a sample that breaks it.
struct HouseTests {
    @Test func importsKeepTheArrows() throws {
        let broken = [
            "Sources/StrictJSON/A.swift": "import OAuthRegistration", "Sources/OAuthRegistration/A.swift": "import Foundation",
            "Sources/RollcallCore/A.swift": "public import Dispatch", "Sources/RollcallManifest/A.swift": "internal import Glibc",
            "Sources/RollcallIO/A.swift": "import struct RollcallDevServer.Mint", "Sources/New/A.swift": "",
            "Tests/Support/A.swift": "@testable import RollcallIO",
        ]
        for (path, text) in broken { #expect(!HouseArrows.faults(in: SourceFile(path: path, text: text)).isEmpty, "\(path)") }
        let sound = SourceFile(path: "Sources/RollcallCore/A.swift", text: "// import Foundation\npublic import StrictJSON")
        #expect(HouseArrows.faults(in: sound) == [])

        let folders = ["Tests/Support", "Tests/Torture", "Tests/RollcallCoreTests", "Benchmarks"]
        let tools = try folders.flatMap { try SourceTree.swiftFiles(in: $0) }
        let sources = try SourceTree.sources.get()
        #expect(Set(sources.map(\.target)).isSuperset(of: HouseArrows.pure))
        #expect((sources + tools).flatMap(HouseArrows.faults) == [])
    }

    @Test func noPackageBringsASecondLibyaml() throws {
        #expect(!HouseArrows.graphFaults(resolved: "{\"identity\" : \"yams\"}").isEmpty)

        #expect(HouseArrows.graphFaults(resolved: try SourceTree.text("Package.swift")) == [])
        #expect(HouseArrows.graphFaults(resolved: (try? SourceTree.text("Package.resolved")) ?? "") == [])
    }

    @Test func theCoreWaitsInOperationsAndPortsOnly() throws {
        let text = "/// Not async.\nlet word = \"async\"\nfunc read() async {}"
        let planning = SourceFile(path: "Sources/RollcallCore/Planning/A.swift", text: text)
        #expect(HouseArrows.asyncFaults(in: planning) == ["\(planning.path):3: async outside Operations and Ports"])
        #expect(HouseArrows.asyncFaults(in: SourceFile(path: "Sources/RollcallCore/Operations/A.swift", text: text)) == [])

        #expect(try SourceTree.sources.get().flatMap(HouseArrows.asyncFaults) == [])
    }

    @Test func theWordsAreTheDesigns() throws {
        let sinks = SourceFile(path: "Sources/A.swift", text: "extension B {\n    public indirect enum SecretSinks {}\n}")
        #expect(HouseWords.faults(in: sinks) == ["Sources/A.swift:2: SecretSinks says sink"])
        let schema: JSONValue = ["$defs": ["a": ["anyOf": [["properties": ["server": [:], "modified_at": [:]]]]]]]
        #expect(HouseWords.faults(inSchema: schema) == ["modified_at says modif"])
        let member = SourceFile(path: "Sources/A.swift", text: "members.member(\"pending_calls\", calls)")
        #expect(HouseWords.literalFaults(in: member) == ["Sources/A.swift: pending_calls says pending"])
        #expect(HouseWords.fault(in: "ClientInformation") == nil)
        #expect(HouseWords.fault(in: "sinking-fund") != nil)

        #expect(try SourceTree.sources.get().flatMap(HouseWords.faults) == [])
        #expect(try SourceTree.sources.get().flatMap(HouseWords.literalFaults) == [])
        let schemas = SourceTree.paths(in: "state/v1", ending: ".schema.json")
        #expect(schemas.count >= 3)
        for path in schemas {
            let schema = try JSONReader.read(Array(try SourceTree.text(path).utf8))
            #expect(HouseWords.faults(inSchema: schema) == [], "\(path)")
        }
    }

    @Test func theCommandLineSaysTheDesignsWords() async throws {
        let flag: JSONValue = [
            "command": ["arguments": [["names": [["kind": "long", "name": "use-driver"]]]], "commandName": "apply"]
        ]
        #expect(HouseWords.faults(inCommandLine: flag) == ["use-driver says driver"])

        let command = Command(arguments: ["rollcall", "--experimental-dump-help"], folder: try ProjectFolder())
        let help = try JSONReader.read(Array(try await command.run().output.utf8))
        #expect(help.object?["command"]?.object?["subcommands"]?.array?.isEmpty == false)
        #expect(HouseWords.faults(inCommandLine: help) == [])
    }

    @Test func filesAreReadInOneSittingAndSayPublicOrNothing() throws {
        let long = SourceFile(path: "Sources/A.swift", text: String(repeating: "\n", count: 301))
        #expect(!HouseHabits.lengthFaults(in: long).isEmpty)
        for line in ["package struct A {}", "    package static func a()", "public package(set) var a = 1", "package import B"] {
            #expect(!HouseHabits.accessFaults(in: SourceFile(path: "A", text: line)).isEmpty, "\(line)")
        }
        #expect(HouseHabits.accessFaults(in: SourceFile(path: "A", text: "let package = Package(name: name)")) == [])

        let sources = try SourceTree.sources.get()
        #expect(sources.flatMap(HouseHabits.lengthFaults) == [])
        #expect(sources.flatMap(HouseHabits.accessFaults) == [])
        #expect(Set(HouseHabits.longFiles.keys).isSubset(of: sources.map(\.path)))
    }

    @Test func outputHasOneDoorAndArgumentsHoldNoSecret() async throws {
        let loud = SourceFile(path: "Sources/RollcallCLI/Views/A.swift", text: "// print\nprint(name)\nconsole.raw(bytes)")
        #expect(HouseHabits.speechFaults(in: loud).count == 2)
        let option: JSONValue = [
            "arguments": [
                ["kind": "option", "names": [["name": "access-token"]]], ["kind": "option", "names": [["name": "token-env"]]],
                ["kind": "flag", "names": [["name": "show-secret"]]], ["kind": "positional", "valueName": "password"],
            ]
        ]
        #expect(HouseWords.secretFaults(inCommandLine: option) == ["access-token", "password"])

        #expect(try SourceTree.sources.get().flatMap(HouseHabits.speechFaults) == [])
        let command = Command(arguments: ["rollcall", "--experimental-dump-help"], folder: try ProjectFolder())
        let help = try JSONReader.read(Array(try await command.run().output.utf8))
        #expect(HouseWords.secretFaults(inCommandLine: help) == [])
    }

    @Test func everyFaultHasItsRowAndItsTest() throws {
        let page = "| F01–F79 | | `fire nothing`, `aTestThatIsNone`, `aTestThatIs` |"
        let faults = HouseHabits.faultTableFaults(in: page, tests: "func aTestThatIs() {}", parts: ["Tests/Fire/kills.py"])
        #expect(faults == ["F80 has no row", "aTestThatIsNone", "nothing"])

        let guide = try SourceTree.text("Sources/RollcallCLI/RollcallCLI.docc/Faults.md")
        let tests = try ["RollcallCoreTests", "RollcallIOTests", "RollcallScenarioTests"].flatMap {
            try SourceTree.swiftFiles(in: "Tests/\($0)")
        }
        let parts = SourceTree.paths(in: "Tests/Fire", ending: ".py")
        let found = HouseHabits.faultTableFaults(in: guide, tests: tests.map(\.text).joined(separator: "\n"), parts: parts)
        #expect(found == [])
    }

    @Test func nothingThatIsBuiltResolvedOrSecretIsCommitted() throws {
        #expect(HouseHabits.ignoreFaults(root: ".build/\n", state: "/*.json\n/*.json.*\n") == ["Package.resolved"])
        #expect(HouseHabits.ignoreFaults(root: ".build/\nPackage.resolved", state: "") == ["/*.json", "/*.json.*"])

        let (root, state) = (try SourceTree.text(".gitignore"), try SourceTree.text("state/.gitignore"))
        #expect(HouseHabits.ignoreFaults(root: root, state: state) == [])
    }

    @Test func diagnosticCodesAscend() {
        #expect(HouseHabits.codeFaults(["RC1001", "RC1001"]) == ["RC1001"])
        #expect(HouseHabits.codeFaults(["RC2001", "RC1002"]) == ["RC1002"])
        #expect(HouseHabits.codeFaults(["RC1001", "RC7001", "RC1"]) == ["RC7001", "RC1", "RC1"])

        #expect(HouseHabits.codeFaults(DiagnosticCode.all.map(\.name)) == [])
    }
}

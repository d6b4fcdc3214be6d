import RollcallManifest
import Testing

struct GlobPatternTests {
    @Test func aPatternMatchesWhatItSaysAndNothingElse() throws {
        let cases: [(pattern: String, matching: [String], other: [String])] = [
            (
                "clients/**/*.{yaml,yml}",
                ["clients/a.yaml", "clients/b.yml", "clients/x/y/z.yaml"],
                [
                    "clients/a.json", "other/a.yaml", "a.yaml", "clients", "clients/.a.yaml", "clients/.git/a.yaml",
                    "clients/a.yaml/b",
                ]
            ),
            ("*.yaml", ["a.yaml", ".yaml.yaml".replacingFirst()], [".yaml", ".a.yaml", "x/a.yaml", "a.yml", "A.YAML"]),
            ("**/web.yaml", ["web.yaml", "a/b/web.yaml"], ["a/b/web.yaml/c", "xweb.yaml", ".a/web.yaml", "a/.b/web.yaml"]),
            ("a/**/b/**/c", ["a/b/c", "a/x/b/y/z/c", "a/b/b/c"], ["a/c", "a/b", "a/b/c/d"]),
            ("?.y[am]ml", ["é.yaml", "x.ymml"], ["xx.yaml", ".yaml", "x.yxml"]),
            ("[a-cx]/[!0-9].yaml", ["b/x.yaml", "x/-.yaml"], ["d/x.yaml", "a/5.yaml"]),
            ("{a,b/c,d{1,2}}/x", ["a/x", "b/c/x", "d1/x", "d2/x"], ["b/x", "d/x", "d3/x"]),
            ("*a*a*a*a*a*a*a*b", ["aaaaaaab"], [String(repeating: "a", count: 5000)]),
            (".config/*.yaml", [".config/a.yaml"], [".config/.a.yaml", "config/a.yaml"]),
        ]
        for (text, matching, other) in cases {
            let pattern = try #require(GlobPattern(text))
            for path in matching { #expect(pattern.matches(path), "\(text) \(path)") }
            for path in other { #expect(!pattern.matches(path), "\(text) \(path)") }
        }
    }

    @Test func aFolderIsEnteredOnlyIfAMatchMayBeBelowIt() throws {
        let cases: [(pattern: String, entered: [String], passedOver: [String])] = [
            ("clients/**/*.yaml", ["", "clients", "clients/a", "clients/a/b"], ["other", "a/clients", "clients/.git", ".git"]),
            ("*.yaml", [""], ["a", "clients"]),
            ("{a,b/c}/*.yaml", ["", "a", "b", "b/c"], ["c", "a/b", "b/d", "b/c/d"]),
            ("a/**/b/c.yaml", ["a", "a/x", "a/b", "a/b/b/y"], ["b"]),
            (".config/*.yaml", ["", ".config"], ["config", ".other"]),
        ]
        for (text, entered, passedOver) in cases {
            let pattern = try #require(GlobPattern(text))
            for folder in entered { #expect(pattern.mayMatch(below: folder), "\(text) \(folder)") }
            for folder in passedOver { #expect(!pattern.mayMatch(below: folder), "\(text) \(folder)") }
        }
    }

    @Test func whatLeavesTheFolderOrIsNoPatternIsRefused() {
        let refused = [
            "", "/a", "a/", "a//b", "..", "../a", "a/../b", "./a", ".", "a\\b", "{a", "a}", "a}b{c", "[a", "a]", "[]", "[z-a]",
            "**",
            "a/**", "a/***", "{a,..}/b", "{a,}", "a\n", "{" + Array(repeating: "{a,b}", count: 12).joined() + "}",
        ]
        for text in refused { #expect(GlobPattern(text) == nil, "\(text)") }
    }

    @Test func theFixedFolderHoldsEveryMatch() throws {
        let cases = [
            ("clients/**/*.yaml", "clients"), ("*.yaml", ""), ("a/b/c.yaml", "a/b"), ("{a/b,a/c}/*.yaml", "a"),
            ("a/x{1,2}/y", "a"),
            ("a/[b]/c", "a"), ("**/x", ""),
        ]
        for (text, folder) in cases { #expect(try #require(GlobPattern(text)).fixedFolder == folder, "\(text)") }
    }
}

extension String {
    fileprivate func replacingFirst() -> String { "x" + dropFirst() }
}

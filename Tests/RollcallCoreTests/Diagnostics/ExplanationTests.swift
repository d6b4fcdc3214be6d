import RollcallCore
import Testing

struct ExplanationTests {
    @Test func everyCodeIsExplained() {
        let explained = Set(Explanation.all.map(\.code))
        for code in DiagnosticCode.all where !explained.contains(code) { Issue.record("\(code.name) has no explanation") }
        #expect(Explanation.all.count == DiagnosticCode.all.count)
        #expect(Explanation.all.map(\.code.name).sorted() == Explanation.all.map(\.code.name))
        #expect(Explanation.of("rc2014")?.code == .valueNotSupported && Explanation.of("RC201") == nil)
    }

    @Test func anExplanationIsSentencesThatSayMoreThanTheSummary() {
        for explanation in Explanation.all {
            for text in [explanation.meaning, explanation.remedy] {
                #expect(text.hasSuffix(".") && !text.hasSuffix(". ") && !text.contains("\n"), "\(explanation.code.name): \(text)")
            }
            #expect(explanation.meaning != explanation.code.summary && explanation.meaning.count > 40, "\(explanation.code.name)")
        }
    }
}

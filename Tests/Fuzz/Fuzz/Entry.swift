// Fuzz TARGET [libFuzzer's arguments]: feeds one of the targets for as long as libFuzzer is told to. A target takes any bytes; what it
// finds it ends the process with.

import Glibc

/// By name. Each takes bytes of any kind to what holds for all of them.
private let targets: [String: @Sendable ([UInt8]) -> Void] = [
    "json": fuzzJSON, "project": fuzzProject, "clients": fuzzClients, "journal": fuzzJournal, "records": fuzzRecords,
    "state": fuzzState, "plan": fuzzPlan, "address": fuzzAddress, "answer": fuzzAnswer,
]

nonisolated(unsafe) private var chosen: ([UInt8]) -> Void = { _ in }

typealias Callback = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
public typealias Words = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(_ count: UnsafeMutablePointer<CInt>, _ words: UnsafeMutablePointer<Words>, _ callback: Callback) -> CInt

/// The linker asks for one; the driver gets its own.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt { 0 }

/// What SwiftPM makes of `main` in an executable target.
@_cdecl("Fuzz_main")
public func fuzzMain(_ count: CInt, _ words: Words) -> CInt {
    guard count > 1, let name = words[1], let target = targets[String(cString: name)] else {
        print("targets: \(targets.keys.sorted().joined(separator: " "))")
        return 64
    }
    chosen = target
    // The name's place is the program's for the driver.
    words[1] = words[0]
    var (count, words) = (count - 1, words + 1)
    return runDriver(&count, &words) { bytes, count in
        chosen(Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
    }
}

/// One row of the table: a command, how often it is run and what it must not exceed.
struct Benchmark {
    let name: String
    let words: [String]
    /// The only exit status that counts.
    var status: Int32 = 0
    /// What stands in the way of running it again.
    var prepare: () -> Void = {}
    /// A slow one is measured in the first rounds only.
    var rounds = Int.max
    /// Seconds and bytes that the project promises.
    var limit: (wall: Double, memory: Int)?
    /// Of how many things a rate is to be told.
    var count: (number: Int, noun: String)?
    /// Whether to tell how often each of those was waited for on the disk.
    var countsSyncs = false
}

/// The runs of all benchmarks, interleaved: what else the machine does falls on all of them.
struct Measurements {
    private let benchmarks: [Benchmark]
    private var runs: [[Child]]
    /// By benchmark: how often a run of its own waited for the disk.
    private var syncs: [Int?]

    /// - Parameter output: the file that holds the latest command's output, to be shown when its status is not the expected one.
    init(of benchmarks: [Benchmark], rounds: Int, output: String) {
        self.benchmarks = benchmarks
        runs = benchmarks.map { _ in [] }
        syncs = benchmarks.map { benchmark in
            guard benchmark.countsSyncs else { return nil }
            benchmark.prepare()
            return Child.syncs(of: benchmark.words, output: output)
        }
        for round in 0..<rounds {
            for (index, benchmark) in benchmarks.enumerated() where round < benchmark.rounds {
                benchmark.prepare()
                let child = Child.run(benchmark.words, output: output)
                guard child.status == benchmark.status else {
                    Files.fail("\(benchmark.name): status \(child.status) instead of \(benchmark.status); see \(output)")
                }
                runs[index].append(child)
            }
        }
    }

    /// A line each: medians, and the fastest and the slowest wall time.
    var table: String {
        zip(benchmarks, zip(runs, syncs)).map { benchmark, measured in
            let (children, syncs) = measured
            let wall = children.map(\.wall).sorted()
            let memory = Self.median(children.map { Double($0.peakMemory) })
            let range = wall.count == 1 ? "one run" : "\(Self.seconds(wall[0]))–\(Self.seconds(wall[wall.count - 1]))"
            let cells = [
                Self.seconds(Self.median(wall)), range, Self.seconds(Self.median(children.map(\.cpu))), "\(Int(memory / 1e6)) MB",
            ]
            return Self.row(benchmark.name, cells) + "   " + remark(benchmark, Self.median(wall), memory, syncs)
        }.joined(separator: "\n")
    }

    static let head = row("median of several runs, interleaved", ["wall s", "range s", "CPU s", "peak"])

    private static func row(_ name: String, _ cells: [String]) -> String {
        let padded = zip(cells, [9, 17, 9, 9]).map { cell, width in
            String(repeating: " ", count: max(1, width - cell.count)) + cell
        }
        return name + String(repeating: " ", count: max(1, 44 - name.count)) + padded.joined()
    }

    private func remark(_ benchmark: Benchmark, _ wall: Double, _ memory: Double, _ syncs: Int?) -> String {
        let rate = benchmark.count.map { "\(Int(Double($0.number) / wall)) \($0.noun)/s" }
        let waits = benchmark.count.flatMap { count in
            benchmark.countsSyncs
                ? syncs.map { "\(Self.seconds(Double($0) / Double(count.number))) fsyncs each" }
                    ?? "fsyncs not counted: no strace" : nil
        }
        let limit = benchmark.limit.map { limit in
            let kept = wall <= limit.wall && memory <= Double(limit.memory)
            return "\(kept ? "within" : "OVER") \(limit.wall) s and \(limit.memory / 1_000_000) MB"
        }
        return [rate, waits, limit].compactMap(\.self).joined(separator: ", ")
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    private static func seconds(_ value: Double) -> String {
        let thousandths = Int((value * 1000).rounded())
        return "\(thousandths / 1000).\(String(1000 + thousandths % 1000).dropFirst())"
    }
}

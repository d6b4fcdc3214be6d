import RollcallCore

/// What is done when a mapping is whole: equal keys are reported, and what its merge keys bring is put into it.
extension TapeBuilder {
    mutating func finishMapping(_ container: inout OpenContainer) {
        collectKeys(from: container.node + 1, to: tape.nodes.count)
        if hasEqualKeys() { reportEqualKeys() }
        if container.hasNonASCIIKey { reportKeysAlike() }
        if container.hasMergeKey { merge(into: &container) }
    }

    /// Keys that are scalars; the others are reported already.
    private mutating func collectKeys(from start: Int, to end: Int) {
        keys.removeAll(keepingCapacity: true)
        var index = start
        while index < end {
            switch tape.nodes[index].kind {
            case .plain, .quoted: keys.append(index)
            case .sequence, .mapping, .alias, .invalid, .passedOver: break
            }
            index = tape.end(of: tape.end(of: index))
        }
    }

    // MARK: Equal keys

    /// Few keys are compared each with each, which is cheap because most differ in length; many are sorted.
    private mutating func hasEqualKeys() -> Bool {
        if keys.count > 16 { return reportEqualKeysAmongMany() }
        for (position, key) in keys.enumerated() {
            for other in keys[..<position] where tape.haveEqualText(key, other) { return true }
        }
        return false
    }

    private func reportEqualKeysAmongMany() -> Bool {
        let sorted = sortedKeys()
        return zip(sorted, sorted.dropFirst()).contains { tape.haveEqualText($0, $1) }
    }

    /// By text, equal ones in the order of the file.
    private func sortedKeys() -> [Int] {
        keys.sorted { left, right in
            if tape.isText(left, before: right) { return true }
            return left < right && !tape.isText(right, before: left)
        }
    }

    /// The first of equal keys counts, so that what else is wrong with it is reported too.
    private mutating func reportEqualKeys() {
        var first: Int?
        for key in sortedKeys() {
            guard let earlier = first, tape.haveEqualText(earlier, key) else {
                first = key
                continue
            }
            report(
                .yamlDuplicateKey, at: tape.nodes[key],
                "The key stands in the same mapping before, so which value counts is not said.",
                hint: "remove one of the two", related: tape.nodes[earlier])
            tape.nodes[key].kind = .passedOver
        }
    }

    /// `String` compares by canonical equivalence, and here that is the point: the keys differ in bytes and not in looks.
    private mutating func reportKeysAlike() {
        var seen: [String: Int] = [:]
        for key in keys where tape.nodes[key].kind != .passedOver {
            let text = tape.string(of: key)
            guard let earlier = seen.updateValue(key, forKey: text) else { continue }
            report(
                .yamlKeysAlike, at: tape.nodes[key],
                "The key looks like one before it in the same mapping, but is written with other characters (Unicode, NFC and NFD).",
                hint: "write both in the same way, or remove one", related: tape.nodes[earlier])
        }
    }

    // MARK: Merge keys

    /// `<<: *name` and `<<: [*name, …]` (YAML 1.1, merge key type): keys of the mapping itself win, then earlier ones of the list.
    private mutating func merge(into container: inout OpenContainer) {
        guard let key = keys.first(where: { isMergeKey($0) }) else { return }
        tape.nodes[key].kind = .passedOver
        var entries: [YAMLTape.Entry] = []
        for source in mergedMappings(at: key + 1) { entries += tape.entries(of: source) }
        let own = keys.filter { tape.nodes[$0].kind != .passedOver }
        for entry in firstOfEachKey(entries, besides: own) {
            tape.nodes.append(tape.nodes[entry.key])
            tape.nodes.append(tape.nodes[entry.value].alias(to: entry.value))
            container.children += 2
        }
    }

    private func isMergeKey(_ key: Int) -> Bool {
        tape.nodes[key].kind == .plain && tape.text(of: key).isMergeKey
    }

    private mutating func mergedMappings(at value: Int) -> [Int] {
        let value = tape.resolved(value)
        let sources = tape.nodes[value].kind == .sequence ? Array(tape.elements(of: value)) : [value]
        return sources.filter { source in
            switch tape.nodes[source].kind {
            case .mapping: return true
            case .invalid: return false
            case .plain, .quoted, .sequence, .alias, .passedOver:
                report(
                    .yamlMergeKey, at: tape.nodes[source], "The key << brings in the entries of mappings, and here is none.",
                    hint: "write << : *name, or << : [*one, *other], or quote the key if it is a name")
                return false
            }
        }
    }

    /// Sorted together with the mapping's own keys, so that many entries cost no more than sorting them.
    private func firstOfEachKey(_ entries: [YAMLTape.Entry], besides own: [Int]) -> [YAMLTape.Entry] {
        let candidates = own.map { (key: $0, value: nil as Int?) } + entries.map { (key: $0.key, value: $0.value as Int?) }
        let order = candidates.indices.sorted { left, right in
            if tape.isText(candidates[left].key, before: candidates[right].key) { return true }
            return left < right && !tape.isText(candidates[right].key, before: candidates[left].key)
        }
        var kept: [YAMLTape.Entry] = []
        var last: Int?
        for index in order {
            let (key, value) = candidates[index]
            if let last, tape.haveEqualText(last, key) { continue }
            last = key
            if let value { kept.append(YAMLTape.Entry(key: key, value: value)) }
        }
        return kept
    }
}

import CLibYAML
import RollcallCore

/// Anchors and aliases: an alias may stand for any earlier node that is whole, as long as all aliases of a file, followed, stay
/// within their budget. A handful of lines can otherwise stand for more than any memory holds.
extension TapeBuilder {
    mutating func alias(_ event: yaml_event_t) -> Progress {
        var node = node(.invalid, event)
        var weight = Weight(size: MemoryLayout<YAMLNode>.size)
        if open.last?.wantsKey == true {
            report(.yamlKey, at: node, "An alias stands here as a key.", hint: "write the key itself")
        } else if let target = anchors[bytes(event.data.alias.anchor)] {
            if let meant = anchored[target] {
                weight.add(meant)
                weight.aliases += 1
                if let fault = exceeds(weight, at: node) { return fault }
                node = node.alias(to: target)
            } else {
                report(
                    .yamlAliasCycle, at: node,
                    "The alias stands within what its anchor names, so it would hold itself without end.",
                    hint: "write out what is meant here", related: tape.nodes[target])
            }
        } else {
            report(
                .yamlAliasUndefined, at: node, "Nothing before this place has an anchor of this name.",
                hint: "put & and the name before the value that is meant; a text that begins with * needs quotes")
        }
        tape.nodes.append(node)
        close(child: weight)
        return .more
    }

    private mutating func exceeds(_ weight: Weight, at node: YAMLNode) -> Progress? {
        total.add(weight)
        if open.count + weight.height > Self.depthLimit { return tooDeep(node) }
        guard total.aliases > Self.aliasLimit || total.size > Self.aliasSizeLimit else { return nil }
        let much =
            total.aliases > Self.aliasLimit
            ? "expands to more than \(Self.aliasLimit) aliases" : "expands to more than \(Self.aliasSizeLimit >> 20) MiB"
        report(
            .yamlAliasBudget, at: node, "With the alias here, the file \(much), which no reviewer can follow.",
            hint: "write out what is meant, or use defaults: in rollcall.yaml")
        return .stop
    }

    mutating func setAnchor(_ name: UnsafeMutablePointer<UInt8>, to index: Int, _ weight: Weight) {
        anchors[bytes(name)] = index
        anchored[index] = weight
    }

    func bytes(_ text: UnsafeMutablePointer<UInt8>) -> [UInt8] { Array(String(cString: text).utf8) }
}

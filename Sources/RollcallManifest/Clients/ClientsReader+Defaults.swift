import OAuthRegistration
import RollcallCore
import StrictJSON

/// `defaults:` is written like a client that inherits nothing, and then taken apart into members.
extension ClientsReader {
    mutating func readDefaultMetadata(_ node: Int, into defaults: inout ClientDefaults) {
        let place = Place(section: .defaultMetadata, client: nil, key: node)
        let extent = metadata(node, place, over: [], server: defaults.server)
        let profile = defaults.server.flatMap { context.profiles[$0] }
        reportAdvice(extent, place, profile)
        defaults.metadata = members(extent)
        defaults.findings = Set(findings(extent, profile).filter { !$0.problem.isAboutAbsence })
    }

    mutating func defaultTags(_ node: Int) -> [InheritedMember] {
        let extent = tags(node, Place(section: .defaultTags, client: nil, key: node), over: [])
        return members(extent)
    }

    private func members(_ extent: Extent) -> [InheritedMember] {
        guard let object = (try? JSONReader.read(arena, in: extent.range))?.object else {
            preconditionFailure("an arena holds canonical JSON")
        }
        return object.members.map(InheritedMember.init)
    }
}

// swift-tools-version: 6.2
// The pure modules with libFuzzer's instrumentation, and its entry. A package of its own, so that nothing else is built for it, and that
// the product is never built with these flags. `Sources` links to the modules of the repository.
import PackageDescription

let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .unsafeFlags(["-sanitize=fuzzer", "-enable-testing"]),
]

let package = Package(
    name: "fuzz",
    targets: [
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1"),
        .target(name: "StrictJSON", swiftSettings: house),
        .target(name: "OAuthRegistration", dependencies: ["StrictJSON"], swiftSettings: house),
        .target(name: "RollcallCore", dependencies: ["OAuthRegistration", "StrictJSON"], swiftSettings: house),
        .target(
            name: "RollcallManifest", dependencies: ["CLibYAML", "RollcallCore", "OAuthRegistration", "StrictJSON"],
            swiftSettings: house),
        .executableTarget(
            name: "Fuzz", dependencies: ["RollcallManifest", "RollcallCore", "OAuthRegistration", "StrictJSON"], path: "Fuzz",
            swiftSettings: house, linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]),
    ]
)

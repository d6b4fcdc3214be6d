// swift-tools-version: 6.2
// rollcall keeps every OAuth client registered exactly as its YAML says.
//
// The arrows between the targets are the house (ARCHITECTURE.md); HouseTests checks that imports keep them.
import PackageDescription

/// Swift 6 language mode comes with the tools version; these three make every dependency of a file visible in the file.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "rollcall",
    products: [
        .executable(name: "rollcall", targets: ["rollcall"])
    ],
    dependencies: [
        // Commands, completions, the manual.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // HTTP/1.1 with TLS, connection by connection; the proof that nothing was sent needs its NIO pipeline.
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        // AES-256-GCM for credentials; SHA-256 of state and plan.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        // Signs the assertions with which a client proves itself by its key (RFC 7523): RSA and EC keys, PEM and JWK.
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        // The embedded authorization server.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // User guide and reference.
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        // Two Linux calls that Glibc's Swift module hides (fallocate, prctl).
        .target(name: "CPosix"),
        .target(name: "StrictJSON", swiftSettings: house),
        .target(name: "OAuthRegistration", dependencies: ["StrictJSON"], swiftSettings: house),
        .target(name: "RollcallCore", dependencies: ["OAuthRegistration", "StrictJSON"], swiftSettings: house),
        .target(
            name: "RollcallManifest", dependencies: ["CLibYAML", "RollcallCore", "OAuthRegistration", "StrictJSON"],
            swiftSettings: house),
        .target(
            name: "RollcallIO",
            dependencies: [
                "CPosix", "RollcallCore", "OAuthRegistration", "StrictJSON",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "JWTKit", package: "jwt-kit"),
            ],
            swiftSettings: house),
        .target(
            name: "RollcallDevServer",
            dependencies: [
                "OAuthRegistration", "StrictJSON",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: house),
        .target(
            name: "RollcallCLI",
            dependencies: [
                "RollcallManifest", "RollcallIO", "RollcallDevServer", "RollcallCore", "OAuthRegistration", "StrictJSON",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: house),
        .executableTarget(name: "rollcall", dependencies: ["RollcallCLI"], swiftSettings: house),

        // Simulated disk and server, golden files, scenarios, contracts.
        .target(
            name: "RollcallTestKit", dependencies: ["RollcallCore", "OAuthRegistration", "StrictJSON"], path: "Tests/Support",
            swiftSettings: house),
        // Servers that misbehave, over sockets and TLS, and certificates for them.
        .target(
            name: "RollcallNetworkKit",
            dependencies: [
                "OAuthRegistration",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Tests/Network", swiftSettings: house),
        // Simulated histories in release mode; imports no network code.
        .executableTarget(
            name: "rollcall-torture", dependencies: ["RollcallTestKit"], path: "Tests/Torture", swiftSettings: house),
        // Generates projects and measures; `make bench`. Imports no network code.
        .executableTarget(
            name: "rollcall-bench",
            dependencies: [
                "RollcallTestKit", "RollcallCore", "OAuthRegistration", "StrictJSON",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Benchmarks", swiftSettings: house),
        .testTarget(
            name: "RollcallCoreTests",
            dependencies: ["RollcallTestKit", "RollcallManifest", "RollcallCore", "OAuthRegistration", "StrictJSON"],
            // Manifests and what is expected of them, read through #filePath.
            exclude: ["Manifest/Fixtures"],
            swiftSettings: house),
        .testTarget(
            name: "RollcallIOTests",
            dependencies: [
                "RollcallTestKit", "RollcallNetworkKit", "RollcallIO", "RollcallDevServer", "RollcallCore", "OAuthRegistration",
                "StrictJSON",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: house),
        .testTarget(
            name: "RollcallScenarioTests",
            dependencies: [
                "RollcallTestKit", "RollcallNetworkKit", "rollcall", "RollcallDevServer", "OAuthRegistration", "RollcallCore",
                "StrictJSON",
            ],
            exclude: ["Sessions"], swiftSettings: house),
    ]
)

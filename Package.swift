// swift-tools-version: 6.3
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Tests are not optimised: that takes three times as long as to optimise what they test.
let testSettings = settings + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

let package = Package(
    name: "icy-relay",
    products: [
        .library(name: "ICYReader", targets: ["ICYReader"]),
        .executable(name: "Relay", targets: ["Relay"]),
    ],
    dependencies: [],
    targets: [
        .systemLibrary(name: "CEpoll"),
        .systemLibrary(name: "COpenSSL"),
        .target(name: "ICYReader", swiftSettings: settings),
        .executableTarget(
            name: "Relay",
            dependencies: ["ICYReader", "CEpoll", "COpenSSL"],
            resources: [
                .embedInCode("Web/page.html"),
                .embedInCode("Web/page.css"),
                .embedInCode("Web/page.js"),
                .embedInCode("Web/stations.html"),
                .embedInCode("Web/stations.js"),
                .embedInCode("Web/debug.html"),
                .embedInCode("Web/debug.js"),
                .embedInCode("Web/follow.js"),
                .embedInCode("Web/words.js"),
                .embedInCode("Web/now-playing.js"),
                .embedInCode("Web/embed.html"),
                .embedInCode("Web/embed.css"),
                .embedInCode("Web/embed.js"),
                .embedInCode("Web/overlay.html"),
                .embedInCode("Web/overlay.css"),
                .embedInCode("Web/overlay.js"),
            ],
            swiftSettings: settings),
        .target(
            name: "Fixtures", path: "Tests/Fixtures",
            exclude: [
                "vectors", "captures", "charsets", "titles", "handshakes", "README.md",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ICYReaderTests", dependencies: ["ICYReader", "Fixtures"],
            swiftSettings: testSettings),
        .testTarget(
            name: "RelayTests", dependencies: ["Relay", "ICYReader", "Fixtures", "CEpoll"],
            swiftSettings: testSettings),
        .testTarget(
            name: "EchoTests", dependencies: ["Relay", "ICYReader"], path: "Tests/Echo",
            exclude: ["autobahn.json"], swiftSettings: testSettings),
    ])

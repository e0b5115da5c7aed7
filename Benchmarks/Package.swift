// swift-tools-version: 6.2
import PackageDescription

/// The name under which SwiftPM compiles the product, so that what it declares with `package` access can be measured
/// from here: the clone's folder in lower case, made an identifier. No other way leads to declarations that are not
/// public, and nothing of an application should be public for the sake of its benchmarks.
let productIdentity: String = {
    let folder = Context.packageDirectory.split(separator: "/").dropLast().last.map { $0.lowercased() } ?? ""
    let name = folder.hasSuffix(".git") ? folder.dropLast(4) : folder[...]
    let identifier = name.map { $0.isLetter || $0.isNumber ? $0 : "_" }
    guard let first = identifier.first, first.isASCII, first.isNumber else { return String(identifier) }
    return "_" + String(identifier.dropFirst())
}()

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
    .enableExperimentalFeature("Lifetimes"),
]

let package = Package(
    name: "Benchmarks",
    products: [
        .executable(name: "bench", targets: ["Bench"]),
        .executable(name: "meter", targets: ["Meter"]),
    ],
    dependencies: [.package(name: "k8s-wait", path: "../")],
    targets: [
        .executableTarget(
            name: "Bench",
            dependencies: [.product(name: "MeasuredTargets", package: "k8s-wait")],
            packageAccess: false,
            swiftSettings: strict + [.unsafeFlags(["-package-name", productIdentity])]),
        .executableTarget(
            name: "Meter", swiftSettings: strict, linkerSettings: [.unsafeFlags(["-static-executable"])]),
    ]
)

// swift-tools-version: 6.2
import PackageDescription

/// The name under which SwiftPM compiles the product, so that what it declares with `package` access can be reached from
/// here: the clone's folder in lower case, made an identifier. Benchmarks/Package.swift says why.
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

/// Built by scripts/fuzz, which alone knows where the toolchain keeps libFuzzer.
let package = Package(
    name: "Fuzz",
    products: [.executable(name: "fuzz", targets: ["Fuzz"])],
    dependencies: [.package(name: "k8s-wait", path: "../")],
    targets: [
        .systemLibrary(name: "CLibFuzzer"),
        .executableTarget(
            name: "Fuzz",
            dependencies: ["CLibFuzzer", .product(name: "FuzzedTargets", package: "k8s-wait")],
            packageAccess: false,
            swiftSettings: strict + [.unsafeFlags(["-package-name", productIdentity])],
            // gold warns of each of the sanitizer's symbols.
            linkerSettings: [.unsafeFlags(["-use-ld=lld"])]),
    ]
)

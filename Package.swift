// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// What the init container links beside the standard library is loaded by every pod that waits: small rather than fast.
let small: [SwiftSetting] = [.unsafeFlags(["-Osize"], .when(configuration: .release))]

/// The pure layer: the standard library and nothing else, every unsafe construct marked.
func core(_ name: String, _ dependencies: [Target.Dependency] = [], _ more: [SwiftSetting] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/Core/\(name)",
        swiftSettings: strict + [.strictMemorySafety(), .enableExperimentalFeature("Lifetimes")] + more)
}

func layer(
    _ folder: String, _ name: String, _ dependencies: [Target.Dependency], _ more: [SwiftSetting] = []
) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(folder)/\(name)", swiftSettings: strict + more)
}

func testKit(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: strict)
}

func tests(_ folder: String, _ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: "Tests/\(folder)/\(name)", swiftSettings: strict)
}

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "k8s-wait",
    products: [
        .executable(name: "k8s-wait", targets: ["k8s-wait"]),
        .executable(name: "k8s-wait-server", targets: ["k8s-wait-server"]),
        .executable(name: "kubectl-wait_for", targets: ["kubectl-wait_for"]),
        // Loaded into the server by tests of jumping clocks.
        .library(name: "clockshift", type: .dynamic, targets: ["ClockShift"]),
        // For Benchmarks/ alone, which is a package of its own.
        .library(
            name: "MeasuredTargets",
            targets: [
                "Admission", "Dependencies", "HTTP1", "JSONText", "KubernetesClient", "Posix", "Readiness", "StatusAPI",
                "StatusServer", "TLS", "LoadTestKit",
            ]),
        // For Fuzz/ alone, likewise.
        .library(
            name: "FuzzedTargets",
            targets: [
                "Admission", "Dependencies", "Dialects", "Encodings", "HTTP1", "JSONPath", "JSONText",
                "KubernetesClient", "Readiness", "Retrying", "StatusAPI", "StatusServer",
                "Linting", "ManifestInjection", "ManifestYAML", "Manifests",
                "Policies",
            ]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    ],
    targets: [
        core("Locking"),
        core("Encodings"),
        core("JSONText", ["Encodings"]),
        core("JSONPath", ["Encodings", "JSONText"], small),
        core("Dependencies", ["Encodings", "JSONPath", "JSONText"], small),
        core("Readiness", ["Dependencies", "Encodings", "JSONPath", "JSONText"]),
        core("Policies", ["Dependencies", "Encodings", "JSONText"]),
        core("Admission", ["Dependencies", "Dialects", "Encodings", "JSONText", "Policies", "WaitGraph"]),
        core("Dialects", ["Dependencies", "Encodings", "JSONPath", "JSONText"], small),
        core("WaitGraph", ["Dependencies", "Readiness"]),
        core("LiveWorkloads", ["Dependencies", "JSONText", "Policies", "Readiness", "WaitGraph"]),
        core("Manifests", ["Encodings", "JSONText"]),
        core("ManifestInjection", ["Admission", "Dependencies", "Encodings", "JSONText", "Manifests"]),
        core(
            "Linting",
            ["Admission", "Dependencies", "JSONText", "ManifestInjection", "Manifests", "Policies", "WaitGraph"]),
        core("HTTP1", ["Encodings"]),
        core("StatusAPI", ["Encodings", "JSONText"], small),
        core("Metrics", ["Locking"]),
        core("Retrying", [], small),

        .target(name: "CLinux", path: "Sources/IO/CLinux"),
        .systemLibrary(
            name: "COpenSSL", path: "Sources/IO/COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        layer("IO", "Posix", ["CLinux"]),
        layer("IO", "EventLoop", ["Locking", "Posix", "CLinux"]),
        layer("IO", "TLS", ["Locking", "Posix", "COpenSSL"]),
        layer("IO", "HTTPServer", ["Locking", "EventLoop", "HTTP1", "Posix", "TLS"]),
        layer("IO", "HTTPClient", ["Locking", "CLinux", "HTTP1", "Posix", "TLS"], small),
        layer("IO", "StructuredLogging", ["Locking", logging, "CLinux", "JSONText", "Posix"]),

        .systemLibrary(
            name: "CCurl", path: "Sources/Kubernetes/CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CYAML", path: "Sources/Kubernetes/CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        layer(
            "Kubernetes", "KubernetesClient",
            ["Locking", "CCurl", "CYAML", "Encodings", "JSONText", "Posix", "Retrying", logging]),

        layer("Kubernetes", "ManifestYAML", ["CYAML", "Manifests"]),

        layer(
            "Services", "WebhookServer",
            [
                "Locking", "Admission", "Dependencies", "HTTPServer", "HTTP1", "Metrics", "Policies", "WaitGraph",
                logging,
            ]),
        layer(
            "Services", "StatusServer",
            [
                "Locking", "Dependencies", "Dialects", "LiveWorkloads", "Policies", "Readiness", "StatusAPI",
                "WaitGraph",
                "JSONText", "KubernetesClient", "HTTPServer", "HTTP1", "EventLoop", "Posix", "Metrics", logging,
            ]),
        layer(
            "Services", "JobMemory",
            ["Locking", "Dependencies", "JSONText", "KubernetesClient", "Metrics", "Readiness", logging]),
        layer(
            "Services", "NamespaceCache",
            ["Locking", "Dependencies", "JSONText", "KubernetesClient", "Metrics", "Readiness", logging]),
        layer(
            "Services", "PodEvents",
            [
                "Encodings", "JSONText", "KubernetesClient", "Locking", "Metrics", "Readiness", "Retrying", "StatusAPI",
                logging,
            ]),
        layer(
            "Services", "LiveGraph",
            [
                "Dependencies", "JSONText", "KubernetesClient", "LiveWorkloads", "Locking", "Metrics", "Policies",
                "Readiness", "WaitGraph", logging,
            ]),
        layer(
            "Services", "CertificateAuthority",
            [
                "Locking", "Encodings", "JSONText", "KubernetesClient", "Metrics", "Posix", "TLS", logging,
            ]),
        layer(
            "Services", "LegacyServer",
            ["Dependencies", "Dialects", "Encodings", "HTTPServer", "HTTP1", "JSONText", "StatusAPI"]),
        layer(
            "Services", "Leadership",
            ["Locking", "JSONText", "KubernetesClient", "Metrics", "Readiness", "Retrying", logging]),
        layer(
            "Services", "WebhookRegistration",
            ["Locking", "Encodings", "JSONText", "KubernetesClient", "Metrics", "Retrying", "TLS", logging]),
        layer(
            "Services", "PolicyController",
            [
                "Dependencies", "Encodings", "JSONText", "KubernetesClient", "Locking", "Metrics", "Policies",
                "Readiness", logging,
            ]),
        layer("Services", "OperatorServer", ["Locking", "EventLoop", "HTTPServer", "HTTP1", "Metrics", "Posix"]),
        layer(
            "Services", "WaitClient",
            [
                "CLinux", "Dependencies", "Dialects", "Encodings", "JSONText", "Locking", "StatusAPI", "Retrying",
                "HTTPClient", "HTTP1", "TLS", "Posix",
            ], small),

        .executableTarget(
            name: "k8s-wait", dependencies: ["WaitClient", "Posix", "StatusAPI"],
            path: "Sources/Commands/k8s-wait", exclude: ["sections.ld"], swiftSettings: strict,
            // Identical functions once, and neither the tables for exceptions, which nothing here throws, nor their index.
            linkerSettings: [
                .unsafeFlags(
                    [
                        "-static-executable", "-use-ld=lld", "-Xlinker", "-s", "-Xlinker", "-O2",
                        "-Xlinker", "--icf=all", "-Xlinker", "--no-eh-frame-hdr",
                        "-Xlinker", "\(Context.packageDirectory)/Sources/Commands/k8s-wait/sections.ld",
                    ], .when(configuration: .release))
            ]),
        layer(
            "Commands", "CommandOptions",
            ["KubernetesClient", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
        .executableTarget(
            name: "k8s-wait-server",
            dependencies: [
                "CommandOptions",
                "WebhookServer", "StatusServer", "LegacyServer", "OperatorServer", "KubernetesClient", "HTTPServer",
                "TLS", "EventLoop",
                "Posix", "Metrics", "StructuredLogging", "Admission", "Dependencies", "Encodings", "HTTP1", "StatusAPI",
                "CertificateAuthority", "JSONText", "JobMemory", "Leadership", "Locking", "NamespaceCache", "PodEvents",
                "LiveGraph", "LiveWorkloads", "Policies", "PolicyController", "WaitGraph",
                "Readiness", "WebhookRegistration",
                logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/Commands/k8s-wait-server", swiftSettings: strict),

        .executableTarget(
            name: "kubectl-wait_for",
            dependencies: [
                "Admission", "CommandOptions", "Dependencies", "EventLoop", "KubernetesClient", "Linting",
                "ManifestInjection",
                "ManifestYAML", "Manifests", "Metrics", "Posix", "StatusAPI", "StatusServer", "WaitClient", logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/Commands/kubectl-wait_for", swiftSettings: strict),

        testKit(
            "ServerTestKit",
            [
                logging, "Locking", "CLinux", "COpenSSL", "HTTPServer", "HTTP1", "EventLoop", "LoadTestKit",
                "StatusAPI", "TLS",
                "Posix",
            ]),
        testKit(
            "KubernetesTestKit",
            ["Locking", "HTTPServer", "HTTP1", "HTTPClient", "EventLoop", "TLS", "Posix", "JSONText", "ServerTestKit"]),
        .target(name: "ClockShift", path: "Tests/ClockShift"),
        testKit("LoadTestKit", ["CLinux", "HTTP1", "Posix", "TLS"]),
        testKit("EndToEndTestKit", ["KubernetesTestKit", "Locking", "ServerTestKit", "Posix"]),
        .executableTarget(
            name: "chaos",
            dependencies: [
                "Dependencies", "Encodings", "EndToEndTestKit", "HTTP1", "HTTPClient", "JSONText", "KubernetesTestKit",
                "LoadTestKit", "Locking", "Posix", "ServerTestKit", "StatusAPI", "TLS", "WaitClient",
            ],
            path: "Tests/Chaos", swiftSettings: strict),
        .executableTarget(
            name: "fake-apiserver",
            dependencies: [
                "KubernetesTestKit", "Posix", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/FakeAPIServer", swiftSettings: strict),
        .testTarget(
            name: "KubernetesTestKitTests",
            dependencies: [
                "Locking", "KubernetesTestKit", "ServerTestKit", "HTTPServer", "HTTP1", "TLS", "Posix", "JSONText",
                "EventLoop",
                "fake-apiserver",
            ],
            path: "Tests/KubernetesTestKitTests", swiftSettings: strict),

        testKit("CoreTestKit", ["Dependencies", "Retrying", "WaitGraph"]),
        tests("Core", "JSONTextTests", ["JSONText", "CoreTestKit"]),
        tests("Core", "JSONPathTests", ["JSONPath", "JSONText", "CoreTestKit"]),
        tests("Core", "EncodingsTests", ["Encodings"]),
        tests("Core", "MetricsTests", ["Metrics"]),
        tests("Core", "LockingTests", ["Locking"]),
        tests("Core", "RetryingTests", ["Retrying"]),
        tests(
            "EndToEnd", "EndToEndTests",
            [
                "KubernetesClient", "Locking", "KubernetesTestKit", "ServerTestKit", "EndToEndTestKit", "EventLoop",
                "HTTPClient", "Posix", "StatusAPI", "TLS", "k8s-wait", "k8s-wait-server", "kubectl-wait_for", logging,
            ]),
        tests(
            "Commands", "ServerCommandTests",
            [
                "k8s-wait-server", "Admission", "Dependencies", "HTTPServer", "JSONText", "JobMemory",
                "KubernetesClient",
                "Posix", "ServerTestKit", "StatusServer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        tests(
            "Commands", "KubectlPluginTests",
            [
                "kubectl-wait_for", "Admission", "Dependencies", "Linting", "Manifests", "StatusAPI", "WaitClient",
                "CoreTestKit",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        tests(
            "Services", "LegacyServerTests",
            ["Locking", "LegacyServer", "Dependencies", "HTTPServer", "HTTP1", "StatusAPI", "ServerTestKit"]),
        tests(
            "Services", "LeadershipTests",
            [
                "Leadership", "CoreTestKit", "JSONText", "KubernetesClient", "KubernetesTestKit", "Locking", "Metrics",
                "Readiness", logging,
            ]),
        tests(
            "Services", "WebhookRegistrationTests",
            [
                "WebhookRegistration", "CoreTestKit", "Encodings", "JSONText", "KubernetesClient", "KubernetesTestKit",
                "Locking", "Metrics", "ServerTestKit", "TLS", logging,
            ]),
        tests(
            "Services", "OperatorServerTests",
            ["Locking", "OperatorServer", "EventLoop", "Metrics", "ServerTestKit"]),
        tests("Core", "StatusAPITests", ["StatusAPI"]),
        tests("IO", "PosixTests", ["Posix"]),
        tests(
            "IO", "HTTPServerTests", ["Locking", "HTTPServer", "HTTP1", "EventLoop", "Posix", "TLS", "ServerTestKit"]),
        tests("IO", "EventLoopTests", ["Locking", "EventLoop", "Posix"]),
        tests("IO", "TLSTests", ["TLS", "Posix"]),
        tests("IO", "StructuredLoggingTests", ["StructuredLogging", logging]),
        tests(
            "Kubernetes", "KubernetesClientTests",
            ["Locking", "KubernetesClient", "CoreTestKit", "KubernetesTestKit", "JSONText", "Posix", "TLS", logging]),
        tests("Core", "HTTP1Tests", ["HTTP1"]),
        tests("IO", "HTTPClientTests", ["HTTPClient", "HTTP1", "Posix", "TLS", "CLinux", "ServerTestKit"]),
        tests(
            "Services", "WaitClientTests",
            [
                "WaitClient", "Dependencies", "Dialects", "Encodings", "HTTP1", "HTTPServer", "JSONText", "Locking",
                "StatusAPI", "HTTPClient", "Posix", "TLS", "ServerTestKit", "k8s-wait",
            ]),
        tests("Core", "DependenciesTests", ["Dependencies", "JSONPath", "CoreTestKit"]),
        tests("Core", "ReadinessTests", ["Dependencies", "Readiness", "JSONText", "CoreTestKit"]),
        tests(
            "Services", "StatusServerTests",
            [
                "Locking", "StatusServer", "StatusAPI", "Dependencies", "Readiness", "KubernetesClient", "JSONText",
                "LiveWorkloads", "Metrics", "WaitGraph",
                "EventLoop", "Posix", "HTTP1", "HTTPServer", "CoreTestKit", "ServerTestKit", logging,
            ]),
        tests(
            "Services", "NamespaceCacheTests",
            ["NamespaceCache", "Dependencies", "KubernetesClient", "Metrics", logging]),
        tests(
            "Services", "LiveGraphTests",
            [
                "CoreTestKit", "Dependencies", "JSONText", "KubernetesClient", "KubernetesTestKit", "LiveGraph",
                "LiveWorkloads", "Locking", "Metrics", "Policies", "Readiness", "ServerTestKit", "WaitGraph", logging,
            ]),
        tests(
            "Services", "PolicyControllerTests", ["PolicyController", "KubernetesClient", "Policies"]),
        tests(
            "Services", "JobMemoryTests",
            [
                "Locking", "JobMemory", "CoreTestKit", "Dependencies", "JSONText", "KubernetesClient",
                "KubernetesTestKit",
                "Metrics", "Readiness", logging,
            ]),
        tests(
            "Services", "PodEventsTests",
            [
                "Locking", "PodEvents", "JSONText", "KubernetesClient", "KubernetesTestKit", "Metrics", "Readiness",
                "ServerTestKit", "StatusAPI", logging,
            ]),
        tests(
            "Services", "CertificateAuthorityTests",
            [
                "Locking", "CertificateAuthority", "Encodings", "JSONText", "KubernetesClient", "KubernetesTestKit",
                "Metrics", "Posix", "ServerTestKit", "TLS", logging,
            ]),
        tests("Core", "DialectsTests", ["Dialects", "Dependencies", "JSONText", "CoreTestKit"]),
        tests("Core", "WaitGraphTests", ["WaitGraph", "Dependencies", "CoreTestKit"]),
        tests(
            "Core", "LiveWorkloadsTests",
            ["LiveWorkloads", "Dependencies", "JSONText", "Policies", "Readiness", "WaitGraph", "CoreTestKit"]),
        tests("Core", "PoliciesTests", ["Policies", "Dependencies", "JSONText", "CoreTestKit"]),
        tests(
            "Core", "AdmissionTests",
            ["Admission", "Dependencies", "JSONText", "Policies", "WaitGraph", "CoreTestKit"]),
        tests("Core", "ManifestsTests", ["Manifests", "CoreTestKit"]),
        tests(
            "Kubernetes", "ManifestYAMLTests",
            ["ManifestYAML", "Manifests", "ManifestInjection", "Admission", "Dependencies", "CoreTestKit"]),
        tests(
            "Services", "WebhookServerTests",
            [
                "Locking", "WebhookServer", "Admission", "Dependencies", "Metrics", "WaitGraph", "CoreTestKit",
                "ServerTestKit", logging,
            ]),
    ]
)

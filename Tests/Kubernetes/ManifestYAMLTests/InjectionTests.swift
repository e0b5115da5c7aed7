import Admission
import CoreTestKit
import Dependencies
import Glibc
import ManifestInjection
import ManifestYAML
import Manifests
import Testing

/// Manifests before and after, byte for byte: `NAME` and `NAME.injected`.
struct InjectionTests {
    static let names =
        Fixtures.names(in: folder, endingIn: ".yaml").map { $0 + ".yaml" }
        + Fixtures.names(in: folder, endingIn: ".json").map { $0 + ".json" }
    static let folder = "manifests/inject"

    static var injector: Injector {
        var settings = AdmissionSettings(
            version: "1.0.0", image: "registry.example/k8s-wait:1.0.0",
            statusURL: "https://k8s-wait.k8s-wait.svc:9843", defaults: PodDefaults())
        settings.pins = [String(repeating: "ab", count: 32)]
        settings.allowedKinds = AllowedKinds("configmaps")
        return Injector(settings, namespace: "shop")
    }

    static func read(_ text: [UInt8]) throws(ManifestError) -> [ManifestNode] {
        JSONManifest.isLikely(text) ? try JSONManifest.read(text) : try YAMLManifest.read(text)
    }

    static func inject(_ text: [UInt8]) throws(ManifestError) -> [UInt8] {
        let injection = try ManifestInjection(try read(text), in: text, by: injector)
        for result in injection.results {
            if case .refused(let reason) = result.outcome { throw ManifestError(.uneditable, at: nil, reason) }
        }
        return try injection.text(from: text, read: read)
    }

    @Test(arguments: names) func putsOnlyOursIn(_ name: String) throws {
        let text = try Fixtures.read("\(Self.folder)/\(name)")
        let injected = try Self.inject(text)
        let golden = try Fixtures.read("\(Self.folder)/\(name).injected")
        if getenv("K8S_WAIT_WRITE_GOLDENS") != nil {
            try Fixtures.write(String(decoding: injected, as: UTF8.self), to: "\(Self.folder)/\(name).injected")
        }
        #expect(String(decoding: injected, as: UTF8.self) == String(decoding: golden, as: UTF8.self))
    }

    @Test(arguments: names) func doesNothingTheSecondTime(_ name: String) throws {
        let injected = try Self.inject(try Fixtures.read("\(Self.folder)/\(name)"))
        #expect(try Self.inject(injected) == injected)
    }

    /// Every line that was there is there still, in its order.
    @Test(arguments: names.filter { $0.hasSuffix(".yaml") }) func keepsEveryLine(_ name: String) throws {
        let text = try Fixtures.read("\(Self.folder)/\(name)")
        var rest = try Self.inject(text).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            // Collections in brackets, and null, are written into.
            let shown = String(decoding: line, as: UTF8.self)
            guard !shown.contains("{"), !shown.hasSuffix("[]"), !shown.hasSuffix("labels:") else { continue }
            guard let found = rest.firstIndex(of: line) else {
                Issue.record("lost: \(shown)")
                return
            }
            rest = rest[(found + 1)...]
        }
    }
}

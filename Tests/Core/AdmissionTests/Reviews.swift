import Admission
import CoreTestKit
import Dependencies

/// The recorded reviews, and the settings under which the answers that are checked in were made.
enum Reviews {
    /// The reviews' names, in the order in which they were recorded.
    static let all = Fixtures.names(in: "reviews", endingIn: ".json")

    /// Those of pods that are being created.
    static let podCreations = all.filter { $0.contains("-create-pods-") }

    static func body(_ name: String) throws -> [UInt8] { try Fixtures.read("reviews/\(name).json") }

    static var settings: AdmissionSettings {
        var settings = AdmissionSettings(
            version: "1.2.3", image: "registry.example/k8s-wait:1.2.3",
            statusURL: "https://k8s-wait-status.k8s-wait.svc:9843", defaults: PodDefaults())
        settings.pullPolicy = .ifNotPresent
        settings.statusAddresses = ["10.0.0.10", "fd00::10"]
        settings.pins = [String(repeating: "ab", count: 32), String(repeating: "cd", count: 32)]
        return settings
    }
}

extension Admission {
    func review(_ body: [UInt8]) throws -> ReviewAnswer { try ReviewAnswer(review(body.span)) }
}

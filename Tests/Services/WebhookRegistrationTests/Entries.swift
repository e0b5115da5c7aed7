import Encodings
import JSONText
import ServerTestKit
import TLS

@testable import WebhookRegistration

/// Configurations and bundles for the tests of this suite.
enum Entries {
    static let ours = try? TestIdentity(names: ["k8s-wait.k8s-wait.svc", "localhost"])
    static let next = try? TestIdentity(names: ["k8s-wait.k8s-wait.svc", "localhost"])
    static let others = try? TestIdentity(names: ["k8s-wait.k8s-wait.svc", "localhost"])

    /// The authority of an identity in PEM.
    static func authority(_ identity: TestIdentity?) -> [UInt8] { identity?.authority ?? [] }

    /// `caBundle` of a PEM text.
    static func text(_ pem: [UInt8]) -> String {
        var text: [UInt8] = []
        Base64.encode(pem, into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// A configuration with one entry for each of these bundles; nil for an entry without one.
    static func json(_ bundles: [[UInt8]?]) -> String {
        let entries = bundles.enumerated().map { place, bundle in
            let bundle = bundle.map { #","caBundle":"\#(text($0))""# } ?? ""
            return #"""
                {"name":"e\#(place).wait.k8s","clientConfig":{"service":{"namespace":"k8s-wait","name":"k8s-wait",
                "path":"/mutate","port":443}\#(bundle)},"rules":[],"sideEffects":"None","timeoutSeconds":5}
                """#
        }
        return #"{"metadata":{"name":"k8s-wait"},"webhooks":[\#(entries.joined(separator: ","))]}"#
    }

    /// The same, as it is read.
    static func document(_ bundles: [[UInt8]?]) throws(JSONError) -> ConfigurationDocument {
        try ConfigurationDocument(Array(json(bundles).utf8).span)
    }
}

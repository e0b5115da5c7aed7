import Admission
import CoreTestKit
import Dependencies

/// What the tests send to the webhook.
enum WebhookRequests {
    static var settings: AdmissionSettings {
        AdmissionSettings(
            version: "1.2.3", image: "registry.example/k8s-wait:1.2.3", statusURL: "https://status.example:9843",
            defaults: PodDefaults())
    }

    /// A recorded review.
    static func review(_ name: String) throws -> String {
        String(decoding: try Fixtures.read("reviews/\(name).json"), as: UTF8.self)
    }

    /// The head of a request to the webhook as the API server writes it, `fields` besides.
    static func head(
        _ line: String = "POST /mutate?timeout=10s HTTP/1.1", type: String? = "application/json",
        _ fields: String...
    ) -> String {
        let type = type.map { ["Content-Type: \($0)"] } ?? []
        return ([line, "Host: localhost:9443", "Accept: application/json, */*"] + type + fields + ["", ""])
            .joined(separator: "\r\n")
    }

    static func post(_ body: String, type: String = "application/json", path: String = "/mutate") -> String {
        head("POST \(path) HTTP/1.1", type: type, "Content-Length: \(body.utf8.count)") + body
    }
}

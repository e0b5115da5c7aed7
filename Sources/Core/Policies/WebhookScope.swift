package import Dependencies
package import JSONText

/// Which Namespaces' pods come to the webhook for their policies, as its registration says.
package struct WebhookScope: Hashable, Sendable {
    /// The entry of the registration that is for pods which nobody has annotated.
    package static let entry = "policies.pods.wait.k8s"

    /// Whether there is such an entry.
    package private(set) var isRegistered = false
    /// What the labels of the Namespaces must be; nil for all.
    package private(set) var labels: LabelSelector?

    /// All Namespaces.
    package static let everywhere = WebhookScope(isRegistered: true)

    private init(isRegistered: Bool) {
        self.isRegistered = isRegistered
    }

    /// Reads a list of MutatingWebhookConfigurations (`admissionregistration.k8s.io/v1`).
    package init(readingList reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "items"), try reader.beginArrayUnlessNull() else { continue }
            while try reader.nextElement() {
                try reader.beginObject()
                while let key = try reader.nextKey() {
                    guard key.isEqual(to: "webhooks"), try reader.beginArrayUnlessNull() else { continue }
                    while try reader.nextElement() { try readEntry(&reader) }
                }
            }
        }
    }

    private mutating func readEntry(_ reader: inout JSONReader) throws(JSONError) {
        var (name, selector) = ("", LabelSelectorObjectReader("namespaceSelector"))
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readStringUnlessNull() ?? ""
            case "namespaceSelector":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let member = try reader.nextKey() {
                    let name = member.decoded
                    _ = try selector.read(name, &reader)
                }
            default: break
            }
        }
        guard name == Self.entry else { return }
        (isRegistered, labels) = (true, selector.selector)
    }
}

import JSONText
import Policies

extension PodTraits {
    /// The traits of a pod of that namespace whose metadata is part of `body`. Read only where there are policies: what no
    /// API server would send says nothing.
    init(_ metadata: PodMetadata, namespace: String, _ body: Span<UInt8>) {
        var labels: [(key: String, value: String)] = []
        var controller: Owner?
        do throws(JSONError) {
            if let range = metadata.labels { labels = try Self.readLabels(body.extracting(range)) }
            if let range = metadata.owners {
                var reader = JSONReader(body.extracting(range))
                controller = try Owner(readingController: &reader)
            }
        } catch {}
        self.init(namespace: namespace, labels: labels, controller: controller)
    }

    private static func readLabels(_ text: Span<UInt8>) throws(JSONError) -> [(key: String, value: String)] {
        var reader = JSONReader(text)
        var labels: [(key: String, value: String)] = []
        guard try reader.beginObjectUnlessNull() else { return [] }
        while let key = try reader.nextKey() {
            let name = key.decoded
            labels.append((name, try reader.readStringIfAny() ?? ""))
        }
        return labels
    }
}

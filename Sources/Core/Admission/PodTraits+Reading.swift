import JSONText
import Policies

extension PodTraits {
    /// The traits of a pod of that namespace whose metadata is part of `body`. Read only where it matters: what no
    /// API server would send says nothing.
    init(_ metadata: PodMetadata, namespace: String, _ body: Span<UInt8>) {
        let labels = metadata.labels.map { Self.labels(body.extracting($0)) } ?? []
        var controller: Owner?
        do throws(JSONError) {
            if let range = metadata.owners {
                var reader = JSONReader(body.extracting(range))
                controller = try Owner(readingController: &reader)
            }
        } catch {}
        self.init(namespace: namespace, labels: labels, controller: controller)
    }

    /// The labels in a text that has been passed once: of what no API server would send, those before it.
    static func labels(_ text: Span<UInt8>) -> [(key: String, value: String)] {
        var labels: [(key: String, value: String)] = []
        do throws(JSONError) {
            var reader = JSONReader(text)
            guard try reader.beginObjectUnlessNull() else { return [] }
            while let key = try reader.nextKey() {
                let name = key.decoded
                labels.append((name, try reader.readStringIfAny() ?? ""))
            }
        } catch {}
        return labels
    }
}

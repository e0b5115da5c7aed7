import Encodings
import JSONText

/// Where a container stands in a pod.
struct ContainerPlace: CustomStringConvertible, Sendable {
    /// It is one of the pod's init containers.
    let isInit: Bool
    /// Its index in the list.
    let index: Int
    /// Its name.
    let name: String

    /// The container's place in the pod, as JSON Patch writes it.
    var path: JSONPointer { (isInit ? PodPath.initContainers : PodPath.containers).appending(index) }

    /// `container wait-for-db (spec.initContainers[0])`.
    var description: String {
        "container \(Excerpt.of(name, limit: 40)) (spec.\(isInit ? "initContainers" : "containers")[\(index)])"
    }
}

import Dependencies
import Dialects
import Encodings
import JSONText

/// Finds the containers of our image that people wrote themselves.
struct Recognition: Sendable {
    /// No sane pod has more, and each makes the answer longer.
    static let maximumContainers = 16

    private let repository: ImageRepository
    /// The last part of the repository's path, by which almost every other image is told apart at no cost.
    private let lastComponent: String

    /// Looks for images of the same repository as this one, whatever their tags and digests.
    init(image: String) {
        repository = ImageRepository(of: image)
        lastComponent = repository.description.split(separator: "/").last.map(String.init) ?? ""
    }

    /// The containers of a pod that are of our image, init containers first.
    func places(in spec: PodSpec) -> [(place: ContainerPlace, bytes: Range<Int>)] {
        var found: [(place: ContainerPlace, bytes: Range<Int>)] = []
        for (isInit, list) in [(true, spec.initContainers), (false, spec.containers)] {
            for (index, entry) in list.entries.enumerated() where isOurs(entry.image) {
                found.append((ContainerPlace(isInit: isInit, index: index, name: entry.name), entry.bytes))
            }
        }
        return found
    }

    private func isOurs(_ image: String) -> Bool {
        Self.lastComponent(of: image.utf8.span, beginsWith: lastComponent.utf8.span)
            && ImageRepository(of: image) == repository
    }

    private static func lastComponent(of image: Span<UInt8>, beginsWith text: Span<UInt8>) -> Bool {
        var start = image.count
        while start > 0, image[start - 1] != UInt8(ascii: "/") { start -= 1 }
        guard image.count - start >= text.count else { return false }
        for index in text.indices where image[start + index] != text[index] { return false }
        return true
    }
}

extension PodSpec {
    /// Why a container of the pod can never see a dependency become ready, in a sentence; nil where nothing is in the way.
    func obstacle(_ dependency: Dependency, for place: ContainerPlace) -> String? {
        guard dependency.kind == .container, case .name(let name) = dependency.target else { return nil }
        let shown = Excerpt.of(name, limit: 40)
        if name == place.name { return "it waits for itself, container \(shown)." }
        if let index = initContainers.entries.firstIndex(where: { $0.name == name }) {
            guard initContainers.entries[index].isSidecar else {
                return "container \(shown) is an init container, which ends and is never Ready; wait for a sidecar."
            }
            return place.isInit && index > place.index ? "container \(shown) starts only after this one." : nil
        }
        guard containers.entries.contains(where: { $0.name == name }) else {
            return "the pod has no container \(shown)."
        }
        return place.isInit ? "container \(shown) starts only after all init containers, this one too." : nil
    }
}

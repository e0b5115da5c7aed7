import Dependencies
import JSONText
import Policies

/// What is changed in a pod, in the order in which the changes are applied.
struct PodPatch {
    private let metadata: PodMetadata
    private let spec: PodSpec
    private var patch = JSONPatch()

    /// A patch for this pod, which begins with the label of a gated one.
    init(_ metadata: PodMetadata, _ spec: PodSpec) {
        self.metadata = metadata
        self.spec = spec
        let labelValue = GateMark.labelValue.description
        if metadata.gatedLabel != labelValue { patch.set(.gatedLabel, to: labelValue, exists: metadata.hasLabels) }
    }

    /// Gives containers that people wrote what they lack. Comes before anything is inserted: an insertion moves them.
    mutating func complete(_ containers: [HandWrittenContainer]) {
        for container in containers { container.complete(&patch) }
    }

    /// Puts the container in, or right where it is already, and says which version did, and by which policies.
    mutating func insert(
        _ container: InjectedContainer, at position: ContainerPosition, policies: [PolicyName],
        _ settings: AdmissionSettings, _ body: Span<UInt8>
    ) {
        annotate(version: settings.version, policies)
        if let ours = spec.initContainers.ours {
            let present = PresentContainer(reading: body.extracting(ours.bytes))
            if present?.isEquivalent(to: container) != true {
                patch.replace(PodPath.initContainers.appending(ours.index)) {
                    container.write(to: &$0, keptPullPolicy: present?.imposedPullPolicy)
                }
            }
        } else {
            patch.insert(
                into: PodPath.initContainers, exists: spec.initContainers.isPresent, atFront: position == .first
            ) { container.write(to: &$0) }
        }
        if let secret = settings.pullSecret, spec.pullSecrets?.contains(secret) != true {
            let exists = spec.pullSecrets != nil
            patch.insert(into: PodPath.imagePullSecrets, exists: exists, atFront: false) { writer in
                writer.beginObject()
                writer.key("name")
                writer.string(secret)
                writer.endObject()
            }
        }
    }

    private mutating func annotate(version: String, _ policies: [PolicyName]) {
        var members: [(member: MapMember, value: String)] = []
        if metadata.injectedBy != version { members.append((.injectedBy, version)) }
        let names = policies.map(\.annotationItem).joined(separator: ",")
        if names.isEmpty {
            if metadata.policies != nil { patch.remove(MapMember.policies.path) }
        } else if metadata.policies != names {
            members.append((.policies, names))
        }
        patch.set(members, exists: metadata.hasAnnotations)
    }

    /// The pod's admission, with whatever was changed.
    consuming func decision(_ outcome: AdmissionAnswer.Outcome, _ warnings: [String]) -> AdmissionDecision {
        guard !patch.isEmpty else { return .unchanged(warnings: warnings) }
        return .patched(patch.finish(), outcome, warnings: warnings)
    }
}

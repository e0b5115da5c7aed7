import JSONText

/// What is changed in a workload: copies in its pod template, and the annotation that lists them.
enum WorkloadPatch {
    /// The workload's admission, with whatever is to be changed. Nothing else is touched, so that two replicas make the
    /// same patch and a second call makes none.
    static func decision(
        _ plan: CopyPlan, for workload: WorkloadObject, _ template: PodTemplate, _ kind: WorkloadKind,
        _ warnings: [String]
    ) -> AdmissionDecision {
        var patch = JSONPatch()
        write(plan.writes, into: template, kind.template.appending("metadata"), &patch)
        for key in plan.removals {
            patch.remove(kind.template.appending("metadata").appending("annotations").appending(key))
        }
        let listed = plan.copied.joined(separator: ",")
        let present = workload.metadata.annotations.copied
        if listed.isEmpty {
            if present != nil { patch.remove(MapMember.copied.path) }
        } else if present != listed {
            patch.set(.copied, to: listed, exists: workload.metadata.annotations.isPresent)
        }
        guard !patch.isEmpty else { return .unchanged(warnings: warnings) }
        return .patched(patch.finish(), .copied, warnings: warnings)
    }

    private static func write(
        _ entries: [CopyPlan.Entry], into template: PodTemplate, _ metadata: JSONPointer, _ patch: inout JSONPatch
    ) {
        guard !entries.isEmpty else { return }
        let map = metadata.appending("annotations")
        guard !template.annotations.isPresent else {
            for entry in entries { patch.add(map.appending(entry.key)) { $0.string(entry.value) } }
            return
        }
        patch.add(template.hasMetadata ? map : metadata) { writer in
            writer.beginObject()
            if !template.hasMetadata {
                writer.key("annotations")
                writer.beginObject()
            }
            for entry in entries {
                writer.key(entry.key)
                writer.string(entry.value)
            }
            if !template.hasMetadata { writer.endObject() }
            writer.endObject()
        }
    }
}

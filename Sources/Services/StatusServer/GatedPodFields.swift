import Dependencies
import Dialects
import JSONText
import Readiness

/// The fields of a pod that are looked at, while it is read.
struct GatedPodFields {
    /// As `metadata` has them.
    private(set) var namespace = "", name = "", uid = ""
    /// It has a deletionTimestamp.
    private(set) var isDeleting = false
    /// All labels.
    private(set) var labels: [String: String] = [:]
    /// `spec.nodeName`.
    private(set) var nodeName = ""
    /// `status.phase`; empty before there is one.
    private(set) var phase = ""
    private var owner: (apiVersion: String, kind: String, name: String, uid: String)?
    private var restartPolicy: String?
    private var manifests: [(container: ContainerManifest, isInit: Bool)] = []
    /// The statuses of its containers, by their names.
    private(set) var states: [String: ContainerState] = [:]
    private var endings: [String: WaitingContainer.Ending] = [:]

    /// Reads a pod.
    init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": try readMetadata(&reader)
            case "spec": try readSpec(&reader)
            case "status": try readStatus(&reader)
            default: break
            }
        }
        guard !name.isEmpty, !uid.isEmpty else {
            throw JSONError(.wrongType, at: reader.offset, "a pod without name or UID")
        }
    }

    /// What made the pod.
    var controller: ControllerReference? {
        owner.map {
            ControllerReference(
                apiVersion: $0.apiVersion, kind: $0.kind, name: $0.name, uid: $0.uid,
                revisionHash: labels[ControllerReference.revisionLabel],
                templateHash: labels[ControllerReference.templateLabel])
        }
    }

    /// The containers that may ask: our init container by its name, and all whose image is ours.
    ///
    /// A container that says itself by its own variable that it asks is one too: admission put that there, and another
    /// webhook may since have put a mirror's name in front of the image.
    func waitingContainers(repository: String) -> [WaitingContainer] {
        let ours = repository.isEmpty ? nil : ImageRepository(of: repository)
        return manifests.compactMap { manifest, isInit in
            let isNamedOurs = isInit && manifest.name == GateMark.containerName.description
            let isMarked = manifest.variable(GatedPod.containerVariable)?.source == .text(manifest.name)
            guard isNamedOurs || isMarked || ImageRepository(of: manifest.image) == ours else { return nil }
            return WaitingContainer(
                manifest, podNamespace: namespace, restartPolicy: restartPolicy, ending: endings[manifest.name]
            ) { path in
                switch path {
                case "metadata.namespace": namespace
                case "metadata.name": name
                case "metadata.uid": uid
                default: nil
                }
            }
        }
    }

    // MARK: Parts

    private mutating func readMetadata(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "namespace": namespace = try reader.readString()
            case "name": name = try reader.readString()
            case "uid": uid = try reader.readString()
            case "deletionTimestamp": isDeleting = try !reader.readNull()
            case "labels": try reader.readStringMapUnlessNull { labels[$0] = $1 }
            case "ownerReferences":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() { try readOwner(&reader) }
            default: break
            }
        }
    }

    private mutating func readOwner(_ reader: inout JSONReader) throws(JSONError) {
        var found = (apiVersion: "", kind: "", name: "", uid: "")
        var isController = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "apiVersion": found.apiVersion = try reader.readString()
            case "kind": found.kind = try reader.readString()
            case "name": found.name = try reader.readString()
            case "uid": found.uid = try reader.readString()
            case "controller": isController = try reader.readBooleanUnlessNull() ?? false
            default: break
            }
        }
        if isController { owner = found }
    }

    private mutating func readSpec(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "nodeName": nodeName = try reader.readStringUnlessNull() ?? ""
            case "restartPolicy": restartPolicy = try reader.readStringUnlessNull()
            case "initContainers": try readContainers(&reader, areInit: true)
            case "containers": try readContainers(&reader, areInit: false)
            default: break
            }
        }
    }

    private mutating func readContainers(_ reader: inout JSONReader, areInit: Bool) throws(JSONError) {
        guard try reader.beginArrayUnlessNull() else { return }
        while try reader.nextElement() {
            manifests.append((try ContainerManifest(reading: &reader), areInit))
        }
    }

    private mutating func readStatus(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "phase": phase = try reader.readStringUnlessNull() ?? ""
            case "initContainerStatuses", "containerStatuses":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() { try readContainerStatus(&reader) }
            default: break
            }
        }
    }

    private mutating func readContainerStatus(_ reader: inout JSONReader) throws(JSONError) {
        let text = try reader.readRawValue()
        var status = JSONReader(text)
        let state = try ContainerState(reading: &status)
        states[state.name] = state
        guard state.isTerminated else { return }
        status = JSONReader(text)
        try status.beginObject()
        while let key = try status.nextKey() {
            guard key.isEqual(to: "state"), try status.beginObjectUnlessNull() else { continue }
            while let key = try status.nextKey() {
                guard key.isEqual(to: "terminated"), try status.beginObjectUnlessNull() else { continue }
                endings[state.name] = try Self.ending(&status)
            }
        }
    }

    private static func ending(_ reader: inout JSONReader) throws(JSONError) -> WaitingContainer.Ending {
        var exitCode = -1
        var isReleased = false
        while let key = try reader.nextKey() {
            switch key {
            case "exitCode": exitCode = try reader.readIntegerUnlessNull() ?? -1
            case "message":
                let message = try reader.readStringUnlessNull() ?? ""
                isReleased = message == "released" || message == "released\n"
            default: break
            }
        }
        return exitCode == 0 && isReleased ? .released : .exited(Int32(truncatingIfNeeded: exitCode))
    }
}

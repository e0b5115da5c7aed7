internal import Dependencies
internal import JSONText

/// A pod that was told by pins which authorities to trust, as far as that matters when they change.
struct PinnedPod: Hashable, Sendable {
    /// The variable that holds the pins.
    static let variable = "K8S_WAIT_PINS"

    /// Its namespace and name.
    private(set) var namespace = "", name = ""
    /// It runs to no end any more: it has succeeded, failed, or is being deleted.
    private(set) var isOver = false
    /// The pins of each container that has any, by the container's name.
    private var pins: [String: Set<String>] = [:]
    /// The containers that have ended well.
    private var ended: Set<String> = []

    /// Reads a pod.
    init(_ json: Span<UInt8>) throws(JSONError) {
        var reader = JSONReader(json)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": try readMetadata(&reader)
            case "spec": try readSpec(&reader)
            case "status": try readStatus(&reader)
            default: break
            }
        }
    }

    /// A container of it is still to be answered by a server, and trusts none of these authorities.
    func isStranded(with signers: Set<String>) -> Bool { refuses(signers, those: { !ended.contains($0) }) }

    /// A container of it has been answered, and would trust none of these if it ran again, as after a restart of its node.
    func isStrandedWhenRestarted(with signers: Set<String>) -> Bool { refuses(signers, those: ended.contains) }

    /// A container of it is still to be answered.
    var isStarting: Bool { !isOver && pins.keys.contains { !ended.contains($0) } }

    private func refuses(_ signers: Set<String>, those condition: (String) -> Bool) -> Bool {
        !isOver && pins.contains { condition($0.key) && $0.value.isDisjoint(with: signers) }
    }

    // MARK: Reading

    private mutating func readMetadata(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "namespace": namespace = try reader.readStringUnlessNull() ?? ""
            case "name": name = try reader.readStringUnlessNull() ?? ""
            case "deletionTimestamp": if try !reader.readNull() { isOver = true }
            default: break
            }
        }
    }

    private mutating func readSpec(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "initContainers", "containers":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() { try readContainer(&reader) }
            default: break
            }
        }
    }

    private mutating func readContainer(_ reader: inout JSONReader) throws(JSONError) {
        var container = ""
        var text: String?
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "name": container = try reader.readStringUnlessNull() ?? ""
            case "env":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() { text = try Self.pinsVariable(&reader) ?? text }
            default: break
            }
        }
        guard let text else { return }
        pins[container] = Set(text.split(separator: ",").map { $0.filter { !$0.isWhitespace }.lowercased() })
    }

    private static func pinsVariable(_ reader: inout JSONReader) throws(JSONError) -> String? {
        var (name, value): (String?, String?)
        guard try reader.beginObjectUnlessNull() else { return nil }
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readStringUnlessNull()
            case "value": value = try reader.readStringUnlessNull()
            default: break
            }
        }
        return name == variable ? value : nil
    }

    private mutating func readStatus(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "phase":
                let phase = try reader.readStringUnlessNull()
                if phase == "Succeeded" || phase == "Failed" { isOver = true }
            case "initContainerStatuses", "containerStatuses":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() { try readContainerStatus(&reader) }
            default: break
            }
        }
    }

    private mutating func readContainerStatus(_ reader: inout JSONReader) throws(JSONError) {
        var container = ""
        var exitCode: Int?
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "name": container = try reader.readStringUnlessNull() ?? ""
            case "state":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let state = try reader.nextKey() {
                    guard state.isEqual(to: "terminated"), try reader.beginObjectUnlessNull() else { continue }
                    while let member = try reader.nextKey() {
                        if member.isEqual(to: "exitCode") { exitCode = try reader.readIntegerUnlessNull() }
                    }
                }
            default: break
            }
        }
        if exitCode == 0 { ended.insert(container) }
    }
}

extension PinnedPod: CustomStringConvertible {
    /// `NAMESPACE/NAME`.
    var description: String { "\(namespace)/\(name)" }
}

import Dependencies
import JSONText

/// The annotations of one object, of which those of ours that people write are kept.
struct WaitAnnotations: Sendable {
    /// There is a map of annotations, if an empty one.
    private(set) var isPresent = false
    /// Ours, in the text's order.
    private(set) var entries: [(key: String, value: String)] = []
    /// What `wait.k8s/copied` says; nil where there is no such annotation.
    private(set) var copied: String?
    /// What `kubectl apply` applied last, a JSON text (kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config).
    private(set) var lastApplied: String?
    private var values: [String: String] = [:]

    /// An object without annotations.
    init() {}

    /// Reads the map that is the next value, or null.
    init(reading reader: inout JSONReader) throws(JSONError) {
        isPresent = try reader.beginObjectUnlessNull()
        guard isPresent else { return }
        while let key = try reader.nextKey() {
            if key.isEqual(to: "kubectl.kubernetes.io/last-applied-configuration") {
                lastApplied = try reader.readStringUnlessNull()
                continue
            }
            guard key.hasPrefix(GateMark.prefix), !key.isEqual(to: GateMark.injectedBy),
                !key.isEqual(to: GateMark.policies)
            else { continue }
            if key.isEqual(to: GateMark.copied) {
                copied = try reader.readStringUnlessNull() ?? ""
                continue
            }
            let name = key.decoded
            let value = try reader.readStringUnlessNull() ?? ""
            entries.append((name, value))
            if Self.isComparable(name) { values[name] = value }
        }
    }

    /// The keys that can be compared, in no particular order.
    var keys: some Sequence<String> { values.keys }

    /// The value of a key; nil where there is none.
    subscript(_ key: String) -> String? { Self.isComparable(key) ? values[key] : nil }

    /// The keys that `wait.k8s/copied` lists, but for those that are never copied.
    var listedKeys: [String] {
        guard let copied else { return [] }
        let blanks: Set<Character> = [" ", "\t", "\n", "\r"]
        return copied.split { $0 == "," || blanks.contains($0) }.map(String.init).filter(Self.isCopyable)
    }

    /// Whether two values are the same, byte for byte.
    static func areEqual(_ one: String?, _ other: String?) -> Bool {
        switch (one, other) {
        case (nil, nil): true
        case (let one?, let other?): one.utf8.elementsEqual(other.utf8)
        default: false
        }
    }

    /// Whether a key is one of those that people write and we may copy.
    private static func isCopyable(_ key: String) -> Bool {
        isComparable(key) && key.hasPrefix(GateMark.prefix.description) && key != GateMark.copied.description
            && key != GateMark.injectedBy.description && key != GateMark.policies.description
    }

    /// Kubernetes takes no key with other characters. Of such keys Swift would call some equal that have different bytes,
    /// and a list of them could not be taken apart again.
    private static func isComparable(_ key: String) -> Bool {
        key.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "/"):
                true
            default: false
            }
        }
    }
}

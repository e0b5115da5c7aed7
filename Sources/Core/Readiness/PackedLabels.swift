/// The labels of one object in one allocation: keys and values one after another, each ended by a zero byte, which no
/// label has.
///
/// The keys that most objects have are kept as their numbers in a table: a byte each, below the first character that a
/// key can have. Other short texts of the object can be stowed in the same allocation, which spares one for each.
package struct PackedLabels: Hashable, Sendable {
    private var bytes: [UInt8] = []
    /// Where the labels begin; what is stowed is before them.
    private var start: UInt16 = 0

    /// No labels.
    package init() {}

    /// The keys that are kept as one byte, their place here counted from 1. No more than 31 fit below the blank.
    private static let commonKeys = [
        "app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/version",
        "app.kubernetes.io/component", "app.kubernetes.io/part-of", "app.kubernetes.io/managed-by", "helm.sh/chart",
        "pod-template-hash", "controller-revision-hash", "pod-template-generation",
        "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "batch.kubernetes.io/job-name",
        "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-completion-index", "controller-uid", "job-name",
        "topology.kubernetes.io/region", "topology.kubernetes.io/zone",
    ]

    /// Adds a label; one whose key or value holds a byte that no label has is none and is left out.
    package mutating func append(_ key: String, _ value: String) {
        guard Self.isKey(key), !value.utf8.contains(0) else { return }
        let key = Self.packed(key)
        bytes.reserveCapacity(bytes.count + key.count + value.utf8.count + 2)
        bytes.append(contentsOf: key)
        bytes.append(0)
        bytes.append(contentsOf: value.utf8)
        bytes.append(0)
    }

    /// The value of a label, or nil where there is none.
    package subscript(key: String) -> String? {
        guard Self.isKey(key) else { return nil }
        let key = Self.packed(key)
        var index = Int(start)
        while index < bytes.count {
            let keyEnd = end(from: index)
            let valueEnd = end(from: keyEnd + 1)
            if bytes[index..<keyEnd].elementsEqual(key) {
                return String(decoding: bytes[keyEnd + 1..<valueEnd], as: UTF8.self)
            }
            index = valueEnd + 1
        }
        return nil
    }

    /// The same labels with texts beside them. A text that is no name, being too long or holding a zero byte, is stowed
    /// as an empty one.
    func stowing(_ texts: [String]) -> PackedLabels {
        let texts = texts.map { $0.utf8.count > 1024 || $0.utf8.contains(0) ? "" : $0 }
        let length = texts.reduce(0) { $0 + $1.utf8.count + 1 }
        var result = PackedLabels()
        result.bytes.reserveCapacity(length + bytes.count - Int(start))
        for text in texts {
            result.bytes.append(contentsOf: text.utf8)
            result.bytes.append(0)
        }
        result.start = UInt16(clamping: length)
        result.bytes.append(contentsOf: bytes[Int(start)...])
        return result
    }

    /// The text that was stowed as the one with this number, from 0; empty where there is none.
    func stowed(_ number: Int) -> String {
        String(decoding: bytes[range(ofStowed: number)], as: UTF8.self)
    }

    /// Whether this is the text that was stowed as the one with that number.
    func isStowed(_ text: String, _ number: Int) -> Bool {
        bytes[range(ofStowed: number)].elementsEqual(text.utf8)
    }

    private func range(ofStowed number: Int) -> Range<Int> {
        var index = 0
        for _ in 0..<number { index = end(from: index) + 1 }
        return index < Int(start) ? index..<end(from: index) : 0..<0
    }

    private static func isKey(_ key: String) -> Bool {
        guard let first = key.utf8.first else { return false }
        return first > UInt8(ascii: " ") && !key.utf8.contains(0)
    }

    private static func packed(_ key: String) -> [UInt8] {
        guard let number = commonKeys.firstIndex(of: key) else { return Array(key.utf8) }
        return [UInt8(truncatingIfNeeded: number + 1)]
    }

    private func end(from index: Int) -> Int { bytes[index...].firstIndex(of: 0) ?? bytes.count }
}

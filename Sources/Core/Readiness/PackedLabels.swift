import JSONText

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

    /// These labels, in the order of their keys: those of equal dictionaries are equal.
    package init(_ labels: [String: String]) {
        for (key, value) in labels.sorted(by: { $0.key < $1.key }) { append(key, value) }
    }

    /// How many bytes a text may have that is stowed.
    private static let longestStowed = 1024

    /// The keys that are kept as one byte, their place here counted from 1. No more than 31 fit below the blank.
    private static let commonKeys: [StaticString] = [
        "app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/version",
        "app.kubernetes.io/component", "app.kubernetes.io/part-of", "app.kubernetes.io/managed-by", "helm.sh/chart",
        "pod-template-hash", "controller-revision-hash", "pod-template-generation",
        "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "batch.kubernetes.io/job-name",
        "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-completion-index", "controller-uid", "job-name",
        "topology.kubernetes.io/region", "topology.kubernetes.io/zone",
    ]

    /// Adds a label; one whose key or value holds a byte that no label has is none and is left out.
    package mutating func append(_ key: String, _ value: String) {
        append(key.utf8.span, value.utf8.span)
    }

    /// Adds a label that stands in a JSON text.
    mutating func append(_ key: borrowing JSONString, _ value: borrowing JSONString) {
        if let key = key.plain, let value = value.plain {
            append(key, value)
        } else {
            append(key.decoded, value.decoded)
        }
    }

    private mutating func append(_ key: Span<UInt8>, _ value: Span<UInt8>) {
        guard Self.isKey(key), !Self.hasZero(value) else { return }
        if let number = Self.number(ofCommonKey: key) {
            bytes.append(number)
        } else {
            append(key)
        }
        bytes.append(0)
        append(value)
        bytes.append(0)
    }

    /// The value of a label, or nil where there is none.
    package subscript(key: String) -> String? {
        guard Self.isKey(key.utf8.span) else { return nil }
        let key = Self.number(ofCommonKey: key.utf8.span).map { [$0] } ?? Array(key.utf8)
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

    /// Whether there are none.
    package var isEmpty: Bool { bytes.count == Int(start) }

    /// All of them, in the order in which they were added.
    package var all: [(key: String, value: String)] {
        ranges.map { key, value in
            let first = bytes[key.lowerBound]
            let text =
                key.count == 1 && 1...Self.commonKeys.count ~= Int(first)
                ? Self.commonKeys[Int(first) - 1].description : String(decoding: bytes[key], as: UTF8.self)
            return (text, String(decoding: bytes[value], as: UTF8.self))
        }
    }

    /// Calls `body` with the hash of each label after what `hasher` has been fed before, until it says that it has seen
    /// enough. Labels of the same key and value have the same one, in whichever set they are.
    package func forEachHash(after hasher: Hasher, _ body: (Int) -> Bool) {
        unsafe bytes.withUnsafeBytes { bytes in
            var index = Int(start)
            while index < bytes.count {
                let next = nextLabel(after: index)
                var hasher = hasher
                unsafe hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes[index..<next]))
                guard body(hasher.finalize()) else { return }
                index = next
            }
        }
    }

    /// Whether each label of another set is one of these.
    package func contains(_ others: PackedLabels) -> Bool {
        var index = Int(others.start)
        while index < others.bytes.count {
            let next = others.nextLabel(after: index)
            if !contains(others, index..<next) { return false }
            index = next
        }
        return true
    }

    private func contains(_ others: PackedLabels, _ label: Range<Int>) -> Bool {
        var index = Int(start)
        while index < bytes.count {
            let next = nextLabel(after: index)
            if next - index == label.count, hasSame(others, from: label.lowerBound, at: index..<next) { return true }
            index = next
        }
        return false
    }

    private func hasSame(_ others: PackedLabels, from other: Int, at label: Range<Int>) -> Bool {
        var offset = 0
        while offset < label.count, bytes[label.lowerBound + offset] == others.bytes[other + offset] { offset += 1 }
        return offset == label.count
    }

    /// Where the next label begins, both the key and the value of this one being ended by a zero byte.
    private func nextLabel(after index: Int) -> Int { min(end(from: end(from: index) + 1) + 1, bytes.count) }

    private var ranges: [(key: Range<Int>, value: Range<Int>)] {
        var ranges: [(key: Range<Int>, value: Range<Int>)] = []
        var index = Int(start)
        while index < bytes.count {
            let keyEnd = end(from: index)
            let valueEnd = end(from: keyEnd + 1)
            ranges.append((index..<keyEnd, keyEnd + 1..<valueEnd))
            index = valueEnd + 1
        }
        return ranges
    }

    /// The same labels with texts beside them. A text that is no name, being too long or holding a zero byte, is stowed
    /// as an empty one.
    func stowing(_ texts: String...) -> PackedLabels {
        var result = PackedLabels()
        result.bytes.reserveCapacity(
            texts.reduce(bytes.count - Int(start)) { $0 + min($1.utf8.count, Self.longestStowed) + 1 })
        for text in texts {
            let text = text.utf8.span
            if text.count <= Self.longestStowed, !Self.hasZero(text) { result.append(text) }
            result.bytes.append(0)
        }
        result.start = UInt16(clamping: result.bytes.count)
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

    private mutating func append(_ text: Span<UInt8>) {
        unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    private static func isKey(_ key: Span<UInt8>) -> Bool {
        !key.isEmpty && key[0] > UInt8(ascii: " ") && !hasZero(key)
    }

    private static func hasZero(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where text[index] == 0 { return true }
        return false
    }

    private static func number(ofCommonKey key: Span<UInt8>) -> UInt8? {
        for number in commonKeys.indices where commonKeys[number].utf8CodeUnitCount == key.count {
            let common = unsafe commonKeys[number].utf8Start
            if key.indices.allSatisfy({ unsafe key[$0] == common[$0] }) {
                return UInt8(truncatingIfNeeded: number + 1)
            }
        }
        return nil
    }

    private func end(from index: Int) -> Int {
        var index = index
        while index < bytes.count, bytes[index] != 0 { index += 1 }
        return index
    }
}

/// The labels of one object in one allocation: keys and values one after another, each ended by a zero byte, which no
/// label has.
package struct PackedLabels: Hashable, Sendable {
    private var bytes: [UInt8] = []

    /// No labels.
    package init() {}

    /// Adds a label; one whose key or value holds a zero byte is no label and is left out.
    package mutating func append(_ key: String, _ value: String) {
        guard !key.utf8.contains(0), !value.utf8.contains(0) else { return }
        bytes.reserveCapacity(bytes.count + key.utf8.count + value.utf8.count + 2)
        for text in [key, value] {
            bytes.append(contentsOf: text.utf8)
            bytes.append(0)
        }
    }

    /// The value of a label, or nil where there is none.
    package subscript(key: String) -> String? {
        var index = 0
        while index < bytes.count {
            let keyEnd = end(from: index)
            let valueEnd = end(from: keyEnd + 1)
            if bytes[index..<keyEnd].elementsEqual(key.utf8) {
                return String(decoding: bytes[keyEnd + 1..<valueEnd], as: UTF8.self)
            }
            index = valueEnd + 1
        }
        return nil
    }

    private func end(from index: Int) -> Int { bytes[index...].firstIndex(of: 0) ?? bytes.count }
}

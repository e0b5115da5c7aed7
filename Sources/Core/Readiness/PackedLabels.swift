/// The labels of one object in one allocation: keys and values one after another, each ended by a zero byte, which no
/// label has.
///
/// Other short texts of the object can be stowed in the same allocation, which spares one for each.
package struct PackedLabels: Hashable, Sendable {
    private var bytes: [UInt8] = []
    /// Where the labels begin; what is stowed is before them.
    private var start: UInt16 = 0

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
        var index = Int(start)
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
        var index = 0
        for _ in 0..<number { index = end(from: index) + 1 }
        guard index < Int(start) else { return "" }
        return String(decoding: bytes[index..<end(from: index)], as: UTF8.self)
    }

    private func end(from index: Int) -> Int { bytes[index...].firstIndex(of: 0) ?? bytes.count }
}

import Encodings

/// A place in the text of an expression, moving from left to right.
struct JSONPathCursor {
    private let bytes: [UInt8]
    /// The byte at which the cursor stands, from 0.
    private(set) var index = 0
    /// The byte at which the expression ends.
    private var end: Int

    /// A cursor at the first byte of a text.
    init(_ text: String) {
        bytes = Array(text.utf8)
        end = bytes.count
    }

    /// The byte here; nil at the end.
    var byte: UInt8? { index < end ? bytes[index] : nil }

    /// The byte after this one; nil where there is none.
    var following: UInt8? { index + 1 < end ? bytes[index + 1] : nil }

    /// What is left of the expression.
    var rest: ArraySlice<UInt8> { bytes[index..<end] }

    /// The character here, for a message.
    var shown: String {
        guard index < end else { return "The end" }
        return Excerpt.quoted(String(String(decoding: rest, as: UTF8.self).prefix(1)))
    }

    /// Whether this character stands here.
    func isAt(_ character: Unicode.Scalar) -> Bool { byte.map(Unicode.Scalar.init) == character }

    /// Moves over one byte; not beyond the end.
    mutating func advance() { if index < end { index += 1 } }

    /// Leaves out the last byte of the expression.
    mutating func dropLast() { if end > index { end -= 1 } }

    /// Moves over this character if it stands here, and says whether it did.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard isAt(character) else { return false }
        index += 1
        return true
    }

    /// Moves over this text if it stands here, and says whether it did.
    mutating func take(text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        index += text.utf8.count
        return true
    }

    /// Moves over bytes of a kind, and gives them.
    mutating func take(while isWanted: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = index
        while let byte, isWanted(byte) { index += 1 }
        return bytes[start..<index]
    }

    /// Moves over spaces.
    mutating func skipBlanks() { _ = take { $0 == UInt8(ascii: " ") } }
}

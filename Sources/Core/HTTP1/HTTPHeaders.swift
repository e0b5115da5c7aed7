/// The header fields of one message, in order, none merged and none dropped.
///
/// The bytes of the whole head are kept once, and fields are ranges in them: a lookup compares bytes, and only the
/// value asked for becomes a `String`. Names compare without case (RFC 9110, section 5.1).
package struct HTTPHeaders: Sendable {
    /// Where a field stands in the bytes. 32 bits are enough for any head that a limit lets through.
    struct Field: Sendable {
        private let nameStart: UInt32
        private let nameEnd: UInt32
        private let valueStart: UInt32
        private let valueEnd: UInt32

        /// A field at these places.
        init(name: Range<Int>, value: Range<Int>) {
            nameStart = UInt32(clamping: name.lowerBound)
            nameEnd = UInt32(clamping: name.upperBound)
            valueStart = UInt32(clamping: value.lowerBound)
            valueEnd = UInt32(clamping: value.upperBound)
        }

        /// The bytes of the name.
        var name: Range<Int> { Int(nameStart)..<max(Int(nameStart), Int(nameEnd)) }
        /// The bytes of the value, blanks around it left out.
        var value: Range<Int> { Int(valueStart)..<max(Int(valueStart), Int(valueEnd)) }
    }

    private let bytes: [UInt8]
    private let fields: [Field]

    /// The fields at these places of `bytes`, which a parser has validated.
    init(bytes: [UInt8], fields: [Field]) {
        self.bytes = bytes
        self.fields = fields
    }

    /// The value of the first field of this name, or nil.
    package func first(_ name: StaticString) -> String? {
        for field in fields where matches(field.name, name) { return text(field.value) }
        return nil
    }

    /// The values of all fields of this name, in order.
    package func all(_ name: StaticString) -> [String] {
        fields.filter { matches($0.name, name) }.map { text($0.value) }
    }

    /// Whether there is a field of this name.
    package func contains(_ name: StaticString) -> Bool {
        fields.contains { matches($0.name, name) }
    }

    /// All fields in order, each as the name and value that were sent.
    package var pairs: [(name: String, value: String)] {
        fields.map { (text($0.name), text($0.value)) }
    }

    /// The text at a range of the head's bytes; bytes that are not UTF-8 turn into replacement characters.
    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    private func matches(_ range: Range<Int>, _ literal: StaticString) -> Bool {
        guard range.count == literal.utf8CodeUnitCount else { return false }
        let pointer = unsafe literal.utf8Start
        for index in 0..<range.count
        where unsafe bytes[range.lowerBound + index].lowercased != pointer[index].lowercased { return false }
        return true
    }
}

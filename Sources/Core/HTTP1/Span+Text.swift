extension Span<UInt8> {
    /// Whether the bytes at `range` are `literal`, which must be in small letters, compared without case.
    func equals(_ range: Range<Int>, _ literal: StaticString) -> Bool {
        guard range.count == literal.utf8CodeUnitCount else { return false }
        let pointer = unsafe literal.utf8Start
        for index in 0..<range.count
        where unsafe self[range.lowerBound &+ index].lowercased != pointer[index] { return false }
        return true
    }

    /// Whether the bytes at `range` are exactly `literal`.
    func matches(_ range: Range<Int>, _ literal: StaticString) -> Bool {
        guard range.count == literal.utf8CodeUnitCount else { return false }
        let pointer = unsafe literal.utf8Start
        for index in 0..<range.count where unsafe self[range.lowerBound &+ index] != pointer[index] { return false }
        return true
    }

    /// A copy of the bytes at `range`.
    func copied(_ range: Range<Int>) -> [UInt8] {
        unsafe extracting(range).withUnsafeBufferPointer { unsafe Array($0) }
    }

    /// Appends the bytes at `range` to `array`.
    func append(_ range: Range<Int>, to array: inout [UInt8]) {
        unsafe extracting(range).withUnsafeBufferPointer { unsafe array.append(contentsOf: $0) }
    }
}

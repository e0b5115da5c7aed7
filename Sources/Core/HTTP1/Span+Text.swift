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

    /// The first byte from `start` on that cannot stand in a line, or the end. Eight bytes at a time where that is possible.
    func endOfText(from start: Int) -> Int {
        let raw = unsafe self.bytes
        var index = start
        while index < count {
            if index &+ 8 <= count {
                let word = unsafe UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
                // The top bit of each byte below 0x20, and of each 0x7F; a borrow can only set bits above the first one.
                let control = (word &- 0x2020_2020_2020_2020) & ~word
                let flipped = word ^ 0x7F7F_7F7F_7F7F_7F7F
                let delete = (flipped &- 0x0101_0101_0101_0101) & ~flipped
                let found = (control | delete) & 0x8080_8080_8080_8080
                guard found != 0 else {
                    index &+= 8
                    continue
                }
                index &+= found.trailingZeroBitCount &>> 3
            }
            guard self[index].isText else { return index }
            index &+= 1
        }
        return index
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

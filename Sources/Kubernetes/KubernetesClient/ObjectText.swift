import JSONText

/// An object as the API server wrote it.
package enum ObjectText {
    /// Keeps all of an object: its JSON.
    package static let copying: ObjectReading<[UInt8]> = { reader throws(JSONError) in
        let text = try reader.readRawValue()
        return unsafe text.withUnsafeBufferPointer { unsafe Array($0) }
    }
}

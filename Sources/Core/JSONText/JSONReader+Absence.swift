/// Reading as Kubernetes does: a field that is null is a field that is absent.
extension JSONReader {
    /// Enters an object, unless the next value is null; says whether there is one to walk.
    package mutating func beginObjectUnlessNull() throws(JSONError) -> Bool {
        if try readNull() { return false }
        try beginObject()
        return true
    }

    /// Enters an array, unless the next value is null; says whether there is one to walk.
    package mutating func beginArrayUnlessNull() throws(JSONError) -> Bool {
        if try readNull() { return false }
        try beginArray()
        return true
    }

    /// The next value, which must be a string or null, copied.
    package mutating func readStringUnlessNull() throws(JSONError) -> String? {
        try readNull() ? nil : try readString()
    }

    /// The next value, which must be an array of strings or null, copied.
    package mutating func readStringsUnlessNull() throws(JSONError) -> [String]? {
        try readNull() ? nil : try readStrings()
    }

    /// Passes the next value, which must be an object of strings or null, as labels and annotations are, and hands its
    /// members on one by one, copied. One that is null is an empty string: a map has no fields to be absent.
    ///
    /// - Parameter isWanted: whose values are read; the others are passed over, whatever they are, and not copied.
    package mutating func readStringMapUnlessNull(
        where isWanted: (borrowing JSONString) -> Bool = { _ in true }, _ body: (_ key: String, _ value: String) -> Void
    ) throws(JSONError) {
        guard try beginObjectUnlessNull() else { return }
        while let key = try nextKey() {
            guard isWanted(key) else { continue }
            let name = key.decoded
            body(name, try readStringUnlessNull() ?? "")
        }
    }

    /// The next value, which must be a whole number that fits an `Int`, or null.
    package mutating func readIntegerUnlessNull() throws(JSONError) -> Int? {
        try readNull() ? nil : try readInteger()
    }

    /// The next value, which must be true, false or null.
    package mutating func readBooleanUnlessNull() throws(JSONError) -> Bool? {
        try readNull() ? nil : try readBoolean()
    }
}

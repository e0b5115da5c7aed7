import JSONText

/// Fields that the API server writes as null or leaves out where they are empty: `"endpoints":null`.
extension JSONReader {
    /// The next value, a string or null.
    mutating func readNullableString() throws(JSONError) -> String? {
        if try readNull() { return nil }
        return try readString()
    }

    /// The next value, a whole number or null.
    mutating func readNullableInteger() throws(JSONError) -> Int? {
        if try readNull() { return nil }
        return try readInteger()
    }

    /// The next value, true, false or null.
    mutating func readNullableBoolean() throws(JSONError) -> Bool? {
        if try readNull() { return nil }
        return try readBoolean()
    }

    /// Enters the next value if it is an object, passes it if it is null, and says which.
    mutating func beginNullableObject() throws(JSONError) -> Bool {
        if try readNull() { return false }
        try beginObject()
        return true
    }

    /// Enters the next value if it is an array, passes it if it is null, and says which.
    mutating func beginNullableArray() throws(JSONError) -> Bool {
        if try readNull() { return false }
        try beginArray()
        return true
    }
}

/// Writing whole members of objects.
extension JSONWriter {
    /// Writes a member whose value is a string.
    package mutating func member(_ name: String, _ value: String) {
        key(name)
        string(value)
    }

    /// Writes a member whose value is a whole number.
    package mutating func member(_ name: String, _ value: Int) {
        key(name)
        integer(value)
    }

    /// Writes a member whose value is an array of strings.
    package mutating func member(_ name: String, _ values: [String]) {
        key(name)
        beginArray()
        for value in values { string(value) }
        endArray()
    }

    /// Writes a member whose value is an object of strings, as labels and annotations are.
    package mutating func member(_ name: String, _ members: [(String, String)]) {
        key(name)
        beginObject()
        for (name, value) in members { member(name, value) }
        endObject()
    }
}

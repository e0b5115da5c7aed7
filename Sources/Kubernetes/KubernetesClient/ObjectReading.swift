package import JSONText

/// Reads what is wanted of one object, whose value is next in the reader, and passes all of it. May be called from any
/// thread. What it throws makes the list or the watch event unreadable that the object is part of.
package typealias ObjectReading<Object> = @Sendable (inout JSONReader) throws(JSONError) -> Object

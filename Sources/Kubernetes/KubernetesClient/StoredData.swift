package import JSONText

/// What is read of a ConfigMap or Secret that this server keeps.
package struct StoredData: Hashable, Sendable {
    /// The object's name.
    package private(set) var name = ""
    /// The version of the object, to be written over; empty where none is given.
    package private(set) var resourceVersion = ""
    /// The member `data`: of a Secret, Base64.
    package private(set) var data: [String: String] = [:]

    /// Reads an object. Throws where it is none, which says nothing about the data.
    package init(_ json: Span<UInt8>) throws(JSONError) {
        var reader = JSONReader(json)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata":
                try reader.beginObject()
                while let member = try reader.nextKey() {
                    switch member {
                    case "name": name = try reader.readString()
                    case "resourceVersion": resourceVersion = try reader.readString()
                    default: break
                    }
                }
            case "data": try reader.readStringMapUnlessNull { data[$0] = $1 }
            default: break
            }
        }
    }
}

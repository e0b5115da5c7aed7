package import JSONText
import Readiness

/// An object as it is read for one collection: what is kept of it, or why nothing can be.
package enum DecodedObject: Sendable {
    /// What is kept of it.
    case record(any WatchedRecord)
    /// It cannot be read, so nothing may be believed of it.
    case unreadable(ObjectName, JSONError)

    /// Which object it is.
    package var name: ObjectName {
        switch self {
        case .record(let record): record.objectName
        case .unreadable(let name, _): name
        }
    }

    /// Reads one object. Pure, so that it need not happen where the cache is written.
    ///
    /// - Parameters:
    ///   - repository: the repository of our image.
    ///   - isObserved: whether it is a pod that may ask, of which others than the state want to know.
    /// - Throws: when the text is not JSON, or an object without a name: it could be any of its collection.
    package init(
        reading reader: inout JSONReader, of collection: WatchedCollection, repository: String = "",
        isObserved: Bool = false
    ) throws(JSONError) {
        let start = reader
        do {
            self = .record(
                isObserved
                    ? try ObservedPod(reading: &reader, repository: repository)
                    : try collection.form.read(&reader, repository: repository))
        } catch {
            reader = start
            self = .unreadable(try ObjectName(reading: &reader), error)
        }
    }
}

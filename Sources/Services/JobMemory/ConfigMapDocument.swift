import JSONText
import KubernetesClient

/// What a ConfigMap says as the place of a record.
struct ConfigMapDocument: Hashable, Sendable {
    /// What can be made of its text.
    enum Content: Hashable, Sendable {
        /// A record; an empty one where the ConfigMap does not have the key yet.
        case record(MemoryRecord)
        /// Something that this server does not understand, and why.
        case unreadable(String)
    }

    /// The key in `data` that holds the record.
    static let key = "record.json"

    /// The ConfigMap's name.
    let name: String
    /// The version of the object, to be written over; empty when it was not given.
    let version: String
    /// The record in it.
    let content: Content

    /// Reads a ConfigMap. Throws where it is none, which says nothing about the record.
    init(_ json: Span<UInt8>) throws(JSONError) {
        let stored = try StoredData(json)
        name = stored.name
        version = stored.resourceVersion
        guard let text = stored.data[Self.key] else {
            content = .record(MemoryRecord())
            return
        }
        let bytes = Array(text.utf8)
        do {
            content = .record(try MemoryRecord(json: bytes.span))
        } catch {
            content = .unreadable(error.description)
        }
    }

    /// The body that creates the ConfigMap.
    static func creation(name: String, namespace: String, record: [UInt8]) -> [UInt8] {
        OwnObject.creation(.configMaps, name: name, namespace: namespace, capacity: record.count * 2) {
            data(record, &$0)
        }
    }

    /// The merge patch that puts a record into the ConfigMap of exactly that version.
    static func patch(version: String, record: [UInt8]) -> [UInt8] {
        OwnObject.patch(resourceVersion: version, capacity: record.count * 2) { data(record, &$0) }
    }

    private static func data(_ record: [UInt8], _ writer: inout JSONWriter) {
        writer.key("data")
        writer.beginObject()
        writer.member(key, String(decoding: record, as: UTF8.self))
        writer.endObject()
    }
}

import Encodings
import JSONText

/// One line of a watch: what happened, and to which object.
///
/// <https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes>
struct WatchLine<Object: Sendable>: Sendable {
    /// What happened.
    enum News: Sendable {
        case applied(Object)
        case deleted(Object)
        /// Everything up to here has been told.
        case bookmark
        case error(APIStatus)
    }

    /// The event types of `metav1.WatchEvent`.
    private enum Kind: String, Hashable, Sendable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
        case bookmark = "BOOKMARK"
        case error = "ERROR"
    }

    /// What happened.
    let news: News
    /// The object's resourceVersion; empty for an error, whose object is a Status.
    let resourceVersion: String

    /// Reads one whole line; a line of another kind, or an object without a resourceVersion, is an error.
    ///
    /// - Parameter read: reads the object.
    init(_ line: Span<UInt8>, read: ObjectReading<Object>) throws(KubernetesError) {
        do {
            let (kind, range) = try Self.read(line)
            var reader = JSONReader(line.extracting(range))
            if kind == .error {
                news = .error(try APIStatus(reading: &reader))
                resourceVersion = ""
                return
            }
            var again = reader
            resourceVersion = try ListMetadata.ofObject(&reader).resourceVersion
            switch kind {
            case .added, .modified: news = .applied(try read(&again))
            case .deleted: news = .deleted(try read(&again))
            case .bookmark, .error: news = .bookmark
            }
        } catch let error as JSONError {
            throw KubernetesError(.unreadable, "the API server sent a watch event that is \(error)")
        } catch let error as KubernetesError {
            throw error
        } catch {
            throw KubernetesError(.unreadable, "the API server sent a watch event that cannot be read")
        }
        guard !resourceVersion.isEmpty else {
            throw KubernetesError(.unreadable, "the API server sent a watch event without a resourceVersion")
        }
    }

    private static func read(_ line: Span<UInt8>) throws -> (Kind, Range<Int>) {
        var kind: Kind?
        var object: Range<Int>?
        var reader = JSONReader(line)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type":
                let name = try reader.readString()
                guard let known = Kind(rawValue: name) else {
                    throw KubernetesError(
                        .unreadable, "the API server sent a watch event of the unknown type \(Excerpt.quoted(name))")
                }
                kind = known
            case "object": object = try reader.skipValue()
            default: break
            }
        }
        try reader.end()
        guard let kind, let object else {
            throw KubernetesError(.unreadable, "the API server sent a watch event without type or object")
        }
        return (kind, object)
    }
}

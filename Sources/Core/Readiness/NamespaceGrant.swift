/// What a Namespace lets other namespaces' pods wait for: the value of its annotation `wait.k8s/allow-from`, a list of
/// namespaces divided by commas, or `*`.
///
/// It is read strictly: a value with one item that is not the name of a namespace, or with an empty one, grants nothing.
package enum NamespaceGrant: Hashable, Sendable {
    /// Nobody: there is no such annotation, or it is empty.
    case nobody
    /// The pods of these namespaces.
    case namespaces(Set<String>)
    /// Every pod.
    case everybody
    /// Nobody, since the value is not a list of namespaces.
    case malformed

    /// The longest value that is read, in bytes: a record of each Namespace is kept.
    package static let maximumBytes = 16 << 10

    /// Reads the annotation's value; nil where there is none.
    package init(_ value: String?) {
        guard let value, value.utf8.contains(where: { !Self.isBlank($0) }) else {
            self = .nobody
            return
        }
        guard value.utf8.count <= Self.maximumBytes else {
            self = .malformed
            return
        }
        var names: Set<String> = []
        var isForAll = false
        for part in value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let item = part.drop(while: Self.isBlank)
            let length = item.reversed().drop(while: Self.isBlank).count
            let name = Array(item.prefix(length))
            if name == [UInt8(ascii: "*")] {
                isForAll = true
            } else if Self.isNamespace(name) {
                names.insert(String(decoding: name, as: UTF8.self))
            } else {
                self = .malformed
                return
            }
        }
        self = isForAll ? .everybody : .namespaces(names)
    }

    /// Whether pods of a namespace may ask. The empty name is nobody's.
    package func admits(_ namespace: String) -> Bool {
        switch self {
        case .nobody, .malformed: false
        case .namespaces(let names): names.contains(namespace)
        case .everybody: !namespace.isEmpty
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
            || byte == UInt8(ascii: "\r")
    }

    /// An RFC 1123 label, as namespaces' names are.
    private static func isNamespace(_ name: [UInt8]) -> Bool {
        guard 1...63 ~= name.count, name.first != UInt8(ascii: "-"), name.last != UInt8(ascii: "-") else {
            return false
        }
        return name.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || byte == UInt8(ascii: "-")
        }
    }
}

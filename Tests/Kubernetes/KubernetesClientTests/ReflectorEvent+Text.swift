import JSONText

@testable import KubernetesClient

extension ReflectorEvent where Object == [UInt8] {
    /// The event in a few words: `applied db/postgres@611`.
    var text: String {
        switch self {
        case .listing: "listing"
        case .applied(let object): "applied \(Self.name(object))"
        case .deleted(let object): "deleted \(Self.name(object))"
        case .listed: "listed"
        case .current: "current"
        case .interrupted: "interrupted"
        case .forbidden: "forbidden"
        }
    }

    private static func name(_ object: [UInt8]) -> String {
        var reader = JSONReader(object.span)
        do {
            var (name, namespace, version) = ("", "", "")
            try reader.beginObject()
            while let key = try reader.nextKey() {
                guard key.isEqual(to: "metadata") else { continue }
                try reader.beginObject()
                while let key = try reader.nextKey() {
                    switch key {
                    case "name": name = try reader.readString()
                    case "namespace": namespace = try reader.readString()
                    case "resourceVersion": version = try reader.readString()
                    default: break
                    }
                }
            }
            try reader.end()
            return "\(namespace)/\(name)@\(version)"
        } catch {
            return "\(error)"
        }
    }
}

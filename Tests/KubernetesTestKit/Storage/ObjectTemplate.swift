/// The text of an object that many others are made of: `%N` in it stands for each one's number.
struct ObjectTemplate {
    private enum Mark: String, CaseIterable {
        case number = "%N"
        case uid = "%U"
        case version = "%V"
    }

    private let pieces: [(text: ArraySlice<UInt8>, mark: Mark?)]
    private let namespace: String
    private let name: String
    private let labels: [String: String]

    /// A template of a tree whose metadata is complete but for uid and version.
    init(_ value: JSONValue, of resource: ResourceDefinition) {
        var value = value
        value[path: "metadata"]["uid"] = .string(Mark.uid.rawValue)
        value[path: "metadata"]["resourceVersion"] = .string(Mark.version.rawValue)
        namespace = value.at("metadata", "namespace")?.string ?? ""
        name = value.at("metadata", "name")?.string ?? ""
        labels = StringMap.read(value.at("metadata", "labels"))
        pieces = Self.pieces(of: ObjectShape.arrange(value, of: resource).compact)
    }

    /// The object of that number.
    func object(_ number: Int, uid: String, resourceVersion: Int) -> StoredObject {
        let digits = String(number)
        var encoded: [UInt8] = []
        encoded.reserveCapacity(pieces.reduce(0) { $0 + $1.text.count + 36 })
        for piece in pieces {
            encoded.append(contentsOf: piece.text)
            switch piece.mark {
            case .number: encoded.append(contentsOf: digits.utf8)
            case .uid: encoded.append(contentsOf: uid.utf8)
            case .version: encoded.append(contentsOf: String(resourceVersion).utf8)
            case nil: break
            }
        }
        func filled(_ text: String) -> String { text.replacing(Mark.number.rawValue, with: digits) }
        return StoredObject(
            key: ObjectKey(namespace: filled(namespace), name: filled(name)), uid: uid,
            resourceVersion: resourceVersion, labels: labels.mapValues(filled), encoded: encoded)
    }

    private static func pieces(of text: [UInt8]) -> [(text: ArraySlice<UInt8>, mark: Mark?)] {
        var pieces: [(text: ArraySlice<UInt8>, mark: Mark?)] = []
        var start = 0
        for index in text.indices.dropLast() where index >= start && text[index] == UInt8(ascii: "%") {
            guard let mark = Mark(rawValue: String(decoding: text[index...index + 1], as: UTF8.self)) else { continue }
            pieces.append((text[start..<index], mark))
            start = index + 2
        }
        pieces.append((text[start...], nil))
        return pieces
    }
}

/// A whole JSON text in memory: every member in its place, numbers as they are written, strings as bytes, since Unicode's
/// equivalences make no two keys the same.
enum JSONModel: Hashable {
    case object([Member])
    case array([JSONModel])
    case string([UInt8])
    case number([UInt8])
    case boolean(Bool)
    case null

    /// A member of an object.
    struct Member: Hashable {
        /// Its key, escapes replaced.
        let key: [UInt8]
        /// Its value.
        var value: JSONModel

        /// A member of these parts.
        init(_ key: [UInt8], _ value: JSONModel) {
            self.key = key
            self.value = value
        }
    }

    /// The value of the last member of this name, as most readers take it.
    subscript(_ key: String) -> JSONModel? {
        members.last { $0.key.elementsEqual(key.utf8) }?.value
    }

    /// The members of an object; none of anything else.
    var members: [Member] { if case .object(let members) = self { members } else { [] } }

    /// The elements of an array; none of anything else.
    var elements: [JSONModel] { if case .array(let elements) = self { elements } else { [] } }

    /// The text of a string; nil for anything else.
    var string: String? { if case .string(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil } }

    /// Some object in it has two members of one name, which two readers may read differently.
    var hasRepeatedKeys: Bool {
        switch self {
        case .object(let members):
            Set(members.map(\.key)).count < members.count || members.contains { $0.value.hasRepeatedKeys }
        case .array(let elements): elements.contains { $0.hasRepeatedKeys }
        default: false
        }
    }

    /// This value with another one in place of the member of that name, or added to an object that has none.
    func replacing(_ key: String, with value: JSONModel) -> JSONModel {
        guard case .object(var members) = self else { return self }
        if let index = members.lastIndex(where: { $0.key.elementsEqual(key.utf8) }) {
            members[index].value = value
        } else {
            members.append(Member(Array(key.utf8), value))
        }
        return .object(members)
    }

    /// This value without the members of that name.
    func removing(_ key: String) -> JSONModel {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { !$0.key.elementsEqual(key.utf8) })
    }
}

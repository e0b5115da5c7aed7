/// The members of a JSON object, in the order in which they were written.
///
/// Kubernetes objects have few members a level, so a key is found by walking them.
package struct JSONObject: Sendable {
    private var members: [(key: String, value: JSONValue)]

    /// An object without members.
    package init() { members = [] }

    /// An object of these members; of two with one key the later value wins, as Go's decoder has it.
    package init(_ members: [(String, JSONValue)]) {
        self.members = []
        self.members.reserveCapacity(members.count)
        for (key, value) in members { self[key] = value }
    }

    /// The value of a key. Assigning keeps the key's place, nil removes it, and a new key goes to the end.
    package subscript(key: String) -> JSONValue? {
        get { index(of: key).map { members[$0].value } }
        set {
            switch (index(of: key), newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append((key, value))
            case (nil, nil): break
            }
        }
    }

    /// The keys in order.
    package var keys: [String] { members.map(\.key) }

    /// The number of members.
    package var count: Int { members.count }

    /// Whether there is no member.
    package var isEmpty: Bool { members.isEmpty }

    /// The same members, those named first in that order, then the others as they were.
    package func ordered(first names: [String]) -> JSONObject {
        var result = JSONObject()
        result.members.reserveCapacity(members.count)
        for name in names {
            if let index = index(of: name) { result.members.append(members[index]) }
        }
        for member in members where !names.contains(member.key) { result.members.append(member) }
        return result
    }

    /// The same members, sorted by key as Go prints a map.
    package func sorted() -> JSONObject {
        var result = self
        result.members.sort { Array($0.key.utf8).lexicographicallyPrecedes($1.key.utf8) }
        return result
    }

    private func index(of key: String) -> Int? { members.firstIndex { $0.key == key } }
}

extension JSONObject: Sequence {
    /// The members in order.
    package func makeIterator() -> IndexingIterator<[(key: String, value: JSONValue)]> { members.makeIterator() }
}

extension JSONObject: Hashable {
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
    }

    package func hash(into hasher: inout Hasher) {
        var combined = 0
        for member in members {
            var each = Hasher()
            each.combine(member.key)
            each.combine(member.value)
            combined ^= each.finalize()
        }
        hasher.combine(combined)
    }
}

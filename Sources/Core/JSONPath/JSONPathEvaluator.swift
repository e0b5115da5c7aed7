import JSONText

/// Walks a JSON text that is known to be good, step by step. Values are known by where they begin; nothing is built.
struct JSONPathEvaluator {
    /// How many bytes are read in all before it is given up: an object of etcd's size limit some ten times.
    private static let mostBytes = 16 << 20
    /// How many values a step may find.
    private static let mostValues = 10_000

    private var bytesLeft = mostBytes
    /// Why there is no result, once there is none.
    private(set) var obstacle: JSONPathFinding?

    /// The values, other than null, that steps lead to.
    mutating func values(
        of steps: [JSONPathStep], from start: [Int], in json: Span<UInt8>
    ) throws(JSONError) -> [Int] {
        var present = start
        for step in steps {
            var next: [Int] = []
            for value in present {
                next += try values(of: step, from: value, in: json)
                if next.count > Self.mostValues { obstacle = .tooCostly }
                if obstacle != nil { return [] }
            }
            present = next
        }
        return present.filter { json[$0] != UInt8(ascii: "n") }
    }

    private mutating func values(
        of step: JSONPathStep, from value: Int, in json: Span<UInt8>
    ) throws(JSONError) -> [Int] {
        let kind = Kind(json[value])
        if kind == .null { return [] }
        switch step {
        case .member(let name):
            guard kind == .object else { return [] }
            return try member(name, of: value, in: json).map { [$0] } ?? []
        case .wildcard:
            return kind == .scalar ? [] : try children(of: value, in: json)
        case .descendants:
            return kind == .scalar ? [] : try descendants(of: value, in: json)
        case .elements(let slice):
            guard kind == .list else { return unusable() }
            let elements = try children(of: value, in: json)
            return slice.indexes(in: elements.count).map { elements[$0] }
        case .filter(let filter):
            guard kind == .list else { return unusable() }
            var passed: [Int] = []
            for element in try children(of: value, in: json) {
                if try holds(filter, for: element, in: json) { passed.append(element) }
                if obstacle != nil { return [] }
            }
            return passed
        }
    }

    private mutating func holds(
        _ filter: JSONPathFilter, for element: Int, in json: Span<UInt8>
    ) throws(JSONError) -> Bool {
        let left = try values(of: filter.left, from: [element], in: json)
        guard let comparison = filter.comparison else { return !left.isEmpty }
        guard let first = left.first else { return false }
        let right: JSONScalar?
        switch comparison.right {
        case .literal(let literal): right = JSONScalar(literal)
        case .path(let steps):
            let found = try values(of: steps, from: [element], in: json)
            guard let other = found.first else { return false }
            right = found.count == 1 ? try scalar(at: other, in: json) : nil
        }
        guard left.count == 1, let left = try scalar(at: first, in: json), let right,
            let holds = left.compares(comparison.operation, to: right)
        else {
            obstacle = obstacle ?? .unusable
            return false
        }
        return holds
    }

    private mutating func unusable() -> [Int] {
        obstacle = .unusable
        return []
    }

    // MARK: Reading

    private enum Kind {
        case object, list, scalar, null

        /// The kind of a value, told by its first byte.
        init(_ first: UInt8) {
            switch first {
            case UInt8(ascii: "{"): self = .object
            case UInt8(ascii: "["): self = .list
            case UInt8(ascii: "n"): self = .null
            default: self = .scalar
            }
        }
    }

    private mutating func spend(_ bytes: Int) {
        bytesLeft -= bytes
        if bytesLeft < 0 { obstacle = .tooCostly }
    }

    private mutating func scalar(at start: Int, in json: Span<UInt8>) throws(JSONError) -> JSONScalar? {
        // What a value is compared for is read once more, and no more than that.
        let value = try JSONScalar(at: start, in: json)
        spend(1)
        return value
    }

    /// The member of that name; the last one where there are several, as Go has it.
    private mutating func member(_ name: String, of object: Int, in json: Span<UInt8>) throws(JSONError) -> Int? {
        var reader = JSONReader(json.extracting(object..<json.count))
        var found: Int?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(toText: name) else { continue }
            found = object + (try reader.skipValue().lowerBound)
        }
        spend(reader.offset)
        return found
    }

    /// Every member of an object or element of a list.
    private mutating func children(of container: Int, in json: Span<UInt8>) throws(JSONError) -> [Int] {
        var reader = JSONReader(json.extracting(container..<json.count))
        var found: [Int] = []
        if json[container] == UInt8(ascii: "{") {
            try reader.beginObject()
            while try reader.nextKey() != nil { found.append(container + (try reader.skipValue().lowerBound)) }
        } else {
            try reader.beginArray()
            while try reader.nextElement() { found.append(container + (try reader.skipValue().lowerBound)) }
        }
        spend(reader.offset)
        return found
    }

    /// The container and every container in it, in the text's order. Does not recurse.
    private mutating func descendants(of container: Int, in json: Span<UInt8>) throws(JSONError) -> [Int] {
        var reader = JSONReader(json.extracting(container..<json.count))
        var found: [Int] = []
        var open: [JSONKind] = []
        repeat {
            let kind = try reader.peek()
            switch kind {
            case .object:
                found.append(container + reader.offset)
                open.append(kind)
                try reader.beginObject()
            case .array:
                found.append(container + reader.offset)
                open.append(kind)
                try reader.beginArray()
            default: try reader.skipValue()
            }
            guard found.count <= Self.mostValues else {
                obstacle = .tooCostly
                return []
            }
            while let last = open.last {
                if last == .object {
                    if try reader.nextKey() != nil { break }
                } else if try reader.nextElement() {
                    break
                }
                open.removeLast()
            }
        } while !open.isEmpty
        spend(reader.offset)
        return found
    }
}

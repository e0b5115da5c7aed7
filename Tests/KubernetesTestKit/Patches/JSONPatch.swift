/// A JSON Patch (RFC 6902): a list of operations on the values that JSON Pointers (RFC 6901) name.
package struct JSONPatch: Hashable, Sendable {
    /// One operation, its pointers split into tokens.
    package enum Operation: Hashable, Sendable {
        case add([String], JSONValue)
        case remove([String])
        case replace([String], JSONValue)
        case move(from: [String], to: [String])
        case copy(from: [String], to: [String])
        case test([String], JSONValue)
    }

    /// The operations, applied one after the other.
    package let operations: [Operation]

    /// The patch that a document spells. Throws `malformed` for anything that is none.
    package init(_ document: JSONValue) throws(PatchError) {
        guard let elements = document.array else {
            throw PatchError(.malformed, "a JSON Patch must be an array of operations")
        }
        var operations: [Operation] = []
        for element in elements { operations.append(try Self.operation(element)) }
        self.operations = operations
    }

    /// The document after all operations, or the first failure; then nothing has changed.
    package func applied(to document: JSONValue) throws(PatchError) -> JSONValue {
        var result = document
        for operation in operations {
            switch operation {
            case .add(let path, let value):
                try result.add(value, at: path[...])
            case .remove(let path):
                _ = try result.remove(at: path[...])
            case .replace(let path, let value):
                try result.replace(with: value, at: path[...])
            case .move(let source, let target):
                guard !(target.count > source.count && target.starts(with: source)) else {
                    throw PatchError(.malformed, "a value cannot be moved into itself: \(Self.text(source))")
                }
                let value = try result.remove(at: source[...])
                try result.add(value, at: target[...])
            case .copy(let source, let target):
                let value = try result.value(at: source[...])
                try result.add(value, at: target[...])
            case .test(let path, let expected):
                guard try result.value(at: path[...]) == expected else {
                    throw PatchError(.testFailed, "testing value \(Self.text(path)) failed")
                }
            }
        }
        return result
    }

    private static func operation(_ element: JSONValue) throws(PatchError) -> Operation {
        guard let name = element["op"]?.string else {
            throw PatchError(.malformed, "an operation without \"op\": \(element.text)")
        }
        let path = try tokens(element["path"], of: element)
        switch name {
        case "add": return .add(path, try value(of: element))
        case "remove": return .remove(path)
        case "replace": return .replace(path, try value(of: element))
        case "move": return .move(from: try tokens(element["from"], of: element), to: path)
        case "copy": return .copy(from: try tokens(element["from"], of: element), to: path)
        case "test": return .test(path, element["value"] ?? .null)
        default: throw PatchError(.malformed, "unknown operation \"\(name)\"")
        }
    }

    private static func value(of element: JSONValue) throws(PatchError) -> JSONValue {
        guard let value = element["value"] else {
            throw PatchError(.malformed, "an operation without \"value\": \(element.text)")
        }
        return value
    }

    /// The tokens of a pointer, `~1` and `~0` undone (RFC 6901 section 4).
    private static func tokens(_ pointer: JSONValue?, of element: JSONValue) throws(PatchError) -> [String] {
        guard let text = pointer?.string, text.isEmpty || text.hasPrefix("/") else {
            throw PatchError(
                .malformed, "an operation whose pointer is missing or does not begin with /: \(element.text)")
        }
        return text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { token in
            var result = ""
            var isEscaped = false
            for character in token {
                switch (isEscaped, character) {
                case (false, "~"): isEscaped = true
                case (true, "0"): result += "~"
                case (true, "1"): result += "/"
                default: result.append(character)
                }
                if character != "~" { isEscaped = false }
            }
            return result
        }
    }

    fileprivate static func text(_ path: some Collection<String>) -> String {
        path.map { "/" + $0 }.joined()
    }
}

extension JSONValue {
    fileprivate func value(at path: ArraySlice<String>) throws(PatchError) -> JSONValue {
        var value = self
        for token in path {
            switch value {
            case .object(let object):
                guard let next = object[token] else { throw missing(path) }
                value = next
            case .array(let elements):
                value = elements[try index(token, below: elements.count, path)]
            default:
                throw missing(path)
            }
        }
        return value
    }

    fileprivate mutating func add(_ value: JSONValue, at path: ArraySlice<String>) throws(PatchError) {
        try change(at: path) { (parent, token) throws(PatchError) in
            switch parent {
            case .object(var object):
                object[token] = value
                parent = .object(object)
            case .array(var elements):
                let position =
                    token == "-" ? elements.count : try parent.index(token, below: elements.count + 1, path)
                elements.insert(value, at: position)
                parent = .array(elements)
            default: throw parent.missing(path)
            }
        } root: {
            $0 = value
        }
    }

    fileprivate mutating func replace(with value: JSONValue, at path: ArraySlice<String>) throws(PatchError) {
        _ = try self.value(at: path)
        try change(at: path) { (parent, token) throws(PatchError) in
            switch parent {
            case .array(var elements):
                elements[try parent.index(token, below: elements.count, path)] = value
                parent = .array(elements)
            default: parent[token] = value
            }
        } root: {
            $0 = value
        }
    }

    fileprivate mutating func remove(at path: ArraySlice<String>) throws(PatchError) -> JSONValue {
        let removed = try value(at: path)
        try change(at: path) { (parent, token) throws(PatchError) in
            switch parent {
            case .array(var elements):
                elements.remove(at: try parent.index(token, below: elements.count, path))
                parent = .array(elements)
            default: parent[token] = nil
            }
        } root: {
            $0 = .null
        }
        return removed
    }

    /// Runs `body` on the container of the value that `path` names, or `root` on the document where the path is empty.
    private mutating func change(
        at path: ArraySlice<String>,
        _ body: (inout JSONValue, String) throws(PatchError) -> Void, root: (inout JSONValue) -> Void
    ) throws(PatchError) {
        guard let first = path.first else { return root(&self) }
        let rest = path.dropFirst()
        guard !rest.isEmpty else { return try body(&self, first) }
        switch self {
        case .object(var object):
            guard var next = object[first] else { throw missing(path) }
            try next.change(at: rest, body, root: root)
            object[first] = next
            self = .object(object)
        case .array(var elements):
            let index = try index(first, below: elements.count, path)
            try elements[index].change(at: rest, body, root: root)
            self = .array(elements)
        default: throw missing(path)
        }
    }

    /// The array index that a token spells: digits without a leading zero (RFC 6901 section 4), below `count`.
    private func index(_ token: String, below count: Int, _ path: ArraySlice<String>) throws(PatchError) -> Int {
        let isCanonical = token == "0" || (token.first != "0" && token.allSatisfy { $0.isASCII && $0.isNumber })
        guard isCanonical, let index = Int(token), index < count else { throw missing(path) }
        return index
    }

    private func missing(_ path: ArraySlice<String>) -> PatchError {
        PatchError(.missingPath, "there is nothing at \(JSONPatch.text(path))")
    }
}

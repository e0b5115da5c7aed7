import CYAML

/// A YAML document of modest size, such as a kubeconfig, as a tree of plain values; read by libyaml.
///
/// Scalars keep their text, whatever a YAML schema would make of it. Depth and number of nodes are bounded, so that
/// aliases can neither loop nor blow up.
indirect enum YAMLValue: Hashable, Sendable {
    /// One key of a mapping with its value.
    struct Member: Hashable, Sendable {
        /// The key.
        var key: String
        /// The value.
        var value: YAMLValue
    }

    /// A scalar's text; `isPlain` tells `null` from `"null"`.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLValue])
    case mapping([Member])

    /// How deep mappings and sequences may nest.
    static let depthLimit = 32
    /// How many values a document may have, each counted as often as it is referred to.
    static let nodeLimit = 100_000

    /// Reads the first document of a text; nil when there is none. JSON is YAML too.
    static func read(_ text: [UInt8]) throws(KubernetesError) -> YAMLValue? {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else {
            throw KubernetesError(.configuration, "libyaml cannot be initialised; is memory short?")
        }
        defer { yaml_parser_delete(parser) }
        let document = UnsafeMutablePointer<yaml_document_t>.allocate(capacity: 1)
        defer { document.deallocate() }
        let isLoaded = text.withUnsafeBufferPointer { bytes in
            yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
            return yaml_parser_load(parser, document) == 1
        }
        guard isLoaded else { throw mistake(parser.pointee) }
        defer { yaml_document_delete(document) }
        guard let root = yaml_document_get_root_node(document) else { return nil }
        var count = 0
        return try convert(root, of: document, depth: 0, count: &count)
    }

    /// The value of a key; nil when this is no mapping, has no such key, or has null for it.
    subscript(_ key: String) -> YAMLValue? {
        guard case .mapping(let members) = self, let value = members.first(where: { $0.key == key })?.value else {
            return nil
        }
        if case .scalar(let text, isPlain: true) = value, ["", "~", "null", "Null", "NULL"].contains(text) {
            return nil
        }
        return value
    }

    private static func convert(
        _ node: UnsafeMutablePointer<yaml_node_t>, of document: UnsafeMutablePointer<yaml_document_t>, depth: Int,
        count: inout Int
    ) throws(KubernetesError) -> YAMLValue {
        count += 1
        guard depth < depthLimit, count <= nodeLimit else {
            throw KubernetesError(
                .configuration, "the YAML nests deeper than \(depthLimit) levels or has more than \(nodeLimit) values")
        }
        let data = node.pointee.data
        switch node.pointee.type {
        case YAML_SCALAR_NODE:
            let bytes = UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
            let text = String(decoding: bytes, as: UTF8.self)
            return .scalar(text, isPlain: data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
        case YAML_SEQUENCE_NODE:
            var values: [YAMLValue] = []
            var item = data.sequence.items.start
            while let present = item, present != data.sequence.items.top {
                values.append(try value(present.pointee, of: document, depth: depth, count: &count))
                item = present + 1
            }
            return .sequence(values)
        case YAML_MAPPING_NODE:
            var members: [Member] = []
            var pair = data.mapping.pairs.start
            while let present = pair, present != data.mapping.pairs.top {
                let key = try value(present.pointee.key, of: document, depth: depth, count: &count)
                guard case .scalar(let name, _) = key, !members.contains(where: { $0.key == name }) else {
                    let line = node.pointee.start_mark.line + 1
                    throw KubernetesError(
                        .configuration, "the YAML mapping at line \(line) has a key twice, or one that is not a text")
                }
                let value = try value(present.pointee.value, of: document, depth: depth, count: &count)
                members.append(Member(key: name, value: value))
                pair = present + 1
            }
            return .mapping(members)
        default:
            return .scalar("", isPlain: true)
        }
    }

    private static func value(
        _ index: Int32, of document: UnsafeMutablePointer<yaml_document_t>, depth: Int, count: inout Int
    ) throws(KubernetesError) -> YAMLValue {
        guard let node = yaml_document_get_node(document, index) else { return .scalar("", isPlain: true) }
        return try convert(node, of: document, depth: depth + 1, count: &count)
    }

    private static func mistake(_ parser: yaml_parser_t) -> KubernetesError {
        let problem = parser.problem.map { String(cString: $0) } ?? "it cannot be read"
        return KubernetesError(.configuration, "the YAML is broken at line \(parser.problem_mark.line + 1): \(problem)")
    }
}

internal import CYAML
package import Manifests

/// Reads manifests that are YAML, by libyaml: each document a tree whose nodes know where they stand in the text.
///
/// Depth and number of values are bounded, each counted as often as it is referred to, so that aliases can neither loop nor
/// blow up. Keys that Kubernetes' own readers would refuse, or take only one of, are refused.
package struct YAMLManifest {
    /// How deep mappings and sequences may nest.
    package static let depthLimit = 100
    /// How many values a file may have.
    package static let nodeLimit = 2_000_000

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let offsets: CharacterOffsets
    private var anchors: [String: Anchor] = [:]
    private var count = 0
    /// How deep the deepest value stands that was come upon since an anchor was last looked at.
    private var deepest = 0

    /// What an anchor stands for.
    private struct Anchor {
        let node: ManifestNode
        /// How many values it has.
        let count: Int
        /// How many levels it nests, itself being none.
        let height: Int
    }

    /// The documents of a text that are not empty.
    package static func read(_ text: [UInt8]) throws(ManifestError) -> [ManifestNode] {
        guard let offsets = CharacterOffsets(text) else {
            throw ManifestError(.unreadable, at: nil, "The text is not UTF-8.")
        }
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else {
            throw ManifestError(.unreadable, at: nil, "libyaml cannot be initialised; is memory short?")
        }
        defer { yaml_parser_delete(parser) }
        // libyaml reads on between calls, so the text stays where it is.
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
        defer { copy.deallocate() }
        _ = copy.initialize(from: text)
        yaml_parser_set_input_string(parser, copy.baseAddress, copy.count)
        var reader = YAMLManifest(parser: parser, offsets: offsets)
        return try reader.readStream()
    }

    private init(parser: UnsafeMutablePointer<yaml_parser_t>, offsets: CharacterOffsets) {
        self.parser = parser
        self.offsets = offsets
    }

    private mutating func readStream() throws(ManifestError) -> [ManifestNode] {
        var roots: [ManifestNode] = []
        while true {
            let event = try YAMLEvent.next(parser, offsets)
            switch event.kind {
            case .streamEnd: return roots
            case .documentStart:
                anchors = [:]
                let root = try node(try YAMLEvent.next(parser, offsets), depth: 0)
                if !root.isNull { roots.append(root) }
            case .streamStart, .documentEnd: continue
            case .scalar, .alias, .mappingStart, .mappingEnd, .sequenceStart, .sequenceEnd:
                throw ManifestError(.unreadable, at: event.range.lowerBound, "This stands outside of any document.")
            }
        }
    }

    private mutating func node(_ event: YAMLEvent, depth: Int) throws(ManifestError) -> ManifestNode {
        count += 1
        let before = count
        try checkSize(depth, event)
        let deepestBefore = deepest
        deepest = depth
        defer { deepest = max(deepest, deepestBefore) }
        let node: ManifestNode
        switch event.kind {
        case .scalar(let text, let isPlain):
            node = ManifestNode(isPlain ? ScalarReading.content(ofPlain: text) : .string(text), origin: event.range)
        case .alias:
            guard let target = anchors[event.anchor] else {
                throw ManifestError(
                    .unreadable, at: event.range.lowerBound, "There is no anchor &\(event.anchor) before this alias.")
            }
            count += target.count
            deepest = depth + target.height
            try checkSize(deepest, event)
            return ManifestNode(target.node.content, origin: event.range, style: .alias)
        case .sequenceStart(let isBlock): node = try sequence(event, isBlock, depth)
        case .mappingStart(let isBlock): node = try mapping(event, isBlock, depth)
        case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
            throw ManifestError(.unreadable, at: event.range.lowerBound, "A value is missing here.")
        }
        if !event.anchor.isEmpty {
            anchors[event.anchor] = Anchor(node: node, count: count - before + 1, height: deepest - depth)
        }
        return node
    }

    private func checkSize(_ depth: Int, _ event: YAMLEvent) throws(ManifestError) {
        guard depth < Self.depthLimit, count <= Self.nodeLimit else {
            throw ManifestError(
                .tooLarge, at: event.range.lowerBound,
                "The YAML nests deeper than \(Self.depthLimit) levels or has more than \(Self.nodeLimit) values.")
        }
    }

    private mutating func sequence(_ start: YAMLEvent, _ isBlock: Bool, _ depth: Int) throws(ManifestError)
        -> ManifestNode
    {
        var elements: [ManifestNode] = []
        var end = start.range.upperBound
        while true {
            let event = try YAMLEvent.next(parser, offsets)
            if case .sequenceEnd = event.kind {
                if !isBlock { end = event.range.upperBound }
                break
            }
            let element = try node(event, depth: depth + 1)
            end = element.origin?.upperBound ?? end
            elements.append(element)
        }
        return ManifestNode(
            .sequence(elements), origin: start.range.lowerBound..<max(end, start.range.lowerBound),
            style: isBlock ? .block : .flow)
    }

    private mutating func mapping(_ start: YAMLEvent, _ isBlock: Bool, _ depth: Int) throws(ManifestError)
        -> ManifestNode
    {
        var members: [ManifestNode.Member] = []
        var merged: [ManifestNode.Member] = []
        var seen: Set<[UInt8]> = []
        var (begin, end) = (start.range.lowerBound, start.range.upperBound)
        while true {
            let event = try YAMLEvent.next(parser, offsets)
            if case .mappingEnd = event.kind {
                if !isBlock { end = event.range.upperBound }
                break
            }
            guard case .scalar(let text, let isPlain) = event.kind else {
                throw ManifestError(
                    .unreadable, at: event.range.lowerBound, "A key that is not a text is not read here.")
            }
            // An anchor or a tag may stand before the first key, and what is inserted goes before neither.
            if isBlock, members.isEmpty, merged.isEmpty { begin = event.range.lowerBound }
            let value = try node(try YAMLEvent.next(parser, offsets), depth: depth + 1)
            end = value.origin?.upperBound ?? end
            if isPlain, text == "<<" {
                merged += try mergedMembers(value)
                continue
            }
            let key = isPlain ? Self.key(ofPlain: text) : text
            guard seen.insert(Array(key.utf8)).inserted else {
                throw ManifestError(.repeatedKey, at: event.range.lowerBound, "The key \"\(key)\" is there twice.")
            }
            members.append(ManifestNode.Member(key: key, keyOrigin: event.range, value: value))
        }
        for member in merged where seen.insert(Array(member.key.utf8)).inserted { members.append(member) }
        return ManifestNode(
            .mapping(members), origin: begin..<max(end, begin), style: isBlock ? .block : .flow)
    }

    /// What a merge key brings: the members of a mapping, or of several of which the first wins
    /// (yaml.org/type/merge.html).
    private func mergedMembers(_ value: ManifestNode) throws(ManifestError) -> [ManifestNode.Member] {
        let sources = if case .sequence(let several) = value.content { several } else { [value] }
        var members: [ManifestNode.Member] = []
        for source in sources {
            guard case .mapping(let brought) = source.content else {
                throw ManifestError(.unreadable, at: value.origin?.lowerBound, "Only mappings can be merged by \"<<\".")
            }
            members += brought.map { ManifestNode.Member(key: $0.key, value: $0.value) }
        }
        return members
    }

    /// Keys are texts in JSON, whatever the YAML says they are.
    private static func key(ofPlain text: String) -> String {
        switch ScalarReading.content(ofPlain: text) {
        case .boolean(let value): value ? "true" : "false"
        case .number(let number): number
        case .null: "null"
        case .string, .mapping, .sequence: text
        }
    }
}

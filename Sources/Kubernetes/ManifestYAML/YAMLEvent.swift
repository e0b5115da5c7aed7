internal import CYAML
internal import Manifests

/// One event of libyaml's parser, copied out of it.
struct YAMLEvent {
    /// What it is.
    enum Kind {
        case streamStart
        case streamEnd
        case documentStart
        case documentEnd
        /// A scalar; `isPlain` where its text decides what it means.
        case scalar(String, isPlain: Bool)
        case alias
        case sequenceStart(isBlock: Bool)
        case sequenceEnd
        case mappingStart(isBlock: Bool)
        case mappingEnd
    }

    /// What it is.
    let kind: Kind
    /// The anchor that it sets, or that an alias names; empty for none.
    let anchor: String
    /// The bytes that it takes.
    let range: Range<Int>

    /// The next event.
    static func next(
        _ parser: UnsafeMutablePointer<yaml_parser_t>, _ offsets: CharacterOffsets
    ) throws(ManifestError) -> YAMLEvent {
        let event = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)
        defer { event.deallocate() }
        guard yaml_parser_parse(parser, event) == 1 else { throw mistake(parser.pointee, offsets) }
        defer { yaml_event_delete(event) }
        let start = offsets.byte(Int(event.pointee.start_mark.index))
        let end = offsets.byte(Int(event.pointee.end_mark.index))
        let range = start..<max(start, end)
        let data = event.pointee.data
        switch event.pointee.type {
        case YAML_STREAM_START_EVENT: return YAMLEvent(kind: .streamStart, anchor: "", range: range)
        case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return YAMLEvent(kind: .streamEnd, anchor: "", range: range)
        case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, anchor: "", range: range)
        case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, anchor: "", range: range)
        case YAML_SCALAR_EVENT:
            let bytes = UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
            let tag = text(data.scalar.tag)
            let isPlain = data.scalar.style == YAML_PLAIN_SCALAR_STYLE && tag != "tag:yaml.org,2002:str" && tag != "!"
            return YAMLEvent(
                kind: .scalar(String(decoding: bytes, as: UTF8.self), isPlain: isPlain),
                anchor: text(data.scalar.anchor), range: range)
        case YAML_ALIAS_EVENT: return YAMLEvent(kind: .alias, anchor: text(data.alias.anchor), range: range)
        case YAML_SEQUENCE_START_EVENT:
            let isBlock = data.sequence_start.style != YAML_FLOW_SEQUENCE_STYLE
            return YAMLEvent(
                kind: .sequenceStart(isBlock: isBlock), anchor: text(data.sequence_start.anchor), range: range)
        case YAML_MAPPING_START_EVENT:
            let isBlock = data.mapping_start.style != YAML_FLOW_MAPPING_STYLE
            return YAMLEvent(
                kind: .mappingStart(isBlock: isBlock), anchor: text(data.mapping_start.anchor), range: range)
        case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, anchor: "", range: range)
        default: return YAMLEvent(kind: .mappingEnd, anchor: "", range: range)
        }
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String {
        pointer.map { String(decodingCString: $0, as: UTF8.self) } ?? ""
    }

    private static func mistake(_ parser: yaml_parser_t, _ offsets: CharacterOffsets) -> ManifestError {
        let problem = parser.problem.map { String(cString: $0) } ?? "it cannot be read"
        let context = parser.context.map { " \(String(cString: $0))" } ?? ""
        return ManifestError(
            .unreadable, at: offsets.byte(Int(parser.problem_mark.index)), "This is no YAML: \(problem)\(context).")
    }
}

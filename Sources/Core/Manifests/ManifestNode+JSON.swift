package import JSONText

extension ManifestNode {
    /// Writes it as JSON, compact.
    package func write(to writer: inout JSONWriter) {
        switch content {
        case .null: writer.null()
        case .boolean(let value): writer.boolean(value)
        case .number(let text): writer.raw(text.utf8)
        case .string(let text): writer.string(text)
        case .mapping(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.key)
                member.value.write(to: &writer)
            }
            writer.endObject()
        case .sequence(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        }
    }

    /// It as JSON, compact.
    package var json: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }
}

import JSONText

extension JSONModel {
    /// The value as the product's writer writes it.
    var json: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    private func write(to writer: inout JSONWriter) {
        switch self {
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(String(decoding: member.key, as: UTF8.self))
                member.value.write(to: &writer)
            }
            writer.endObject()
        case .array(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .string(let bytes): writer.string(String(decoding: bytes, as: UTF8.self))
        case .number(let text): writer.raw(text)
        case .boolean(let value): writer.boolean(value)
        case .null: writer.null()
        }
    }
}

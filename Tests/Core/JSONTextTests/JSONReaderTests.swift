import JSONText
import Testing

@Suite struct JSONReaderTests {
    @Test func readsWantedFieldsAndSkipsTheRest() throws {
        let text = Array(#"{"a":[1,{"x":"y"}],"name":"n\u00e9\n","n":-12,"t":true,"z":null,"nested":{"k":[]}}"#.utf8)
        var reader = JSONReader(text.span)
        var name = ""
        var number = 0
        var nested = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readString()
            case "n": number = try reader.readInteger()
            case "nested":
                try reader.beginObject()
                while let inner = try reader.nextKey() { nested = inner.isEqual(to: "k") }
            default: break
            }
        }
        try reader.end()
        #expect(name == "né\n")
        #expect(number == -12)
        #expect(nested)
    }
}

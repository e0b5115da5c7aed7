import Manifests
import Testing

/// Changes of JSON texts; those of YAML are seen in the tests of its reader.
struct ManifestEditorTests {
    @Test(arguments: [
        (#"{"a":1}"#, #"[{"op":"add","path":"/b","value":[1]}]"#, #"{"a":1, "b": [1]}"#),
        (#"{"a":1,"b":2}"#, #"[{"op":"remove","path":"/b"}]"#, #"{"a":1}"#),
        (#"{ "a" : 1 , "b":2}"#, #"[{"op":"remove","path":"/a"}]"#, #"{ "b":2}"#),
        (#"{"a":{}}"#, #"[{"op":"add","path":"/a/b~1c","value":"x"}]"#, #"{"a":{"b/c":"x"}}"#),
        (#"{"a":null}"#, #"[{"op":"add","path":"/a","value":{"b":null}}]"#, #"{"a":{"b":null}}"#),
        (#"{"a":[1, 2]}"#, #"[{"op":"add","path":"/a/0","value":0}]"#, #"{"a":[0, 1, 2]}"#),
        (#"{"a":[1, 2]}"#, #"[{"op":"add","path":"/a/-","value":3}]"#, #"{"a":[1, 2, 3]}"#),
        (#"{"a":[1, 2]}"#, #"[{"op":"add","path":"/a/1","value":9}]"#, #"{"a":[1, 9, 2]}"#),
        (#"{"a":[1, 2]}"#, #"[{"op":"replace","path":"/a/1","value":{"x":1}}]"#, #"{"a":[1, {"x":1}]}"#),
        (
            #"{"a":"b"}"#, #"[{"op":"replace","path":"/a","value":"c"},{"op":"add","path":"/d","value":1}]"#,
            #"{"a":"c", "d": 1}"#
        ),
        (
            "{\n   \"a\": [\n      1\n   ]\n}\n", #"[{"op":"add","path":"/a/-","value":[2]}]"#,
            "{\n   \"a\": [\n      1,\n      [\n         2\n      ]\n   ]\n}\n"
        ),
    ])
    func changesAreSmall(_ text: String, _ patch: String, _ changed: String) throws {
        let bytes = Array(text.utf8)
        let original = try #require(try JSONManifest.read(bytes).first)
        var wanted = original
        for operation in try PatchOperation.read(Array(patch.utf8)) { wanted = try wanted.applying(operation) }
        let edits = try ManifestEditor.edits(from: [original], to: [wanted], in: bytes)
        let result = try #require(TextEdit.apply(edits, to: bytes))
        #expect(String(decoding: result, as: UTF8.self) == changed)
        #expect(try JSONManifest.read(result).first?.isEqual(to: wanted) == true)
    }

    @Test(arguments: [
        #"[{"op":"move","path":"/a"}]"#, #"[{"op":"remove","path":"/x"}]"#, #"[{"op":"add","path":"/l/9","value":1}]"#,
        #"[{"op":"add","path":"/s/x","value":1}]"#, #"[{"op":"add","path":"/s"}]"#, #"{"op":"add"}"#, "[",
        #"[{"op":"remove","path":""}]"#,
    ])
    func badPatchesAreRefused(_ patch: String) throws {
        let original = try #require(try JSONManifest.read(Array(#"{"a":1,"l":[],"s":"t"}"#.utf8)).first)
        #expect(throws: ManifestError.self) {
            for operation in try PatchOperation.read(Array(patch.utf8)) { _ = try original.applying(operation) }
        }
    }

    @Test func editsThatOverlapAreRefused() {
        #expect(TextEdit.apply([TextEdit(0..<2, "x"), TextEdit(1..<3, "y")], to: Array("abcd".utf8)) == nil)
        #expect(TextEdit.apply([TextEdit(3..<9, "x")], to: Array("abcd".utf8)) == nil)
        #expect(
            TextEdit.apply([TextEdit(2..<2, "x"), TextEdit(2..<2, "y")], to: Array("abcd".utf8)) == Array("abxycd".utf8)
        )
    }
}

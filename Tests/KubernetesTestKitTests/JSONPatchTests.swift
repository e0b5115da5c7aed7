import KubernetesTestKit
import Testing

@Suite("JSON Patch and JSON Merge Patch")
struct JSONPatchTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let document: String
        let patch: String
        /// The document afterwards, or the code of the failure.
        let result: String

        init(_ name: String, _ document: String, _ patch: String, _ result: String) {
            (self.name, self.document, self.patch, self.result) = (name, document, patch, result)
        }

        var testDescription: String { name }
    }

    /// RFC 6902 appendix A, and the edges of RFC 6901.
    static let operations: [Case] = [
        Case(
            "A.1 add a member", #"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz","value":"qux"}]"#,
            #"{"baz":"qux","foo":"bar"}"#),
        Case(
            "A.2 add an element", #"{"foo":["bar","baz"]}"#, #"[{"op":"add","path":"/foo/1","value":"qux"}]"#,
            #"{"foo":["bar","qux","baz"]}"#),
        Case(
            "A.3 remove a member", #"{"baz":"qux","foo":"bar"}"#, #"[{"op":"remove","path":"/baz"}]"#, #"{"foo":"bar"}"#
        ),
        Case(
            "A.4 remove an element", #"{"foo":["bar","qux","baz"]}"#, #"[{"op":"remove","path":"/foo/1"}]"#,
            #"{"foo":["bar","baz"]}"#),
        Case(
            "A.5 replace", #"{"baz":"qux","foo":"bar"}"#, #"[{"op":"replace","path":"/baz","value":"boo"}]"#,
            #"{"baz":"boo","foo":"bar"}"#),
        Case(
            "A.6 move a value", #"{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}"#,
            #"[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]"#,
            #"{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}"#),
        Case(
            "A.7 move an element", #"{"foo":["all","grass","cows","eat"]}"#,
            #"[{"op":"move","from":"/foo/1","path":"/foo/3"}]"#, #"{"foo":["all","cows","eat","grass"]}"#),
        Case(
            "A.8 test succeeds", #"{"baz":"qux","foo":["a",2,"c"]}"#,
            #"[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]"#,
            #"{"baz":"qux","foo":["a",2,"c"]}"#),
        Case("A.9 test fails", #"{"baz":"qux"}"#, #"[{"op":"test","path":"/baz","value":"bar"}]"#, "testFailed"),
        Case(
            "A.10 add a nested object", #"{"foo":"bar"}"#, #"[{"op":"add","path":"/child","value":{"grandchild":{}}}]"#,
            #"{"foo":"bar","child":{"grandchild":{}}}"#),
        Case(
            "A.11 unknown members are ignored", #"{"foo":"bar"}"#,
            #"[{"op":"add","path":"/baz","value":"qux","xyz":123}]"#, #"{"foo":"bar","baz":"qux"}"#),
        Case(
            "A.12 add to what is not there", #"{"foo":"bar"}"#, #"[{"op":"add","path":"/baz/bat","value":"qux"}]"#,
            "missingPath"),
        Case("A.14 escapes", #"{"/":9,"~1":10}"#, #"[{"op":"test","path":"/~01","value":10}]"#, #"{"/":9,"~1":10}"#),
        Case(
            "A.16 add an array", #"{"foo":["bar"]}"#, #"[{"op":"add","path":"/foo/-","value":["abc","def"]}]"#,
            #"{"foo":["bar",["abc","def"]]}"#),
        Case("the whole document", #"{"foo":1}"#, #"[{"op":"add","path":"","value":[1]}]"#, "[1]"),
        Case("copy", #"{"a":{"b":1}}"#, #"[{"op":"copy","from":"/a","path":"/c"}]"#, #"{"a":{"b":1},"c":{"b":1}}"#),
        Case(
            "an escaped slash in a key", #"{"metadata":{"annotations":{}}}"#,
            #"[{"op":"add","path":"/metadata/annotations/wait.k8s~1injected-by","value":"1"}]"#,
            #"{"metadata":{"annotations":{"wait.k8s/injected-by":"1"}}}"#),
        Case("an index beyond the end", #"{"a":[1]}"#, #"[{"op":"add","path":"/a/2","value":1}]"#, "missingPath"),
        Case("an index with a leading zero", #"{"a":[1,2]}"#, #"[{"op":"remove","path":"/a/01"}]"#, "missingPath"),
        Case("remove what is not there", #"{"a":1}"#, #"[{"op":"remove","path":"/b"}]"#, "missingPath"),
        Case("replace what is not there", #"{"a":1}"#, #"[{"op":"replace","path":"/b","value":1}]"#, "missingPath"),
        Case("move into itself", #"{"a":{"b":1}}"#, #"[{"op":"move","from":"/a","path":"/a/b"}]"#, "malformed"),
        Case("no array", "{}", #"{"op":"add"}"#, "malformed"),
        Case("unknown operation", "{}", #"[{"op":"merge","path":"/a"}]"#, "malformed"),
        Case("no value", "{}", #"[{"op":"add","path":"/a"}]"#, "malformed"),
        Case("a pointer without slash", "{}", #"[{"op":"add","path":"a","value":1}]"#, "malformed"),
    ]

    @Test(arguments: operations)
    func patch(_ each: Case) throws {
        let document = try JSONValue(json: each.document)
        let patch = try JSONValue(json: each.patch)
        do throws(PatchError) {
            let result = try JSONPatch(patch).applied(to: document)
            #expect(result == (try? JSONValue(json: each.result)))
        } catch {
            #expect(error.code.rawValue == each.result)
        }
    }

    /// RFC 7396 appendix A.
    static let merges: [Case] = [
        Case("replace", #"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        Case("add", #"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        Case("remove", #"{"a":"b"}"#, #"{"a":null}"#, "{}"),
        Case("remove one", #"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
        Case("an array is replaced", #"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        Case("by an array", #"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
        Case("nested", #"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        Case("arrays of objects", #"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
        Case("an array for an object", #"{"a":"foo"}"#, #"["c"]"#, #"["c"]"#),
        Case("null for all", #"{"a":"foo"}"#, "null", "null"),
        Case("an object for an array", "[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
        Case("null in a new object", "{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
        Case("null in the document stays", #"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
    ]

    @Test(arguments: merges)
    func merge(_ each: Case) throws {
        let result = MergePatch.apply(try JSONValue(json: each.patch), to: try JSONValue(json: each.document))
        #expect(result == (try JSONValue(json: each.result)))
    }
}

import Manifests
import Testing

/// What is read of an object of a manifest.
struct ManifestObjectTests {
    @Test(
        arguments: [
            ("none is listed", "", nil),
            ("null", #""ownerReferences":null"#, nil),
            ("no list", #""ownerReferences":{"controller":true,"name":"a"}"#, nil),
            ("one that does not control", #""ownerReferences":[{"name":"a"},{"controller":false,"name":"b"}]"#, nil),
            ("a word is not true", #""ownerReferences":[{"controller":"true","name":"a"}]"#, nil),
            ("not the first", #""ownerReferences":[{"name":"a"},{"controller":true,"name":"b"}]"#, "b"),
        ] as [(String, String, String?)])
    func controllerIsTheOwnerThatSaysSo(_ name: String, _ metadata: String, _ controller: String?) throws {
        let text = #"{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{\#(metadata)}}"#
        let root = try #require(try JSONManifest.read(Array(text.utf8)).first)
        let object = try #require(ManifestObject.all(in: root).first)
        #expect(object.controller?["name"]?.string == controller, "\(name)")
    }
}

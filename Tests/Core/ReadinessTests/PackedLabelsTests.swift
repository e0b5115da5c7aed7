import Readiness
import Testing

@Suite struct PackedLabelsTests {
    @Test func givesBackWhatItWasGiven() {
        var labels = PackedLabels()
        let given = [
            ("app.kubernetes.io/name", "web"), ("app", "a"), ("helm.sh/chart", ""),
            ("topology.kubernetes.io/zone", "z"), ("example.com/é", "ü"), ("a b", "c"),
        ]
        for (key, value) in given { labels.append(key, value) }
        for (key, value) in given { #expect(labels[key] == value) }
        for key in ["", "web", "ap", "app.kubernetes.io/instance", "zone", "z", "\u{1}", "\u{13}", "\0"] {
            #expect(labels[key] == nil)
        }
    }

    @Test func areListedAndCompared() {
        let given = ["app": "api", "helm.sh/chart": "api-1", "app.kubernetes.io/name": "", "é": "ü"]
        let labels = PackedLabels(given)
        #expect(Dictionary(uniqueKeysWithValues: labels.all.map { ($0.key, $0.value) }) == given)
        #expect(labels == PackedLabels(Dictionary(uniqueKeysWithValues: given.reversed())))
        #expect(labels.contains(PackedLabels()) && labels.contains(labels))
        #expect(labels.contains(PackedLabels(["helm.sh/chart": "api-1", "app": "api"])))
        #expect(!labels.contains(PackedLabels(["app": "ap"])) && !labels.contains(PackedLabels(["api": "app"])))
        #expect(!PackedLabels().contains(labels) && PackedLabels().isEmpty && !labels.isEmpty)
    }

    @Test(arguments: [("", "a"), ("\u{1}", "a"), ("\u{7}", "a"), ("a\0b", "c"), ("a", "b\0c\0d")])
    func whatIsNoLabelIsLeftOut(key: String, value: String) {
        var labels = PackedLabels()
        labels.append(key, value)
        labels.append("z", "1")
        #expect(labels[key] == nil && labels["app.kubernetes.io/name"] == nil && labels["c"] == nil)
        #expect(labels["z"] == "1")
    }

    /// What a pod stows beside its labels is no label, and an odd name does not become one.
    @Test(arguments: [
        ("node-a", "node-a"), ("", ""), (#"a\u0000app\u0000x"#, ""), (String(repeating: "n", count: 2000), ""),
    ])
    func aNodesNameIsNoLabel(written: String, read: String) throws {
        let pod = try Records.pod(
            #"{"metadata":{"name":"p","namespace":"n","labels":{"k":"v"}},"spec":{"nodeName":"\#(written)"}}"#)
        #expect(pod.nodeName == read && pod.namespace == "n")
        #expect(pod.labels.all.map(\.key) == ["k"] && pod.labels.contains(PackedLabels(["k": "v"])))
        #expect(pod.labels["k"] == "v" && pod.labels["app"] == nil && pod.labels["n"] == nil)
        #expect(pod.isBound(to: "node-a") == (read == "node-a") && !pod.isBound(to: "") && !pod.isBound(to: "node"))
    }
}

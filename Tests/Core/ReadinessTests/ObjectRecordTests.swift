import CoreTestKit
import Dependencies
import JSONText
import Readiness
import Testing

/// Reading objects: what was recorded, and what nobody would send.
@Suite struct ObjectRecordTests {
    @Test func recordedNodesAreReady() throws {
        for node in try Self.items(of: "lists/nodes.json") {
            var reader = JSONReader(node.span)
            let record = try NodeRecord(reading: &reader)
            #expect(record.readiness == .ready && !record.isBeingDeleted && record.namespace.isEmpty)
            let verdict = try ObjectJudge.judge("node/\(record.name)", String(decoding: node, as: UTF8.self)).verdict
            #expect(verdict.description == "ready(NodeReady): Node \(record.name) is Ready")
        }
    }

    @Test(arguments: [
        (
            "node/sim-0 condition=Ready=False",
            "waiting(ConditionNotMet): Node sim-0: its condition Ready is not False yet"
        ),
        (
            "node/sim-0 condition=DiskPressure=False",
            "waiting(ConditionNotMet): Node sim-0 has no condition DiskPressure yet"
        ),
        (
            #"node/sim-0 jsonpath={.status.conditions[?(@.type=="Ready")].status}=True"#,
            #"ready(FieldMatches): Node sim-0: {.status.conditions[?(@.type=="Ready")].status} is as asked"#
        ),
        (
            #"node/sim-0 jsonpath={.status.addresses[?(@.type=="InternalIP")].address}"#,
            #"ready(FieldMatches): Node sim-0 has {.status.addresses[?(@.type=="InternalIP")].address}"#
        ),
        (
            #"node/sim-0 jsonpath={.metadata.labels.kubernetes\.io/hostname}=sim-0"#,
            #"ready(FieldMatches): Node sim-0: {.metadata.labels.kubernetes\.io/hostname} is as asked"#
        ),
        (
            "node/sim-0 jsonpath={.status.daemonEndpoints.kubeletEndpoint.Port}=0",
            "ready(FieldMatches): Node sim-0: {.status.daemonEndpoints.kubeletEndpoint.Port} is as asked"
        ),
        (
            "node/sim-0 jsonpath={.spec.unschedulable}",
            "waiting(FieldMissing): Node sim-0 has no {.spec.unschedulable} yet"
        ),
        (
            "node/sim-0 jsonpath={.status.capacity}=64",
            "stalled(FieldNotComparable): Node sim-0: {.status.capacity} "
                + "finds a list or an object, which no text is equal to"
        ),
        (
            "node/sim-0 jsonpath={..cpu}=64",
            "stalled(FieldNotComparable): Node sim-0: {..cpu} finds several values; "
                + "name one by an index or a filter"
        ),
    ])
    func aRecordedNodeIsJudgedByItsFields(dependency: String, verdict: String) throws {
        let nodes = try Self.items(of: "lists/nodes.json").map { String(decoding: $0, as: UTF8.self) }
        let node = try #require(nodes.first { $0.contains(#""name": "sim-0""#) })
        #expect(try ObjectJudge.judge(dependency, node).verdict.description == verdict)
    }

    @Test(arguments: [
        ("an array", "[]"), ("a name that is a number", #"{"metadata":{"name":1}}"#), ("text", #""x""#),
        ("cut off", #"{"metadata":{"#), ("broken beside what is read", #"{"spec":tru}"#), ("nothing", ""),
    ])
    func whatIsNoObjectIsRefused(name: String, json: String) throws {
        for dependency in ["pvc/a/x", "crd/x.example.com", "secret/a/x", "node/x", "foo.example.com/a/x"] {
            #expect(throws: JSONError.self) { try ObjectJudge.judge(dependency, json) }
        }
    }

    /// Whatever a recorded object is turned into, reading and judging it ends with a verdict or an error.
    @Test(arguments: 0..<4) func noChangedByteTraps(seed: UInt64) throws {
        let objects = try Self.items(of: "lists/nodes.json") + Self.items(of: "lists/foos.json")
        let dependencies = try [
            "pvc/a/x", "crd/x.example.com version=v1", "secret/a/x key=a", "node/x", "foo.example.com/a/x",
            #"foo.example.com/a/x jsonpath={.status.conditions[?(@.type=="Ready")].status}=True"#,
            "foo.example.com/a/x jsonpath={..name}", "node/x jsonpath={.status.*[-1]}", "container/web",
        ].map { try Dependency(canonical: $0) }
        var random = SeededGenerator(seed: seed)
        var judged = 0
        for _ in 0..<100 {
            var bytes = random.pick(objects)
            for _ in 0...random.index(below: 3) {
                let index = random.index(below: bytes.count)
                if random.once(in: 3) {
                    bytes[index] = UInt8(random.index(below: 256))
                } else {
                    bytes[index] = random.pick(Array("\"{}[],:0123456789ntf ".utf8))
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            for dependency in dependencies where (try? ObjectJudge.judge(dependency, text)) != nil { judged += 1 }
        }
        #expect(judged > 0)
    }

    /// The elements of a list that the API server answered with.
    private static func items(of file: String) throws -> [[UInt8]] {
        let bytes = try Fixtures.read(file)
        var reader = JSONReader(bytes.span)
        var items: [[UInt8]] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "items") else { continue }
            try reader.beginArray()
            while try reader.nextElement() { items.append(Array(bytes[try reader.skipValue()])) }
        }
        try #require(!items.isEmpty)
        return items
    }
}

import JSONText
import Readiness
import Testing

@testable import JobMemory

@Suite("The text of a record")
struct RecordTextTests {
    static let records: [MemoryRecord] = [
        MemoryRecord(), Facts.record(Facts.fact()), Facts.record(Facts.fact(at: nil, isShared: true)),
        Facts.record(
            Facts.fact(), Facts.fact(job: Facts.job("seed", match: "release=7")),
            Facts.fact(by: Facts.statefulSet(), job: Facts.job("x", in: "elsewhere"), home: "here")),
    ]

    @Test(arguments: records) func readsWhatItWrites(record: MemoryRecord) throws {
        let text = record.json
        #expect(try MemoryRecord(json: text.span) == record)
        #expect(text.count == record.byteCount - min(1, record.count))
    }

    @Test func equalRecordsHaveEqualTexts() {
        let (one, other) = (Facts.fact(), Facts.fact(by: Facts.statefulSet()))
        #expect(Facts.record(one, other).json == Facts.record(other, one).json)
    }

    @Test func isWrittenLikeThis() {
        let text = String(decoding: Facts.record(Facts.fact()).json, as: UTF8.self)
        #expect(
            text == """
                {"version":1,"facts":[{"kind":"ReplicaSet","namespace":"shop","name":"my-api-57b6f7c45f","uid":"rs-1",\
                "owner":"Deployment/my-api","job":"migrate","in":"5a0c0000-0000-4000-8000-000000000001","jobUID":"job-1",\
                "completed":"2026-11-21T05:41:14Z"}]}
                """)
    }

    @Test(arguments: [
        "", "garbage", "{}", "[]", "null", #"{"version":1}x"#, #"{"version":2,"facts":[]}"#, #"{"facts":[]}"#,
        #"{"facts":[],"version":1}"#, #"{"version":1,"facts":{}}"#, #"{"version":1,"facts":[],"more":1}"#,
        #"{"version":1,"facts":[{}]}"#, #"{"version":1,"facts":[1]}"#, #"{"version":1,"facts":["#,
        #"{"version":1,"facts":[{"kind":"ReplicaSet","namespace":"a","name":"b","uid":"c","job":"d","in":"e"}]}"#,
        #"{"version":1,"facts":[{"kind":"Rollout","namespace":"a","name":"b","uid":"c","job":"d","in":"e","jobUID":"f"}]}"#,
        #"{"version":1,"facts":[{"kind":"StatefulSet","namespace":"a","name":"b","uid":"c","job":"d","in":"e","jobUID":"f"}]}"#,
        #"{"version":1,"facts":[{"kind":"Job","namespace":"a","name":"b","uid":"c","job":"d","in":"e","jobUID":"f","new":"g"}]}"#,
        #"{"version":1,"facts":[{"kind":"Job","namespace":"a","name":"b","uid":"c","job":"d","in":"e","jobUID":"f","completed":"now"}]}"#,
        #"{"version":1,"facts":[{"kind":"Job","namespace":"a","name":"b","uid":"c","job":"d","in":"e","jobUID":"f","owner":"x"}]}"#,
        #"{"version":1,"facts":[{"kind":"Job","namespace":"a","name":"b","uid":"c","job":"d","in":"e","jobUID":"f","shared":"x"}]}"#,
    ]) func whatIsNotUnderstoodIsNoRecord(text: String) {
        #expect(throws: JSONError.self) { try MemoryRecord(json: Array(text.utf8).span) }
    }

    @Test func everyCutOfATextIsRefused() {
        let text = Facts.record(Facts.fact(), Facts.fact(by: Facts.statefulSet())).json
        for count in 0..<text.count {
            #expect(throws: JSONError.self) { try MemoryRecord(json: Array(text[..<count]).span) }
        }
    }

    @Test func theLaterCompletionOfAJobIsKept() {
        let later = Facts.fact(jobUID: "job-2", at: Facts.completed.adding(seconds: 60))
        for record in [Facts.record(Facts.fact(), later), Facts.record(later, Facts.fact())] {
            #expect(record.count == 1 && record[later.key] == later)
            #expect(record.byteCount == Facts.record(later).byteCount)
        }
        #expect(Facts.record(later).learns(from: Facts.fact()) == false)
        #expect(Facts.record(Facts.fact()).learns(from: later))
    }

    @Test func aConfigMapHoldsARecord() throws {
        let record = Facts.record(Facts.fact())
        let body = ConfigMapDocument.creation(name: "memory", namespace: "ours", record: record.json)
        let document = try ConfigMapDocument(body.span)
        #expect(document.name == "memory" && document.content == .record(record))
        let patched = try ConfigMapDocument(ConfigMapDocument.patch(version: "17", record: record.json).span)
        #expect(patched.version == "17" && patched.content == .record(record))
    }

    @Test(arguments: [
        (#"{"metadata":{"name":"m","resourceVersion":"3"}}"#, true), (#"{"metadata":{"name":"m"},"data":null}"#, true),
        (#"{"metadata":{"name":"m"},"data":{"else":"x"}}"#, true),
        (#"{"metadata":{"name":"m"},"data":{"record.json":""}}"#, false),
    ]) func anEmptyConfigMapIsAnEmptyRecord(text: String, isReadable: Bool) throws {
        let document = try ConfigMapDocument(Array(text.utf8).span)
        #expect((document.content == .record(MemoryRecord())) == isReadable)
    }
}

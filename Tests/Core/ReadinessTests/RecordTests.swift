import CoreTestKit
import Foundation
import JSONText
import Readiness
import Testing

@Suite struct RecordTests {
    @Test func aServiceKeepsWhatItsRuleReads() throws {
        let record = try Records.service(
            #"{"kind":"Service","metadata":{"name":"p","namespace":"db","uid":"1","labels":{"a":"b"}},"#
                + #""spec":{"type":"ClusterIP","selector":{"app":"p","tier":"db"},"publishNotReadyAddresses":true,"#
                + #""ports":[{"name":"pg","protocol":"TCP","port":5432,"targetPort":"pg"},{"port":9187}]},"status":{}}"#
        )
        #expect(record.namespace == "db" && record.name == "p")
        #expect(record.hasSelector && !record.isExternalName && !record.isBeingDeleted)
        #expect(record.ports.map(\.name) == ["pg", ""])
        #expect(record.ports.map(\.number) == [5432, 9187])
    }

    @Test func aSliceKeepsWhatItsRuleReads() throws {
        let record = try Records.slice(
            #"{"metadata":{"name":"p-1","namespace":"db","labels":{"x":"y","kubernetes.io/service-name":"p"}},"#
                + #""addressType":"IPv4","ports":[{"name":"pg","port":5432}],"endpoints":[{"addresses":["10.0.0.1"],"#
                + #""conditions":{"ready":false,"serving":true,"terminating":true},"nodeName":"n","#
                + #""targetRef":{"kind":"Pod","name":"p-0","uid":"91a0743b-e3eb-4b79-bf3b-7e78b3fee3f3"}}]}"#)
        #expect(record.serviceName == "p" && record.namespace == "db" && record.name == "p-1")
        #expect(record.ports.map(\.name) == ["pg"] && record.ports.map(\.number) == [5432])
        let endpoint = try #require(record.endpoints.first)
        #expect(endpoint.isServing && endpoint.isTerminating)
        #expect(endpoint.identity == .target(ObjectUID("91a0743b-e3eb-4b79-bf3b-7e78b3fee3f3")))
    }

    @Test func aJobKeepsWhatItsRuleReads() throws {
        let record = try Records.job(
            #"{"metadata":{"name":"m","namespace":"shop","uid":"u-1","labels":{"version":"1","empty":""}},"#
                + #""spec":{"completions":null,"suspend":null},"status":{"conditions":null,"active":null,"succeeded":2}}"#
        )
        #expect(record.uid.description == "u-1")
        #expect(record.labels["version"] == "1" && record.labels["empty"] == "" && record.labels["other"] == nil)
        #expect(record.completions == nil && !record.isSuspended && record.succeeded == 2 && record.active == 0)
        #expect(record.phase == .active && !record.isStarted)
    }

    @Test(arguments: [
        ("a UUID", "91a0743b-e3eb-4b79-bf3b-7e78b3fee3f3", true),
        ("zeros", "00000000-0000-0000-0000-000000000000", true),
        ("upper case", "91A0743B-E3EB-4B79-BF3B-7E78B3FEE3F3", false),
        ("no hyphens", String(repeating: "a", count: 32), false),
        ("short", "91a0743b-e3eb-4b79-bf3b-7e78b3fee3f", false),
        ("a digit too many", "91a0743b-e3eb-4b79-bf3b-7e78b3fee3f33", false),
        ("hyphens elsewhere", "91a0743be-3eb-4b79-bf3b-7e78b3fee3f3", false), ("empty", "", false),
        ("text", "my pod", false),
    ])
    func aUIDIsCompactAndPrintsAsItWas(name: String, text: String, isUUID: Bool) {
        let uid = ObjectUID(text)
        #expect(uid.description == text)
        if case .uuid = uid { #expect(isUUID) } else { #expect(!isUUID) }
    }

    @Test(arguments: [
        ("an array", "[]"), ("a name that is a number", #"{"metadata":{"name":1}}"#),
        ("ports that are no list", #"{"ports":{},"spec":{"ports":{}},"status":{"conditions":{}}}"#),
        ("cut off", #"{"metadata":{"#),
    ])
    func whatIsNoObjectOfItsKindIsRefused(name: String, json: String) {
        #expect(throws: JSONError.self) {
            _ = try Records.slice(json)
            _ = try Records.service(json)
        }
        #expect(throws: JSONError.self) {
            _ = try Records.job(json)
            _ = try Records.service(json)
        }
    }

    /// Whatever a recorded object is turned into, reading it ends with a record or an error.
    @Test func noChangedByteTraps() throws {
        var random = SeededGenerator(seed: 7)
        var read = 0
        for line in try WatchRecording(of: WatchRecording.allResources).lines {
            for _ in 0..<8 {
                var bytes = line.object
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                if (try? Records.job(bytes)) != nil { read += 1 }
                if (try? Records.slice(bytes)) != nil { read += 1 }
                if (try? Records.service(bytes)) != nil { read += 1 }
                if (try? Records.pod(bytes)) != nil { read += 1 }
                if (try? Records.cronJob(bytes)) != nil { read += 1 }
                if (try? Records.deployment(bytes)) != nil { read += 1 }
            }
        }
        #expect(read > 0)
    }
}

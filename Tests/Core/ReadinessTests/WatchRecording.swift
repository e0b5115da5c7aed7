import Foundation
import JSONText
import Readiness

/// The recorded watches of some resources, in the order of their resourceVersions.
///
/// How the lines of different files followed one another was not recorded; resourceVersions of one etcd tell it.
struct WatchRecording {
    struct Line {
        let resource: String
        /// From 1, in its file.
        let number: Int
        let type: String
        let resourceVersion: Int
        let object: [UInt8]
        /// The newest time that the API server noted in the object, if any.
        let time: Timestamp?
    }

    static let allResources = [
        "services", "endpointslices", "jobs", "pods", "deployments", "statefulsets", "daemonsets",
    ]
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures")

    let lines: [Line]

    init(of resources: [String]) throws {
        var lines: [Line] = []
        for resource in resources {
            let file = Self.fixtures.appending(path: "watch/\(resource).jsonl")
            let text = try String(contentsOf: file, encoding: .utf8)
            for (index, line) in text.split(separator: "\n").enumerated() {
                lines.append(try Self.line(Array(line.utf8), resource: resource, number: index + 1))
            }
        }
        // The sort is stable: lines of one file with equal versions (bookmarks) keep their order.
        self.lines = lines.sorted { $0.resourceVersion < $1.resourceVersion }
    }

    private static func line(_ bytes: [UInt8], resource: String, number: Int) throws -> Line {
        var reader = JSONReader(bytes.span)
        var type = ""
        var object: [UInt8] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": type = try reader.readString()
            case "object": object = Array(bytes[try reader.skipValue()])
            default: break
            }
        }
        try reader.end()
        let times = String(decoding: bytes, as: UTF8.self).matches(of: /"time":"([^"]+)"/)
            .compactMap { Timestamp(rfc3339: String($0.1)) }
        return Line(
            resource: resource, number: number, type: type, resourceVersion: try resourceVersion(object),
            object: object, time: times.max())
    }

    private static func resourceVersion(_ object: [UInt8]) throws -> Int {
        var reader = JSONReader(object.span)
        var version = 0
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "metadata") else { continue }
            try reader.beginObject()
            while let inner = try reader.nextKey() {
                if inner.isEqual(to: "resourceVersion") { version = Int(try reader.readString()) ?? 0 }
            }
        }
        return version
    }
}

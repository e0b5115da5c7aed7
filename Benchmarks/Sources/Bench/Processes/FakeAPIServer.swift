import JSONText
import Posix
import TLS

/// The fake API server of the tests, in a process of its own, on a free port of 127.0.0.1.
struct FakeAPIServer: ~Copyable {
    /// When a change was made.
    struct Write: Sendable {
        /// The object's resource.
        var resource = ""
        /// When it was first written into a watch.
        var written: MonotonicTime?
    }

    /// Its process.
    let process: ChildProcess
    /// Its port, HTTPS. Everybody is an administrator.
    let port: UInt16
    /// How the product's server reaches it.
    let kubeconfig: String
    /// The file of the authority that signed its certificate.
    let authority: String
    /// What proves that it is the one that was started.
    let trust: TLSClientContext

    /// Starts it and waits until it listens and has written its files.
    static func start(in workshop: Workshop) throws -> FakeAPIServer {
        let port = try freePort()
        let folder = workshop.scratch("api")
        let command = [workshop.binary("fake-apiserver"), "--listen", "127.0.0.1:\(port)", "--tls-dir", folder]
        let process = try ChildProcess.start("fake-apiserver", command, in: workshop)
        try process.awaitOutput("listening on ")
        return FakeAPIServer(
            process: process, port: port, kubeconfig: "\(folder)/kubeconfig", authority: "\(folder)/ca.pem",
            trust: try TLSClientContext(trust: .authorities(readFile("\(folder)/ca.pem"))))
    }
}

/// What only a fake API server answers, below `/fake/`.
extension HTTPSCaller {
    /// Stores objects as they are.
    func store(_ objects: [String]) throws {
        var rest = objects[...]
        while !rest.isEmpty {
            let batch = rest.prefix(500)
            rest = rest.dropFirst(batch.count)
            let body = "[" + batch.joined(separator: ",") + "]"
            try send([Call(method: "POST", target: "/fake/objects", body: Array(body.utf8))])
        }
    }

    /// Stores so many copies of an object, `%N` in it replaced by the number of each.
    func copy(_ object: String, _ count: Int) throws {
        let body = #"{"count":\#(count),"object":\#(object)}"#
        try send([Call(method: "POST", target: "/fake/copies", body: Array(body.utf8))])
    }

    /// How many requests there were, other than those below `/fake/`.
    func countRequests() throws -> Int {
        let answer = try send([Call(target: "/fake/requests")])[0]
        return try answer.integer("total")
    }

    /// The version of the newest change.
    func newestVersion() throws -> Int {
        // No change is newer than the largest version, so none is listed.
        let answer = try send([Call(target: "/fake/writes?after=\(Int32.max)")])[0]
        return try answer.integer("resourceVersion")
    }

    /// The changes after a version, oldest first.
    func writes(after version: Int) throws -> [FakeAPIServer.Write] {
        let answer = try send([Call(target: "/fake/writes?after=\(version)")])[0]
        var writes: [FakeAPIServer.Write] = []
        var reader = JSONReader(answer.body.span)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "writes") else { continue }
            try reader.beginArray()
            while try reader.nextElement() {
                var write = FakeAPIServer.Write()
                try reader.beginObject()
                while let key = try reader.nextKey() {
                    switch key {
                    case "resource": write.resource = try reader.readString()
                    case "written": write.written = MonotonicTime(nanoseconds: Int64(try reader.readInteger()))
                    default: break
                    }
                }
                writes.append(write)
            }
        }
        return writes
    }
}

extension HTTPSCaller.Answer {
    /// A member of the body that is a whole number.
    func integer(_ name: StaticString) throws -> Int {
        var reader = JSONReader(body.span)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key.isEqual(to: name) { return try reader.readInteger() }
        }
        throw BenchmarkError("there is no \(name) in \(String(decoding: body.prefix(200), as: UTF8.self))")
    }
}

import Posix

/// The requests below `/fake/`: faults, counters and times for scripts and benchmarks that are other processes.
///
/// | request | does |
/// |---|---|
/// | `GET /fake/requests` | counts by verb and resource, and open watches; `DELETE` begins to count anew |
/// | `GET /fake/used` | what was authorized, by which rules of which roles, and what was refused |
/// | `GET /fake/writes?after=VERSION` | changes with the monotonic times of storing and of writing to the first watch |
/// | `POST /fake/faults` | `{"action":"status","code":429,"retryAfter":1,"verb":"list","resource":"pods","times":3}`; other actions: `gone`, `delay` with `milliseconds`, `silence`, `hang-up`. `DELETE` takes all back |
/// | `POST /fake/watches` | `{"fault":"drop-mid-line","resource":"pods"}`, faults of `WatchFault` |
/// | `POST /fake/history` | `{"forget":"watches"}` or `{"forget":"continue"}` |
/// | `POST /fake/listener` | `{"refuseMilliseconds":1000}`: connections are cut and refused for that long |
/// | `POST /fake/services` | `{"namespace/name":"127.0.0.1:8443"}`, or an array of addresses: where webhooks' Services are |
/// | `POST /fake/objects` | an object, or an array of them: stored as they are, status included, without admission |
/// | `POST /fake/copies` | `{"count":100000,"object":{…}}`: that many, each with its number for `%N` in any text, at once |
struct ControlRequests {
    /// The server asked.
    let server: FakeAPIServer

    /// Answers one request.
    func answer(_ request: APIRequest) -> APIAnswer {
        do throws(APIStatus) {
            return APIAnswer(200, try result(of: request), for: request)
        } catch {
            return APIAnswer(error, for: request)
        }
    }

    private func result(of request: APIRequest) throws(APIStatus) -> JSONValue {
        let cluster = server.cluster
        let name = request.path.dropFirst("/fake/".count)
        switch (request.method, name) {
        case ("GET", "requests"): return requests()
        case ("DELETE", "requests"): cluster.resetAccess()
        case ("GET", "used"): return used()
        case ("GET", "writes"): return writes(after: request.query["after"].flatMap { Int($0) } ?? 0)
        case ("POST", "faults"): cluster.add(try Self.fault(try request.decodedBody()))
        case ("DELETE", "faults"): cluster.removeFaults()
        case ("POST", "watches"): return try strikeWatches(try request.decodedBody())
        case ("POST", "history"): try forget(try request.decodedBody())
        case ("POST", "listener"):
            let milliseconds = try request.decodedBody()["refuseMilliseconds"]?.integer ?? 1000
            server.refuseConnections(for: .milliseconds(milliseconds))
        case ("POST", "services"): try setServices(try request.decodedBody())
        case ("POST", "objects"): return try put(try request.decodedBody())
        case ("POST", "copies"): try copy(try request.decodedBody())
        default: throw .pathNotFound
        }
        return ["done": true]
    }

    private func requests() -> JSONValue {
        let access = server.cluster.access
        let rows = access.counts.sorted { ($0.key.resource, $0.key.verb) < ($1.key.resource, $1.key.verb) }
        return [
            "total": .integer(access.count()), "watches": .integer(server.cluster.watchCount()),
            "requests": .array(
                rows.map { row in
                    [
                        "verb": .string(row.key.verb), "group": .string(row.key.group),
                        "resource": .string(row.key.resource), "count": .integer(row.value),
                    ]
                }),
        ]
    }

    private func used() -> JSONValue {
        let access = server.cluster.access
        let grants = access.grants.map { grant -> JSONValue in
            [
                "user": .string(grant.user), "role": .string(grant.role), "rule": .integer(grant.rule),
                "verb": .string(grant.verb), "group": .string(grant.group), "resource": .string(grant.resource),
                "name": .string(grant.name),
            ]
        }
        return [
            "used": .array(access.used.map(Self.row)), "grants": .array(grants),
            "refused": .array(access.refused.map(Self.row)),
        ]
    }

    private static func row(_ asked: RequestAttributes) -> JSONValue {
        [
            "user": .string(asked.user.name), "verb": .string(asked.verb), "group": .string(asked.group),
            "resource": .string(asked.resource), "subresource": .string(asked.subresource),
            "namespace": .string(asked.namespace), "name": .string(asked.name), "path": .string(asked.path),
        ]
    }

    private func writes(after version: Int) -> JSONValue {
        let rows = server.cluster.writes(after: version).map { entry -> JSONValue in
            var row: JSONValue = [
                "resourceVersion": .integer(entry.resourceVersion), "resource": .string(entry.resource),
                "object": .string(entry.object), "stored": .integer(Int(entry.stored)),
            ]
            if let written = entry.written { row["written"] = .integer(Int(written)) }
            return row
        }
        return [
            "resourceVersion": .integer(server.cluster.resourceVersion),
            "now": .integer(Int(MonotonicTime.now().nanoseconds)), "writes": .array(rows),
        ]
    }

    private func strikeWatches(_ body: JSONValue) throws(APIStatus) -> JSONValue {
        guard let fault = body["fault"]?.string.flatMap(WatchFault.init) else {
            let known = WatchFault.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badRequest("\"fault\" must be one of \(known)")
        }
        return ["watches": .integer(server.cluster.strikeWatches(fault, resource: body["resource"]?.string))]
    }

    private func forget(_ body: JSONValue) throws(APIStatus) {
        switch body["forget"]?.string {
        case "watches": server.cluster.forgetHistory()
        case "continue": server.cluster.expireContinueTokens()
        default: throw .badRequest("\"forget\" must be watches or continue")
        }
    }

    private func setServices(_ body: JSONValue) throws(APIStatus) {
        for (name, value) in body.object ?? JSONObject() {
            do throws(PosixError) {
                var addresses: [SocketAddress] = []
                for address in value.array ?? [value] {
                    addresses.append(try SocketAddress.parseListen(address.string ?? ""))
                }
                server.webhooks.setService(name, at: addresses)
            } catch {
                throw .badRequest("the address of \(name) must be HOST:PORT: \(error.message)")
            }
        }
    }

    private func put(_ body: JSONValue) throws(APIStatus) -> JSONValue {
        for object in body.array ?? [body] { try server.cluster.put(object) }
        return ["resourceVersion": .integer(server.cluster.resourceVersion)]
    }

    private func copy(_ body: JSONValue) throws(APIStatus) {
        guard let count = body["count"]?.integer, 1...1_000_000 ~= count, let object = body["object"] else {
            throw .badRequest("copies need \"count\", 1 to 1000000, and \"object\"")
        }
        try server.cluster.addCopies(count, of: object)
    }

    private static func fault(_ body: JSONValue) throws(APIStatus) -> Fault {
        let action: Fault.Action
        switch body["action"]?.string {
        case "status":
            guard let code = body["code"]?.integer, 400...599 ~= code else {
                throw .badRequest("a status fault needs \"code\", 400 to 599")
            }
            action = .status(code, retryAfter: body["retryAfter"]?.integer)
        case "delay": action = .delay(body["milliseconds"]?.integer ?? 1000)
        case "gone": action = .gone
        case "silence": action = .silence
        case "hang-up": action = .hangUp
        default: throw .badRequest("\"action\" must be status, gone, delay, silence or hang-up")
        }
        return Fault(
            action, verb: body["verb"]?.string, resource: body["resource"]?.string, times: body["times"]?.integer)
    }
}

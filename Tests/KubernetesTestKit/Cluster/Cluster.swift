import Locking

/// A cluster as its API server shows it: requests in, answers and watch streams out, whatever carries them.
///
/// Safe from any thread. Writes and what watches are told of them happen under one lock, so every watch sees every change
/// once and in order.
package final class Cluster: Sendable {
    /// What the lock guards.
    struct State: Sendable {
        /// Objects and resources.
        var cluster: ClusterState
        /// The open watches by their ids.
        var watches: [Int: WatchSubscription] = [:]
        /// The id of the watch that comes next.
        var nextWatch = 1
        /// Who may talk to it.
        var authentication: Authentication
        /// The faults asked for, in the order in which they are tried.
        var faults: [Fault] = []
        /// The requests counted.
        var access = AccessLog()
        /// The times of changes.
        var writes = WriteLog()
    }

    /// How the cluster was set up.
    let options: ClusterOptions
    /// Everything that changes, under one lock.
    let state: Locked<State>

    /// A cluster with nothing in it but what every cluster has.
    package init(_ options: ClusterOptions) {
        self.options = options
        state = Locked(
            State(
                cluster: ClusterState(settings: options.state, now: options.clock()),
                authentication: options.authentication))
    }

    /// Answers a request.
    package func handle(_ request: APIRequest) async -> APIReply {
        let target = RequestTarget(path: request.path)
        let attributes = Self.attributes(of: request, target)
        let fault = await strike(attributes)
        switch fault {
        case .status(let code, let retryAfter):
            return .answer(APIAnswer(Fault.status(code, retryAfter: retryAfter), for: request))
        case .gone where attributes.verb != "watch":
            return .answer(APIAnswer(Fault.status(410, retryAfter: nil), for: request))
        case .silence: return .silence
        case .hangUp: return .hangUp
        case .gone, .delay, nil: break
        }
        do throws(APIStatus) {
            try authorize(attributes)
            switch target {
            case .path(let parts): return .answer(try answer(path: parts, request))
            case .resource(let path): return try await answer(path, attributes, request, isGone: fault == .gone)
            }
        } catch {
            return .answer(APIAnswer(error, for: request))
        }
    }

    /// The verb and resource of a request, as authorization sees them.
    static func attributes(of request: APIRequest, _ target: RequestTarget) -> RequestAttributes {
        guard case .resource(let path) = target else {
            return RequestAttributes(user: request.user, verb: request.method.lowercased(), path: request.path)
        }
        let verb =
            switch request.method {
            case "GET", "HEAD":
                path.name.isEmpty ? (request.query.isTrue("watch") ? "watch" : "list") : "get"
            case "POST": "create"
            case "PUT": "update"
            case "PATCH": "patch"
            case "DELETE": path.name.isEmpty ? "deletecollection" : "delete"
            case let method: method.lowercased()
            }
        var attributes = RequestAttributes(user: request.user, verb: verb, path: request.path)
        attributes.group = path.group
        attributes.version = path.version
        attributes.resource = path.plural
        attributes.subresource = path.subresource
        // A Namespace is in itself, for authorization.
        attributes.namespace = path.plural == "namespaces" && path.group.isEmpty ? path.name : path.namespace
        attributes.name = path.name
        if ["list", "watch"].contains(verb), let name = request.query["fieldSelector"].flatMap(Self.name) {
            attributes.name = name
        }
        return attributes
    }

    /// Counts the request and takes the first fault that concerns it; a delay has passed when this returns.
    private func strike(_ attributes: RequestAttributes) async -> Fault.Action? {
        let action = state.withLock { state -> Fault.Action? in
            state.access.count(attributes)
            guard let index = state.faults.firstIndex(where: { $0.concerns(attributes) }) else { return nil }
            state.faults[index].times = state.faults[index].times.map { $0 - 1 }
            let action = state.faults[index].action
            if state.faults[index].times == 0 { state.faults.remove(at: index) }
            return action
        }
        if case .delay(let milliseconds) = action { try? await Task.sleep(for: .milliseconds(milliseconds)) }
        return action
    }

    /// The one name that a field selector asks for (apimachinery's RequestInfoFactory, `RequiresExactMatch`).
    private static func name(in selector: String) -> String? {
        let names = selector.split(separator: ",").compactMap { term in
            ["metadata.name==", "metadata.name="].first { term.hasPrefix($0) }.map { term.dropFirst($0.count) }
        }
        guard let name = names.first, !name.isEmpty, ![".", ".."].contains(name), !name.contains("/"),
            !name.contains("%")
        else { return nil }
        return String(name)
    }

    private func authorize(_ attributes: RequestAttributes) throws(APIStatus) {
        if !attributes.isResourceRequest, Self.isOpen(attributes) { return }
        let isFree = options.authorizer(attributes)
        try locked { (state) throws(APIStatus) in
            let grants = isFree ? [] : state.cluster.access().grants(for: attributes)
            guard isFree || !grants.isEmpty else {
                state.access.refuse(attributes)
                throw attributes.isResourceRequest ? .forbidden(attributes) : .forbiddenPath(attributes)
            }
            state.access.allow(attributes, by: grants)
        }
    }

    /// Whether a request is allowed, by the authorizer or by a role.
    func isAllowed(_ attributes: RequestAttributes) -> Bool {
        options.authorizer(attributes)
            || state.withLock { !$0.cluster.access().grants(for: attributes).isEmpty }
    }

    /// Paths that every user may read (`system:discovery`, `system:public-info-viewer`).
    private static func isOpen(_ attributes: RequestAttributes) -> Bool {
        let first = attributes.path.split(separator: "/").first.map(String.init) ?? ""
        return attributes.verb == "get"
            && ["api", "apis", "version", "healthz", "livez", "readyz", "openapi", ""].contains(first)
    }
}

import Dependencies
import KubernetesClient
import Readiness

@testable import StatusServer

/// What is true of a cluster, in a few lines, and whether the server can know it.
struct PropertyModel {
    /// An object, or all that matters of several.
    struct Thing: Hashable {
        /// What it is: `deployment`, `slice`, …
        let kind: String
        let name: String
    }

    enum Standing: Hashable {
        case absent, unready, ready
    }

    /// A dependency, and when it is ready.
    struct Question {
        let text: String
        let things: [Thing]
        /// Ready when the thing is absent, where `absent` was written.
        var isAbsenceMeant = false
    }

    static let names = ["n0", "n1", "n2"]
    static let kinds = [
        "service", "slice", "job", "pod", "selected", "deployment", "statefulset", "cronjob", "pvc", "node", "crd",
        "configmap",
        "widget", "daemonset-pod",
    ]
    static let things = kinds.flatMap { kind in names.map { Thing(kind: kind, name: $0) } }
    static let widget = ResourceType(
        group: "example.com", version: "v1", plural: "widgets", kind: "Widget", isNamespaced: true)

    static let questions: [Question] = names.flatMap { name in
        [
            Question(
                text: "service/db/\(name)",
                things: [Thing(kind: "service", name: name), Thing(kind: "slice", name: name)]),
            Question(text: "job/db/\(name)", things: [Thing(kind: "job", name: name)]),
            Question(text: "pod/db/\(name)", things: [Thing(kind: "pod", name: name)]),
            Question(text: "pod/db/(app=\(name))", things: [Thing(kind: "selected", name: name)]),
            Question(text: "deployment/db/\(name)", things: [Thing(kind: "deployment", name: name)]),
            Question(text: "deployment/db/(app=\(name))", things: [Thing(kind: "deployment", name: name)]),
            Question(
                text: "deployment/db/\(name) absent", things: [Thing(kind: "deployment", name: name)],
                isAbsenceMeant: true),
            Question(text: "statefulset/db/\(name)", things: [Thing(kind: "statefulset", name: name)]),
            Question(text: "cronjob/db/\(name)", things: [Thing(kind: "cronjob", name: name)]),
            Question(text: "pvc/db/\(name)", things: [Thing(kind: "pvc", name: name)]),
            Question(text: "node/\(name)", things: [Thing(kind: "node", name: name)]),
            Question(text: "crd/\(name).example.com", things: [Thing(kind: "crd", name: name)]),
            Question(text: "configmap/db/\(name) key=k", things: [Thing(kind: "configmap", name: name)]),
            Question(text: "widget.example.com/db/\(name)", things: [Thing(kind: "widget", name: name)]),
            Question(text: "daemonset/db/\(name)", things: [Thing(kind: "daemonset-pod", name: name)]),
        ]
    }

    var standings: [Thing: Standing] = [:]
    var trusted = Set(things.map { PropertyModel.collection(of: $0) })
    /// What each wait asks for.
    var waits: [WaitID: [Question]] = [:]
    /// How many waits have been left.
    var left = 0
    /// The waits with probes, and what they were told last.
    var probing: [WaitID: Bool] = [:]
    /// The Jobs that each wait has been shown as complete, in whichever of its streams.
    var seenComplete: [WaitID: Set<Thing>] = [:]
    /// The Jobs that the present stream of a wait claims to have seen complete.
    var claimed: [WaitID: Set<Thing>] = [:]
    /// The number of each wait's pod.
    var pods: [WaitID: Int] = [:]

    /// Whether the server must, or must not, take all of a wait's dependencies as ready.
    func isReady(_ wait: WaitID) -> Bool {
        waits[wait]?.allSatisfy { question in
            question.things.allSatisfy { isReady($0, in: question, for: wait) }
        } == true
    }

    private func isReady(_ thing: Thing, in question: Question, for wait: WaitID) -> Bool {
        guard trusted.contains(Self.collection(of: thing)) else { return false }
        switch standings[thing] ?? .absent {
        case .absent:
            return question.isAbsenceMeant || seenComplete[wait]?.contains(thing) == true
                || claimed[wait]?.contains(thing) == true
        case .unready: return false
        case .ready: return !question.isAbsenceMeant
        }
    }

    /// What the waits are shown at this moment.
    mutating func look() {
        for (wait, questions) in waits {
            for thing in questions.flatMap(\.things) where thing.kind == "job" && standings[thing] == .ready {
                guard trusted.contains(.jobs) else { continue }
                seenComplete[wait, default: []].insert(thing)
            }
        }
    }

    /// A new stream takes the place of another of the same pod: it goes on with what the server has seen, and with nothing
    /// that the other has claimed.
    mutating func replace(_ old: WaitID, by new: WaitID, claiming jobs: Set<Thing>) {
        waits[new] = waits.removeValue(forKey: old)
        seenComplete[new] = seenComplete.removeValue(forKey: old)
        probing[new] = probing.removeValue(forKey: old).map { _ in false }
        pods[new] = pods.removeValue(forKey: old)
        claimed[old] = nil
        claimed[new] = jobs
    }

    // MARK: Objects

    /// The collection that tells of a thing.
    static func collection(of thing: Thing) -> WatchedCollection {
        let name = ObjectName(namespace: "db", name: thing.name)
        switch thing.kind {
        case "service": return .services
        case "slice": return .endpointSlices
        case "job": return .jobs
        case "pod": return WatchedCollection(.pods, as: .pod, only: name)
        case "selected":
            return WatchedCollection(.pods, as: .pod, namespace: "db", labelSelector: "app=\(thing.name)")
        case "deployment": return .deployments
        case "statefulset": return .statefulSets
        case "cronjob": return .cronJobs
        case "pvc": return .volumeClaims
        case "node": return .nodes
        case "crd": return .definitions
        case "configmap": return WatchedCollection(.configMaps, as: .configuration, only: name)
        case "widget": return WatchedCollection(widget, as: .resource(ResourceRequirement([])), only: name)
        default: return .pods(inNamespace: "db")
        }
    }

    /// The thing's object, ready or not.
    static func object(_ thing: Thing, ready: Bool, uid: String) -> [UInt8] {
        let name = thing.name
        let labels = ["app": name]
        let conditions = { (type: String) in
            #"{"conditions":[{"type":"\#(type)","status":"\#(ready ? "True" : "False")"}]}"#
        }
        switch thing.kind {
        case "service": return TestObjects.service(name)
        case "slice": return TestObjects.slice("\(name)-1", of: name, ready: ready ? 1 : 0, notReady: 1)
        case "job": return TestObjects.job(name, uid: uid, ready ? .complete : .active)
        case "pod": return TestObjects.backend(name, uid: uid, ready: ready)
        case "selected": return TestObjects.backend("\(name)-x", uid: uid, ready: ready, labels: labels)
        case "deployment", "statefulset": return TestObjects.workload(name, labels: labels, ready: ready)
        case "cronjob":
            return TestObjects.other(name, status: ready ? #"{"lastSuccessfulTime":"2026-11-21T05:00:00Z"}"# : "{}")
        case "pvc": return TestObjects.other(name, status: #"{"phase":"\#(ready ? "Bound" : "Pending")"}"#)
        case "node": return TestObjects.other("/\(name)", status: conditions("Ready"))
        case "crd": return TestObjects.other("/\(name).example.com", status: conditions("Established"))
        case "configmap":
            let key = ready ? "k" : "other"
            return Array(#"{"metadata":{"namespace":"db","name":"\#(name)"},"data":{"\#(key)":"1"}}"#.utf8)
        case "widget": return TestObjects.other(name, status: conditions("Ready"))
        default:
            return TestObjects.backend("\(name)-ds", uid: uid, ready: ready, node: "node", controller: "ds-\(name)")
        }
    }
}

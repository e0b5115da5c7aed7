import KubernetesTestKit
import Testing

@Suite("Strategic merge patches")
struct StrategicMergePatchTests {
    typealias Case = JSONPatchTests.Case

    static let pods: [Case] = [
        Case(
            "containers merge by name", #"{"spec":{"containers":[{"name":"a","image":"1"},{"name":"b","image":"1"}]}}"#,
            #"{"spec":{"containers":[{"name":"b","image":"2"}]}}"#,
            #"{"spec":{"containers":[{"name":"a","image":"1"},{"name":"b","image":"2"}]}}"#),
        Case(
            "a new container goes to the front", #"{"spec":{"initContainers":[{"name":"a"}]}}"#,
            #"{"spec":{"initContainers":[{"name":"k8s-wait","image":"w"}]}}"#,
            #"{"spec":{"initContainers":[{"name":"k8s-wait","image":"w"},{"name":"a"}]}}"#),
        Case(
            "the directive's order", #"{"spec":{"initContainers":[{"name":"a"}]}}"#,
            #"{"spec":{"$setElementOrder/initContainers":[{"name":"w"},{"name":"a"}],"initContainers":[{"name":"w"}]}}"#,
            #"{"spec":{"initContainers":[{"name":"w"},{"name":"a"}]}}"#),
        Case(
            "order alone", #"{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}"#,
            #"{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}]}}"#,
            #"{"spec":{"containers":[{"name":"b"},{"name":"a"}]}}"#),
        Case(
            "what the server put in stays before its neighbour",
            #"{"spec":{"initContainers":[{"name":"k8s-wait"},{"name":"a","image":"1"}]}}"#,
            #"{"spec":{"$setElementOrder/initContainers":[{"name":"a"}],"initContainers":[{"name":"a","image":"2"}]}}"#,
            #"{"spec":{"initContainers":[{"name":"k8s-wait"},{"name":"a","image":"2"}]}}"#),
        Case(
            "$patch: delete", #"{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}"#,
            #"{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}"#, #"{"spec":{"containers":[{"name":"b"}]}}"#),
        Case(
            "$patch: replace in a list", #"{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}"#,
            #"{"spec":{"containers":[{"$patch":"replace"},{"name":"c"}]}}"#, #"{"spec":{"containers":[{"name":"c"}]}}"#),
        Case(
            "$patch: replace of an object", #"{"spec":{"securityContext":{"runAsUser":1,"fsGroup":2}}}"#,
            #"{"spec":{"securityContext":{"$patch":"replace","runAsUser":3}}}"#,
            #"{"spec":{"securityContext":{"runAsUser":3}}}"#),
        Case(
            "$patch: delete of an object", #"{"spec":{"securityContext":{"runAsUser":1},"a":1}}"#,
            #"{"spec":{"securityContext":{"$patch":"delete"}}}"#, #"{"spec":{"a":1}}"#),
        Case(
            "$retainKeys", #"{"spec":{"volumes":[{"name":"v","emptyDir":{}}]}}"#,
            #"{"spec":{"volumes":[{"name":"v","$retainKeys":["name","configMap"],"configMap":{"name":"c"}}]}}"#,
            #"{"spec":{"volumes":[{"name":"v","configMap":{"name":"c"}}]}}"#),
        Case(
            "env merges by name", #"{"spec":{"containers":[{"name":"c","env":[{"name":"A","value":"1"}]}]}}"#,
            #"{"spec":{"containers":[{"name":"c","env":[{"name":"B","value":"2"}]}]}}"#,
            #"{"spec":{"containers":[{"name":"c","env":[{"name":"B","value":"2"},{"name":"A","value":"1"}]}]}}"#),
        Case(
            "ports of a container by containerPort",
            #"{"spec":{"containers":[{"name":"c","ports":[{"containerPort":80}]}]}}"#,
            #"{"spec":{"containers":[{"name":"c","ports":[{"containerPort":80,"name":"http"},{"containerPort":81}]}]}}"#,
            #"{"spec":{"containers":[{"name":"c","ports":[{"containerPort":80,"name":"http"},{"containerPort":81}]}]}}"#
        ),
        Case(
            "mounts by path", #"{"spec":{"containers":[{"name":"c","volumeMounts":[{"mountPath":"/a","name":"x"}]}]}}"#,
            #"{"spec":{"containers":[{"name":"c","volumeMounts":[{"mountPath":"/a","name":"y"}]}]}}"#,
            #"{"spec":{"containers":[{"name":"c","volumeMounts":[{"mountPath":"/a","name":"y"}]}]}}"#),
        Case(
            "conditions by type", #"{"status":{"conditions":[{"type":"Ready","status":"False"}]}}"#,
            #"{"status":{"conditions":[{"type":"Ready","status":"True"},{"type":"X","status":"True"}]}}"#,
            #"{"status":{"conditions":[{"type":"Ready","status":"True"},{"type":"X","status":"True"}]}}"#),
        Case(
            "tolerations are atomic", #"{"spec":{"tolerations":[{"key":"a"}]}}"#,
            #"{"spec":{"tolerations":[{"key":"b"}]}}"#, #"{"spec":{"tolerations":[{"key":"b"}]}}"#),
        Case(
            "args are atomic", #"{"spec":{"containers":[{"name":"c","args":["a","b"]}]}}"#,
            #"{"spec":{"containers":[{"name":"c","args":["d"]}]}}"#,
            #"{"spec":{"containers":[{"name":"c","args":["d"]}]}}"#),
        Case(
            "finalizers are a set", #"{"metadata":{"finalizers":["a"]}}"#, #"{"metadata":{"finalizers":["b","a"]}}"#,
            #"{"metadata":{"finalizers":["b","a"]}}"#),
        Case(
            "$deleteFromPrimitiveList", #"{"metadata":{"finalizers":["a","b"]}}"#,
            #"{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"]}}"#, #"{"metadata":{"finalizers":["b"]}}"#),
        Case(
            "owners by uid", #"{"metadata":{"ownerReferences":[{"uid":"1","name":"a"}]}}"#,
            #"{"metadata":{"ownerReferences":[{"uid":"2","name":"b"}]}}"#,
            #"{"metadata":{"ownerReferences":[{"uid":"2","name":"b"},{"uid":"1","name":"a"}]}}"#),
        Case(
            "pull secrets by name", #"{"spec":{"imagePullSecrets":[{"name":"a"}]}}"#,
            #"{"spec":{"imagePullSecrets":[{"name":"b"}]}}"#,
            #"{"spec":{"imagePullSecrets":[{"name":"b"},{"name":"a"}]}}"#),
        Case(
            "null removes", #"{"metadata":{"annotations":{"a":"1","b":"2"}}}"#,
            #"{"metadata":{"annotations":{"a":null}}}"#, #"{"metadata":{"annotations":{"b":"2"}}}"#),
        Case(
            "an element without its key", #"{"spec":{"containers":[{"name":"a"}]}}"#,
            #"{"spec":{"containers":[{"image":"x"}]}}"#, "malformed"),
        Case("an unknown directive", "{}", #"{"spec":{"$patch":"merge-it"}}"#, "malformed"),
        Case("no object", "{}", "[]", "malformed"),
    ]

    @Test(arguments: pods)
    func pod(_ each: Case) throws { try check(each, kind: "Pod") }

    static let services: [Case] = [
        Case(
            "ports by port", #"{"spec":{"ports":[{"port":80,"name":"a"}]}}"#,
            #"{"spec":{"ports":[{"port":80,"targetPort":8080}]}}"#,
            #"{"spec":{"ports":[{"port":80,"name":"a","targetPort":8080}]}}"#)
    ]

    @Test(arguments: services)
    func service(_ each: Case) throws { try check(each, kind: "Service") }

    @Test("ports of an EndpointSlice are atomic")
    func slice() throws {
        let each = Case("", #"{"ports":[{"port":1}]}"#, #"{"ports":[{"port":2}]}"#, #"{"ports":[{"port":2}]}"#)
        try check(each, kind: "EndpointSlice")
    }

    private func check(_ each: Case, kind: String) throws {
        let document = try JSONValue(json: each.document)
        let patch = try JSONValue(json: each.patch)
        do throws(PatchError) {
            let result = try StrategicMergePatch(kind: kind).apply(patch, to: document)
            #expect(result == (try? JSONValue(json: each.result)), "\(result.text)")
        } catch {
            #expect(error.code.rawValue == each.result)
        }
    }
}

/// How the lists of built-in kinds merge: the `patchStrategy` and `patchMergeKey` of the API's Go types, by field.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/ marks each list; a list that is not here is atomic and is replaced.
package enum MergeKeys {
    /// How one list takes a patch.
    package enum Strategy: Hashable, Sendable {
        /// The patch's list takes the place of the old one.
        case atomic
        /// Elements are objects, told apart by the value of this member.
        case byKey(String)
        /// Elements are plain values, and the list is their set.
        case asSet
    }

    /// The strategy of the list in member `field` of the object in member `parent` (empty at the top) of an object of `kind`.
    package static func strategy(kind: String, parent: String, field: String) -> Strategy {
        switch (field, parent) {
        case ("ports", "spec") where kind == "Service": .byKey("port")
        case ("ports", _) where kind == "Service" || kind == "EndpointSlice" || kind == "Endpoints": .atomic
        case ("ports", _): .byKey("containerPort")
        case ("containers", _), ("initContainers", _), ("ephemeralContainers", _), ("volumes", _), ("env", _),
            ("imagePullSecrets", _), ("webhooks", _), ("matchConditions", _), ("schedulingGates", _), ("secrets", _),
            ("resourceClaims", _):
            .byKey("name")
        case ("volumeMounts", _): .byKey("mountPath")
        case ("volumeDevices", _): .byKey("devicePath")
        case ("hostAliases", _), ("podIPs", _), ("hostIPs", _): .byKey("ip")
        case ("topologySpreadConstraints", _): .byKey("topologyKey")
        case ("ownerReferences", "metadata"): .byKey("uid")
        case ("conditions", "status"): .byKey("type")
        case ("addresses", "status"): .byKey("type")
        case ("finalizers", "metadata"), ("podCIDRs", "spec"): .asSet
        default: .atomic
        }
    }
}

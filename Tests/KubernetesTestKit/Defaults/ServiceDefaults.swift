/// The defaults of Services.
enum ServiceDefaults {
    /// Fills in a Service; addresses are allocated when it is stored (`ObjectBirth`).
    static func apply(to service: inout JSONValue) {
        var spec = service[path: "spec"]
        spec.setDefault("type", "ClusterIP")
        spec.setDefault("sessionAffinity", "None")
        spec["ports"] = spec["ports"]?.array.map { ports in
            .array(
                ports.map { port in
                    var port = port
                    port.setDefault("protocol", "TCP")
                    if let number = port["port"] { port.setDefault("targetPort", number) }
                    return port
                })
        }
        if spec["type"] != "ExternalName" { spec.setDefault("internalTrafficPolicy", "Cluster") }
        service["spec"] = spec
        service[path: "status"].setDefault("loadBalancer", [:])
    }

    /// Gives a new Service its cluster address and families; `number` makes the address.
    static func allocate(_ service: inout JSONValue, number: UInt16) {
        var spec = service[path: "spec"]
        guard spec["type"] != "ExternalName" else { return }
        spec.setDefault("clusterIP", .string("10.96.\(number >> 8).\(max(1, number & 0xFF))"))
        if let address = spec["clusterIP"] { spec.setDefault("clusterIPs", .array([address])) }
        spec.setDefault("ipFamilies", ["IPv4"])
        spec.setDefault("ipFamilyPolicy", "SingleStack")
        service["spec"] = spec
    }
}

import ManifestInjection
import Manifests

/// One text that a container is started with.
struct ContainerSetting: Sendable {
    /// `DATABASE_URL of container api`.
    let name: String
    /// The text, where it stands.
    let node: ManifestNode
    /// The object that it stands in.
    let entry: Inventory.Entry
    /// Its name says that it is a host, so that a word alone may be one.
    let isNamedAsHost: Bool

    /// The settings of all containers of a pod: values of variables, those of ConfigMaps among the manifests, and
    /// arguments.
    static func all(of workload: LintedWorkload, in inventory: Inventory) -> [ContainerSetting] {
        var template: ManifestNode? = workload.entry.object.node
        for key in workload.kind.templatePath { template = template?[key] }
        let spec = template?["spec"]
        return ["initContainers", "containers"].flatMap { spec?[$0]?.elements ?? [] }.flatMap { container in
            settings(of: container, workload, inventory)
        }
    }

    private static func settings(
        of container: ManifestNode, _ workload: LintedWorkload, _ inventory: Inventory
    ) -> [ContainerSetting] {
        let name = "container \(container["name"]?.string ?? "?")"
        var settings: [ContainerSetting] = []
        func add(_ key: String, _ value: ManifestNode?, in entry: Inventory.Entry) {
            guard let value, value.string != nil else { return }
            settings.append(
                ContainerSetting(
                    name: "\(key) of \(name)", node: value, entry: entry,
                    isNamedAsHost: ServiceMention.isNamedAsHost(key)))
        }
        func map(_ reference: ManifestNode?) -> Inventory.Entry? {
            reference?["name"]?.string.flatMap { inventory.own.entry("ConfigMap", workload.entry.namespace, $0) }
        }
        for source in container["envFrom"]?.elements ?? [] {
            guard let entry = map(source["configMapRef"]) else { continue }
            for member in entry.object["data"]?.members ?? [] { add(member.key, member.value, in: entry) }
        }
        for variable in container["env"]?.elements ?? [] {
            let key = variable["name"]?.string ?? "?"
            add(key, variable["value"], in: workload.entry)
            let reference = variable["valueFrom"]?["configMapKeyRef"]
            if let entry = map(reference), let member = reference?["key"]?.string {
                add(key, entry.object["data"]?[member], in: entry)
            }
        }
        for list in ["command", "args"] {
            for element in container[list]?.elements ?? [] where element.string != nil {
                settings.append(
                    ContainerSetting(
                        name: "\(list) of \(name)", node: element, entry: workload.entry, isNamedAsHost: false))
            }
        }
        return settings
    }
}

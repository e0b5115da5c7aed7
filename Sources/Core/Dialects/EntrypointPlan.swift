/// What a container in the dialect of kubernetes-entrypoint does when its wait is over.
package struct EntrypointPlan: Hashable, Sendable {
    /// The files to write, in order.
    package let renderings: [ConfigRendering]
    /// The network interface whose first address `{{ .IP }}` is; nil for the pod's own address, `POD_IP`.
    package let interfaceName: String?
    /// What to run in place of the program; nil to end with status 0.
    package let command: EntrypointCommand?
}

/// What marks a gated pod: the webhook writes it, and the status server looks for it.
package enum GateMark {
    /// The name of the init container that waits, by which a pod that already has one is recognised.
    @inlinable package static var containerName: StaticString { "k8s-wait" }
    /// What the key of every annotation and label of ours begins with.
    @inlinable package static var prefix: StaticString { "wait.k8s/" }
    /// The label by which the status server finds the pods that may ask.
    @inlinable package static var label: StaticString { "wait.k8s/gated" }
    /// The one value that the label has.
    @inlinable package static var labelValue: StaticString { "true" }
    /// The annotation of a Namespace that says which other namespaces' pods may wait for what is in it.
    @inlinable package static var allowFrom: StaticString { "wait.k8s/allow-from" }
    /// The annotation of a workload that lists what was copied from its own metadata into its pod template.
    @inlinable package static var copied: StaticString { "wait.k8s/copied" }
    /// The annotation of a pod that lists the policies that were applied to it.
    @inlinable package static var policies: StaticString { "wait.k8s/policies" }
    /// The annotation that says which version injected.
    @inlinable package static var injectedBy: StaticString { "wait.k8s/injected-by" }
}

/// The name of a namespace, where it comes from elsewhere than from what people wrote.
package enum NamespaceName {
    /// Whether Kubernetes has namespaces of this name: an RFC 1123 label. Of any other no canonical text could be read.
    package static func isValid(_ name: String) -> Bool { NameRule.label.accepts(Array(name.utf8)[...]) }
}

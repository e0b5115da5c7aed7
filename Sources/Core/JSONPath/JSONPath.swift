/// A JSONPath template as `kubectl wait --for=jsonpath=` takes it: `{.status.conditions[?(@.type=="Ready")].status}`.
///
/// <https://kubernetes.io/docs/reference/kubectl/jsonpath/>
package struct JSONPath: Hashable, Sendable, CustomStringConvertible {
    /// The path in braces, as it is printed.
    package let description: String
}

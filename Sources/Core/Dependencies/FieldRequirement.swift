package import JSONPath

/// What a field of an object must be: `jsonpath={.status.phase}=Running`, as `kubectl wait --for=jsonpath=` takes it.
package struct FieldRequirement: Hashable, Sendable, CustomStringConvertible {
    /// Where the field is.
    package let path: JSONPath
    /// What it must be as text; nil where any value will do.
    package let value: String?

    /// A requirement of a place and, if one was written, a value.
    package init(path: JSONPath, value: String? = nil) {
        self.path = path
        self.value = value
    }

    /// The text after `jsonpath=`.
    package var description: String { value.map { "\(path)=\($0)" } ?? path.description }
}

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

    /// The text after `jsonpath=`, not quoted for a list. A value in single quotes, or one that makes `==` of the sign, is put
    /// into a pair of them, which a reader takes off.
    package var description: String {
        guard let value else { return path.description }
        let isMistakable = value.hasPrefix("=") || value.utf8.count >= 2 && value.hasPrefix("'") && value.hasSuffix("'")
        return isMistakable ? "\(path)='\(value)'" : "\(path)=\(value)"
    }
}

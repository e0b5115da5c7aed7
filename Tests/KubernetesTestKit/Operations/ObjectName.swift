/// The rules for names of objects
/// (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names).
enum ObjectName {
    private static let subdomain =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and "
        + "end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"

    /// Throws 422 for a name that an object of the resource cannot have.
    static func check(_ name: String, of resource: ResourceDefinition) throws(APIStatus) {
        guard !name.isEmpty else {
            throw .invalid(
                resource, "", field: "metadata.name", reason: "FieldValueRequired",
                because: "Required value: name or generateName is required")
        }
        // Roles and bindings are named by path segments: anything that a URL can hold.
        guard resource.group != "rbac.authorization.k8s.io" else { return }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy(isLabel) else {
            throw .invalid(
                resource, name, field: "metadata.name", reason: "FieldValueInvalid",
                because: "Invalid value: \"\(name)\": \(subdomain)")
        }
    }

    private static func isLabel(_ label: Substring) -> Bool {
        func isInner(_ byte: UInt8) -> Bool { isEdge(byte) || byte == UInt8(ascii: "-") }
        func isEdge(_ byte: UInt8) -> Bool {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        }
        guard let first = label.utf8.first, let last = label.utf8.last else { return false }
        return isEdge(first) && isEdge(last) && label.utf8.allSatisfy(isInner)
    }
}

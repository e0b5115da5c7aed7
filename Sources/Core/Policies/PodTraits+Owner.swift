package import JSONText

extension PodTraits.Owner {
    /// The controller among the `ownerReferences` that are the next value; nil where there is none.
    package init?(readingController reader: inout JSONReader) throws(JSONError) {
        var controller: PodTraits.Owner?
        guard try reader.beginArrayUnlessNull() else { return nil }
        while try reader.nextElement() {
            guard try reader.beginObjectUnlessNull() else { continue }
            var (kind, name, isController) = ("", "", false)
            while let key = try reader.nextKey() {
                switch key {
                case "kind": kind = try reader.readStringUnlessNull() ?? ""
                case "name": name = try reader.readStringUnlessNull() ?? ""
                case "controller": isController = try reader.readBooleanUnlessNull() ?? false
                default: break
                }
            }
            if isController { controller = PodTraits.Owner(kind: kind, name: name) }
        }
        guard let controller else { return nil }
        self = controller
    }
}

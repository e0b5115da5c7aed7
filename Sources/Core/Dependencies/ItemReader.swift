import Encodings

/// Makes a dependency of an item's words.
struct ItemReader {
    /// What an item says, and whether it might have been meant otherwise.
    struct Reading {
        /// The dependency.
        let dependency: Dependency
        /// The port after a Service's name, `postgres:5432`, which another tool reads as `ns:name`.
        let isPortOrName: Bool
    }

    /// The kind of all items; nil where each says its own type before its target.
    let kind: DependencyKind?
    /// The namespace of items that name none; nil where each must.
    let defaultNamespace: String?
    /// Whether containers of the waiting pod may be named.
    let allowsContainers: Bool

    /// A reader of the items of one list.
    init(kind: DependencyKind?, defaultNamespace: String?, allowsContainers: Bool = false) {
        self.kind = kind
        self.defaultNamespace = defaultNamespace
        self.allowsContainers = allowsContainers
    }

    /// Reads an item.
    func read(_ item: ListItem) throws(Mistake) -> Reading {
        if let mistake = item.mistake { throw mistake }
        guard let first = item.words.first else {
            throw Mistake(.emptyItem, at: item.column, "An item is empty; take it out.")
        }
        let (type, word) = try split(first, followedBy: item.words.dropFirst().first)
        let target = try TargetParser(kind: type.kind, defaultNamespace: defaultNamespace).parse(word)
        let options = try OptionParser(kind: type.kind).parse(item.words.dropFirst(), of: target)
        let dependency = Dependency(
            kind: type.kind, resourceType: type.resourceType, namespace: target.namespace, target: target.target,
            options: options)
        return Reading(dependency: dependency, isPortOrName: target.isPortOrName)
    }

    /// The type of an item and the rest of its first word.
    private func split(
        _ word: SourceText, followedBy next: SourceText?
    ) throws(Mistake) -> (type: TypeReference, rest: SourceText) {
        if let kind { return (TypeReference(kind), word) }
        guard let slash = word.bytes.firstIndex(of: UInt8(ascii: "/")) else { throw typeMissing(word, next) }
        if slash > 0, word.bytes[slash - 1] == UInt8(ascii: ":") {
            throw Mistake(
                .unknownKind, at: word.column,
                "\(Excerpt.quoted(word.string)) does not begin with a type; list a URL in wait.k8s/for-http.")
        }
        let type = try TypeReference(word.slice(0..<slash), allowsContainers: allowsContainers)
        return (type, word.suffix(from: slash + 1))
    }

    private func typeMissing(_ word: SourceText, _ next: SourceText?) -> Mistake {
        let shown = Excerpt.quoted(word.string)
        guard defaultNamespace != nil else {
            return Mistake(.missingNamespace, at: word.column, "Write a dependency as KIND/NAMESPACE/NAME.")
        }
        // `kubectl get deployment web` has a blank there.
        if let next, BuiltInType.named(word.string) != nil {
            let example = Excerpt.of(next.string, limit: 40)
            return Mistake(.unknownKind, at: word.column, "Write \(word.string)/\(example), with a slash, as one word.")
        }
        let name = Excerpt.of(word.string, limit: 40)
        return Mistake(
            .unknownKind, at: word.column, "\(shown) has no type; write TYPE/NAME, for example service/\(name).")
    }
}

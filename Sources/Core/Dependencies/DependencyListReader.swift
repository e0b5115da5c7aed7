import Encodings

/// Reads the lists of one pod, one after another, and keeps what they say and what is wrong with them.
struct DependencyListReader {
    /// The pod's own namespace.
    let namespace: String
    /// What was read, without repetition, in order.
    private(set) var dependencies: [Dependency] = []
    /// What may be meant otherwise.
    private(set) var warnings: [Diagnostic] = []
    /// What is wrong: one an item at most, an empty list counted as one, and one for all items that are too many.
    private(set) var errors: [Diagnostic] = []

    private var itemCount = 0
    /// There were too many items, and that is said.
    private var isOver = false

    /// A reader of the lists of a pod in this namespace.
    init(namespace: String) {
        self.namespace = namespace
        dependencies.reserveCapacity(4)
    }

    /// Reads one annotation's list; of kind `resource`, one whose items say their types. After the sixty-fourth item of
    /// the pod, wrong and repeated ones counted, nothing more is read: this bounds the work, and a pod with so many is
    /// refused anyway.
    mutating func read(_ value: String, of kind: DependencyKind, annotation: String) {
        guard !isOver else { return }
        let items = ItemReader(kind: kind == .resource ? nil : kind, defaultNamespace: namespace)
        guard !JSONList.isOne(value) else {
            let list = JSONList(value)
            read(list, by: items, annotation: annotation)
            if list.elements.isEmpty, list.mistake == nil { noteEmpty(kind, annotation) }
            return
        }
        var scanner = ListScanner(value)
        var isEmpty = true
        while let item = scanner.next() {
            isEmpty = false
            guard count(1, item.text, item.column, annotation) else { return }
            read(item, by: items, annotation: annotation)
        }
        if isEmpty { noteEmpty(kind, annotation) }
    }

    private mutating func read(_ item: ListItem, by items: ItemReader, annotation: String) {
        do throws(Mistake) {
            let reading = try items.read(item)
            if reading.isPortOrName {
                warn(Self.portOrName(reading.dependency, at: item.column), item.text, annotation)
            } else if let mistake = Self.typeOrNamespace(reading.dependency, item, listed: items.kind) {
                warn(mistake, item.text, annotation)
            }
            keep(reading.dependency, item.text, item.column, annotation)
        } catch {
            errors.append(Diagnostic(error, annotation: annotation, item: item.text))
        }
    }

    private mutating func read(_ list: JSONList, by items: ItemReader, annotation: String) {
        for element in list.elements {
            let (text, column) = (list.text(element), list.column(element))
            do throws(Mistake) {
                let readings = try list.read(element, by: items)
                guard count(readings.count, text, column, annotation) else { return }
                for reading in readings {
                    if reading.isPortOrName { warn(Self.portOrName(reading.dependency, at: column), text, annotation) }
                    keep(reading.dependency, text, column, annotation)
                }
            } catch {
                guard count(1, text, column, annotation) else { return }
                errors.append(Diagnostic(error, annotation: annotation, item: text))
            }
        }
        guard let mistake = list.mistake, count(1, "", 1, annotation) else { return }
        errors.append(Diagnostic(mistake, annotation: annotation, item: ""))
    }

    private mutating func keep(_ dependency: Dependency, _ text: String, _ column: Int, _ annotation: String) {
        // There are 64 at the most: comparing them costs less than hashing each.
        guard dependencies.indices.contains(where: { dependencies[$0] == dependency }) else {
            dependencies.append(dependency)
            return
        }
        let message = "\(dependency.displayName) is listed twice; it counts once."
        warn(Mistake(.duplicateDependency, at: column, message), text, annotation)
    }

    /// Counts more items; false when they are too many, which is then an error already.
    private mutating func count(_ more: Int, _ text: String, _ column: Int, _ annotation: String) -> Bool {
        let limit = WaitQuestion.maximumDependencies
        guard itemCount + more > limit else {
            itemCount += more
            return true
        }
        isOver = true
        let mistake = Mistake(
            .tooManyDependencies, at: column, "A pod may have at most \(limit) dependencies; this is one more.")
        errors.append(Diagnostic(mistake, annotation: annotation, item: text))
        return false
    }

    private mutating func noteEmpty(_ kind: DependencyKind, _ annotation: String) {
        guard count(1, "", 1, annotation) else { return }
        let message = "There is no \(kind.displayName) in this list; name one, or take the annotation out."
        errors.append(Diagnostic(Mistake(.emptyList, at: 1, message), annotation: annotation, item: ""))
    }

    private mutating func warn(_ mistake: Mistake, _ item: String, _ annotation: String) {
        warnings.append(Diagnostic(mistake, annotation: annotation, item: item))
    }
}

extension DependencyListReader {
    /// kubernetes-entrypoint reads `ns:name`, so people who come from it may mean a Service called 5432.
    private static func portOrName(_ dependency: Dependency, at column: Int) -> Mistake {
        let port = dependency.options.port.map(\.description) ?? ""
        let name = Excerpt.of(dependency.target.description, limit: 40)
        return Mistake(
            .portOrName, at: column,
            "This means port \(port) of Service \(name); write \"\(name) port=\(port)\", "
                + "or \"\(name)/\(port)\" for Service \(port) of namespace \(name).")
    }

    /// In a list of Jobs, `job/migrate` is Job migrate of namespace job; people who know `kubectl` may mean another.
    private static func typeOrNamespace(
        _ dependency: Dependency, _ item: ListItem, listed kind: DependencyKind?
    ) -> Mistake? {
        let slash = dependency.namespace.utf8.count
        guard let kind, let word = item.words.first?.bytes, slash < word.count, word[slash] == UInt8(ascii: "/"),
            BuiltInType.named(dependency.namespace)?.kind == kind,
            word[..<slash].elementsEqual(dependency.namespace.utf8)
        else { return nil }
        let name = Excerpt.of(dependency.target.description, limit: 40)
        return Mistake(
            .typeOrNamespace, at: item.column,
            "This means \(kind.displayName) \(name) of namespace \(dependency.namespace); "
                + "for one of the pod's own namespace write \"\(name)\".")
    }
}

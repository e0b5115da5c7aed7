import Dependencies
import Readiness

/// Which dependencies an object concerns: by its name, by its labels, or by being in a collection.
///
/// An event costs what it touches, however many other dependencies there are.
struct InterestIndex: Sendable {
    /// The selectors that choose objects of one namespace, each under a key and its values one of which every object has
    /// that it chooses.
    private struct Selectors {
        var byValue: [String: [String: [Int32: LabelSelector]]] = [:]
        /// Those without such a key: `!legacy`, `tier notin (a)`.
        var others: [Int32: LabelSelector] = [:]

        var isEmpty: Bool { byValue.isEmpty && others.isEmpty }
    }

    private struct Place: Hashable {
        let collection: CollectionID
        let namespace: String
    }

    private var byName: [Touched.Object: [Int32]] = [:]
    private var byLabels: [Place: Selectors] = [:]
    private var byCollection: [CollectionID: Set<Int32>] = [:]

    /// Whether anybody waits for something that this collection decides.
    func isWanted(_ id: CollectionID) -> Bool { byCollection[id] != nil }

    /// The entries that the collections of `ids` decide.
    func entries(of ids: Set<CollectionID>) -> Set<Int32> {
        ids.reduce(into: []) { $0.formUnion(byCollection[$1] ?? []) }
    }

    /// The entries that a batch of events touches.
    func entries(touchedBy touched: Touched) -> Set<Int32> {
        var found = entries(of: touched.collections.union(touched.contents))
        for object in touched.objects { found.formUnion(byName[object] ?? []) }
        for change in touched.labels { add(to: &found, whatChooses: change) }
        return found
    }

    private func add(to found: inout Set<Int32>, whatChooses change: Touched.Labels) {
        let place = Place(collection: change.collection, namespace: change.namespace)
        guard let selectors = byLabels[place] else { return }
        func take(_ candidates: [Int32: LabelSelector]) {
            for (entry, selector) in candidates where selector.matches({ change.labels[$0] }) { found.insert(entry) }
        }
        take(selectors.others)
        for (key, candidates) in selectors.byValue {
            if let value = change.labels[key], let candidates = candidates[value] { take(candidates) }
        }
    }

    // MARK: Writing

    /// An entry is judged by these collections from now on.
    mutating func insert(_ entry: Int32, _ dependency: Dependency, _ sources: SourceIDs) {
        for id in sources.all { byCollection[id, default: []].insert(entry) }
        forEachName(dependency, sources) { byName[$0, default: []].append(entry) }
        guard let (place, selector) = Self.choice(dependency, sources) else { return }
        guard let (key, values) = Self.needed(selector) else {
            byLabels[place, default: Selectors()].others[entry] = selector
            return
        }
        for value in values {
            byLabels[place, default: Selectors()].byValue[key, default: [:]][value, default: [:]][entry] = selector
        }
    }

    /// An entry is no longer judged by these collections.
    ///
    /// - Returns: the collections that nobody wants any more.
    mutating func remove(_ entry: Int32, _ dependency: Dependency, _ sources: SourceIDs) -> [CollectionID] {
        var unwanted: [CollectionID] = []
        for id in sources.all where byCollection[id]?.remove(entry) != nil && byCollection[id]?.isEmpty == true {
            byCollection[id] = nil
            unwanted.append(id)
        }
        forEachName(dependency, sources) { name in
            byName[name]?.removeAll { $0 == entry }
            if byName[name]?.isEmpty == true { byName[name] = nil }
        }
        if let (place, selector) = Self.choice(dependency, sources) { remove(entry, selector, at: place) }
        return unwanted
    }

    private mutating func remove(_ entry: Int32, _ selector: LabelSelector, at place: Place) {
        if let (key, values) = Self.needed(selector) {
            for value in values {
                byLabels[place]?.byValue[key]?[value]?[entry] = nil
                if byLabels[place]?.byValue[key]?[value]?.isEmpty == true {
                    byLabels[place]?.byValue[key]?[value] = nil
                }
            }
            if byLabels[place]?.byValue[key]?.isEmpty == true { byLabels[place]?.byValue[key] = nil }
        }
        byLabels[place]?.others[entry] = nil
        if byLabels[place]?.isEmpty == true { byLabels[place] = nil }
    }

    /// What the entry names in collections that take in a whole cluster.
    private func forEachName(_ dependency: Dependency, _ sources: SourceIDs, _ body: (Touched.Object) -> Void) {
        if let id = sources.namespaces {
            body(Touched.Object(collection: id, name: ObjectName(namespace: "", name: dependency.namespace)))
        }
        guard let name = dependency.objectName else { return }
        for id in [sources.objects, sources.slices].compactMap({ $0 }) {
            body(Touched.Object(collection: id, name: name))
        }
    }

    private static func choice(_ dependency: Dependency, _ sources: SourceIDs) -> (Place, LabelSelector)? {
        guard let id = sources.objects, case .selector(let selector) = dependency.target else { return nil }
        return (Place(collection: id, namespace: dependency.namespace), selector)
    }

    /// A label that every object has which the selector chooses, with one of these values.
    private static func needed(_ selector: LabelSelector) -> (key: String, values: [String])? {
        for requirement in selector.requirements {
            if case .isIn(let values) = requirement.condition { return (requirement.key, values) }
        }
        return nil
    }
}

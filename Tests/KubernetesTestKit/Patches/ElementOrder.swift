/// The order of a merged list: the patch's `$setElementOrder` or else the order of its own elements, with elements that only
/// the server has put in where their old neighbours let them. So a new element goes to the front of a list whose elements
/// the patch does not name, as `pod-status-condition-patch.http` shows.
struct ElementOrder {
    private let order: [JSONValue]
    private let key: String?

    /// `order` has the elements in the order wanted, their identity at least; `key` names the member that identifies an element, nil for plain values.
    init(order: [JSONValue], key: String?) {
        self.order = order
        self.key = key
    }

    /// The merged elements in their final order.
    func arrange(_ merged: [JSONValue], old: [JSONValue]) -> [JSONValue] {
        let wanted = order.map(identity)
        let before = old.map(identity)
        let ours = wanted.compactMap { one in merged.first { identity($0) == one } }
        var serverOnly = merged.filter { !wanted.contains(identity($0)) }[...]
        var result: [JSONValue] = []
        for element in ours {
            while let candidate = serverOnly.first, stands(identity(candidate), before: identity(element), in: before) {
                result.append(candidate)
                serverOnly.removeFirst()
            }
            result.append(element)
        }
        return result + serverOnly
    }

    private func identity(_ element: JSONValue) -> JSONValue {
        guard let key else { return element }
        return element[key] ?? .null
    }

    private func stands(_ first: JSONValue, before second: JSONValue, in list: [JSONValue]) -> Bool {
        guard let left = list.firstIndex(of: first), let right = list.firstIndex(of: second) else { return false }
        return left < right
    }
}

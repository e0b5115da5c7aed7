/// What one dependency, or one Service of several that it chose, needs to come true: pods of some workloads.
struct Need: Hashable, Sendable {
    /// How many pods.
    enum Rule: Hashable, Sendable {
        /// So many of all backers together, 1 at least.
        case atLeast(Int)
        /// Every pod of every backer.
        case every
    }

    /// `Service db/postgres`: how a circle names it.
    let name: String
    /// How many pods of the backers.
    let rule: Rule
    /// The workloads whose pods count, in order.
    let backers: [WorkloadReference]
    /// It names the backer itself, as `Job shop/migrate` does, so that naming the backer again would say nothing.
    let namesItsBacker: Bool
}

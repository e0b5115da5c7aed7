import Dependencies

/// What one dependency, or one Service of several that it chose, needs to come true: pods of some workloads.
struct Need: Sendable {
    /// A workload whose pods count.
    struct Backer: Sendable {
        /// Its number in the graph.
        let number: UInt32
        /// How many pods it has.
        let counts: PodCounts
    }

    /// How many pods.
    enum Rule: Sendable {
        /// So many of all backers together, 1 at least.
        case atLeast(Int)
        /// Every pod of every backer.
        case every
    }

    /// What it is for, of which the name is made only where a circle names it.
    enum Subject: Sendable {
        /// A Service, by its namespace and name.
        case service(String, String)
        /// Whatever the dependency names.
        case dependency(Dependency)
    }

    /// What it is for.
    let subject: Subject
    /// How many pods of the backers.
    let rule: Rule
    /// The workloads whose pods count, in no order.
    let backers: [Backer]
    /// It names the backer itself, as `Job shop/migrate` does, so that naming the backer again would say nothing.
    let namesItsBacker: Bool

    /// `Service db/postgres`: how a circle names it.
    var name: String {
        switch subject {
        case .service(let namespace, let name): "Service \(namespace)/\(name)"
        case .dependency(let dependency): dependency.displayName
        }
    }
}

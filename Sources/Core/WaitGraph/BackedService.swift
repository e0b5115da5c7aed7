/// A Service with the workloads behind it, kept up to date, so that a search need not look for them.
struct BackedService: Sendable {
    /// The Service.
    var node: ServiceNode
    /// The numbers of the workloads whose pods it selects, in no order.
    var backers: [UInt32]
    /// Under which label of its selector it is looked for; nil where it has none.
    var place: Int?
}

/// One page of a list.
package struct ListPage: Sendable {
    /// The objects of the page, in order.
    package let objects: [StoredObject]
    /// The version at which all pages of the list are read.
    package let resourceVersion: Int
    /// The token of the next page; nil on the last.
    package let token: ContinueToken?
    /// How many objects the later pages have; nil on the last, and where selectors make it unknown.
    package let remaining: Int?
}

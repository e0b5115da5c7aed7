/// What a reflector is to do next, as `WatchMachine` says.
package enum WatchMachineStep: Hashable, Sendable {
    /// Ask for a page of the list.
    case list([APIRequest.QueryItem], rereadsCredentials: Bool)
    /// Leave the present watch, if any, and open one.
    case watch([APIRequest.QueryItem], seconds: Int, rereadsCredentials: Bool)
    /// Go on reading the present watch.
    case read
    /// Leave the present watch, if any, and come back after this time.
    case rest(Duration)
}

/// One thing for a loop to run.
enum Work {
    /// A job of a task that prefers the loop.
    case job(UnownedJob)
    /// A job of an actor whose executor the loop is.
    case isolatedJob(UnownedJob)
    /// A plain closure.
    case closure(@Sendable () -> Void)
}

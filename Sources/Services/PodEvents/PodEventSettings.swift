/// Times and limits of Events. Every one has a safe default.
package struct PodEventSettings: Hashable, Sendable {
    /// How long a container waits before an Event says so.
    package var delay = Duration.seconds(10)
    /// How often the Event of a wait that goes on without a change is written again. An API server forgets Events after an hour
    /// (`--event-ttl`), counted from the last write.
    package var refresh = Duration.seconds(1_800)
    /// How many Events of one container are written at once, before `podInterval` separates them.
    package var podBurst = 10
    /// The time between the Events of a container that has used its burst up.
    package var podInterval = Duration.seconds(60)
    /// How many Events are written at once in all, before `interval` separates them.
    package var burst = 100
    /// The time between the Events of all pods.
    package var interval = Duration.milliseconds(40)
    /// How many Events may wait to be written; the oldest is dropped for a newer one.
    package var queueLimit = 5_000
    /// How many containers are kept in mind, waiting or not long gone.
    package var podLimit = 40_000
    /// How often an Event is tried that the API server answers with an error of its own.
    package var tries = 8
    /// For how long nothing is written to a namespace where it was forbidden; doubled each time, up to sixteenfold.
    package var suspension = Duration.seconds(30)
    /// Within which time the same ending, told by another replica, is taken for the same and not counted twice, in seconds.
    package var sameEnding = 60
    /// The name of our own pod: `reportingInstance`.
    package var instance: String

    /// The defaults, for a server in that pod.
    package init(instance: String) {
        self.instance = instance
    }
}

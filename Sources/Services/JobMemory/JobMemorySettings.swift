/// Where the record is, and the limits and times of Job memory. Every one but the place has a safe default.
package struct JobMemorySettings: Hashable, Sendable {
    /// Our own namespace, in which the record is kept; nil where it is not known: then memory lasts as long as the process.
    package var namespace: String?
    /// The name of the ConfigMap.
    package var name = "k8s-wait-job-memory"
    /// How long the text of the record may become, in bytes. A ConfigMap holds 1 MiB.
    package var byteLimit = 512 << 10
    /// How many facts may wait to be written.
    package var queueLimit = 2_000
    /// How many sightings may wait for the namespaces to become known.
    package var sightingLimit = 1_000
    /// How long facts are gathered before they are written together.
    package var batchDelay = Duration.milliseconds(500)
    /// How often controllers are looked up, to drop the facts of those that are gone.
    package var sweepInterval = Duration.seconds(600)
    /// How many are looked up each time.
    package var sweepLimit = 100
    /// How soon after one look-up the next may be made because there is no room.
    package var shortestSweepInterval = Duration.seconds(60)

    /// The defaults, for a record in that namespace.
    package init(namespace: String?) {
        self.namespace = namespace
    }
}

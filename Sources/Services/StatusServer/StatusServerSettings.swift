package import Dependencies

/// The limits and times of the status server. Every one has a safe default.
package struct StatusServerSettings: Hashable, Sendable {
    /// The repository of our image, `ghcr.io/example/k8s-wait`: a container with an image of it may ask, whatever its name is. Empty for
    /// none.
    package var imageRepository = ""
    /// The kinds of objects that may be waited for beside those that every server judges.
    package var allowedKinds = AllowedKinds()
    /// What pods may ask of other namespaces.
    package var crossNamespace = CrossNamespacePolicy()
    /// How many pods may wait at the same time.
    package var maximumWaits = 20_000
    /// How many of them may be of one peer address: one stands for a whole node where pods are behind it.
    package var maximumWaitsPerPeer = 5_000
    /// How many requests of one peer address are answered in a second, in the long run.
    package var requestsPerSecondPerPeer = 1_000
    /// How many of them at once, after a pause: as many pods as an address can stand for may have lost another replica.
    package var requestBurstPerPeer = 20_000
    /// How many of them may be pods that the server has not seen yet.
    package var maximumUnknownPods = 2_000
    /// How many of those one peer address may ask for.
    package var maximumUnknownPodsPerPeer = 16
    /// How many questions with a UID that is not the pod's may be held back at a time; each is a request in flight.
    package var maximumHeldQuestions = 256
    /// How many bytes of questions may be kept whose pods are not known yet: the marks of completed Jobs in them.
    package var maximumHeldBytes = 16 << 20
    /// How long a pod that the server has not seen is waited for, before its client is told to connect again.
    package var unknownPodPatience = Duration.seconds(60)
    /// How long a UID that is not the one of the pod of that name is borne with: a pod that was replaced under the same name may be
    /// asking before the watch has told of it.
    package var identityGrace = Duration.seconds(2)
    /// How long a pod that the server has not seen is waited for before it is read from the API server: mostly the watch was late.
    package var podReadDelay = Duration.seconds(2)
    /// How many pods may be read at a time.
    package var podReadsAtOnce = 4
    /// How many in a second.
    package var podReadsPerSecond = 10
    /// How many of these for one peer address.
    package var podReadsPerSecondPerPeer = 2
    /// How long what reading a pod has shown against it is believed.
    package var podReadMemory = Duration.seconds(30)
    /// How many refusals are remembered.
    package var maximumKnownRefusals = 2_048
    /// How often a stream without news gets a heartbeat.
    package var heartbeat = Duration.seconds(15)
    /// How many collections may be watched that do not take in the whole cluster: single objects, pods by name or by labels, the
    /// pods of one namespace.
    package var maximumWatches = 512
    /// How long a collection stays watched after the last wait for it.
    package var reflectorLinger = Duration.seconds(300)

    /// The defaults.
    package init() {}
}

package import JSONText

/// What is kept of the status of one container of the waiting pod itself.
package struct ContainerState: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// It is ready: it runs and its readiness probe, if it has one, succeeds.
    package let isReady: Bool
    /// It runs.
    package let isRunning: Bool
    /// It has ended.
    package let isTerminated: Bool
    /// It ends again and again, and the kubelet waits before it starts it once more.
    package let isCrashLooping: Bool

    /// A status of these parts.
    package init(
        name: String, isReady: Bool, isRunning: Bool = false, isTerminated: Bool = false, isCrashLooping: Bool = false
    ) {
        self.name = name
        self.isReady = isReady
        self.isRunning = isRunning
        self.isTerminated = isTerminated
        self.isCrashLooping = isCrashLooping
    }

    /// Reads one element of `status.containerStatuses` or `status.initContainerStatuses`.
    package init(reading reader: inout JSONReader) throws(JSONError) {
        var (name, isReady, isRunning, isTerminated, isCrashLooping) = ("", false, false, false, false)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readStringUnlessNull() ?? ""
            case "ready": isReady = try reader.readBooleanUnlessNull() ?? false
            case "state":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let state = try reader.nextKey() {
                    switch state {
                    case "running": isRunning = try !reader.readNull()
                    case "terminated": isTerminated = try !reader.readNull()
                    case "waiting":
                        guard try reader.beginObjectUnlessNull() else { continue }
                        while let inner = try reader.nextKey() {
                            guard inner.isEqual(to: "reason") else { continue }
                            isCrashLooping = try reader.readStringUnlessNull() == "CrashLoopBackOff"
                        }
                    default: break
                    }
                }
            default: break
            }
        }
        self.init(
            name: name, isReady: isReady, isRunning: isRunning, isTerminated: isTerminated,
            isCrashLooping: isCrashLooping)
    }
}

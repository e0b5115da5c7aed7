package import Dependencies

/// What the operator has decided about every container that the webhook injects.
package struct AdmissionSettings: Sendable {
    /// What becomes of an annotated pod for Windows nodes, where the injected container cannot run.
    package enum WindowsPolicy: String, CaseIterable, Hashable, Sendable {
        /// The pod is denied, since it would start ungated.
        case refuse
        /// The pod passes ungated, with a warning.
        case allow
    }

    /// What becomes of pods that wait for each other, so that none of them ever starts.
    package enum CirclePolicy: String, CaseIterable, Hashable, Sendable {
        /// Nobody looks.
        case off
        /// Whoever creates them is warned.
        case warn
        /// They are denied, and so are workloads whose pods they would be.
        case deny
    }

    /// When the kubelet pulls an image (Kubernetes: Images, "Image pull policy").
    package enum PullPolicy: String, CaseIterable, Hashable, Sendable {
        case always = "Always"
        case ifNotPresent = "IfNotPresent"
        case never = "Never"
    }

    /// The version of this server, which the pod's annotation `wait.k8s/injected-by` says.
    package var version: String
    /// The injected container's image, by tag or digest.
    package var image: String
    /// The injected container's pull policy; nil leaves it to the API server's default.
    package var pullPolicy: PullPolicy?
    /// The name of a Secret to pull the image with, appended to the pod's own.
    package var pullSecret: String?
    /// The https URL of the status server.
    package var statusURL: String
    /// The status Service's cluster IPs, for pods whose DNS cannot resolve the URL's host.
    package var statusAddresses: [String] = []
    /// SHA-256 digests of the trusted public keys (SPKI), 64 hexadecimal digits each.
    package var pins: [String] = []
    /// The request and limit for CPU, as a Kubernetes quantity.
    package var cpu = "20m"
    /// The request and limit for memory, as a Kubernetes quantity.
    package var memory = "32Mi"
    /// The numeric user that the container runs as; nil leaves it to the cluster, as OpenShift wants.
    package var runAsUser: Int? = 65532
    /// What holds where a pod's annotations say nothing.
    package var defaults: PodDefaults
    /// The images that the annotation `wait.k8s/image` may name; the `image` setting is always allowed.
    package var allowedImages: [ImagePattern] = []
    /// The kinds of objects that pods may wait for, beside those that every server judges.
    package var allowedKinds = AllowedKinds()
    /// What pods may ask of other namespaces.
    package var crossNamespace = CrossNamespacePolicy()
    /// What becomes of annotated pods for Windows.
    package var windows = WindowsPolicy.refuse
    /// What becomes of pods that wait for each other.
    package var circles = CirclePolicy.warn
    /// Mistakes in annotations become warnings, and the pod waits for what did parse.
    package var isDenialSoft = false

    /// What cannot be left to a default; everything else begins with the value that its declaration shows.
    package init(version: String, image: String, statusURL: String, defaults: PodDefaults) {
        self.version = version
        self.image = image
        self.statusURL = statusURL
        self.defaults = defaults
    }
}

/// What admission wants of a review of a pod: the fields that Sources/Core/Admission reads.
///
/// Decodable, so that JSONDecoder makes the very values that our reader makes in ReviewFields+Reading.swift.
struct ReviewFields: Decodable, Equatable, Sendable {
    /// The request under review.
    struct Request: Decodable, Equatable, Sendable {
        /// Repeated by the answer.
        var uid = ""
        /// `CREATE`, `UPDATE`.
        var operation = ""
        /// What the object is.
        var resource = Resource()
        /// The part of the object that is written, if not all of it.
        var subResource: String?
        /// The namespace of the object.
        var namespace = ""
        /// The object's name, unless it is still to be made.
        var name: String?
        /// The object.
        var object = Pod()
    }

    /// A group and a resource's plural name.
    struct Resource: Decodable, Equatable, Sendable {
        /// The API group; empty for the core.
        var group = ""
        /// The plural name.
        var resource = ""
    }

    /// The pod.
    struct Pod: Decodable, Equatable, Sendable {
        /// Its metadata.
        var metadata = Metadata()
        /// Its spec.
        var spec = Spec()
    }

    /// Who a pod is and what it asks for.
    struct Metadata: Decodable, Equatable, Sendable {
        /// The name, unless it is still to be made.
        var name: String?
        /// What the name will begin with.
        var generateName: String?
        /// The namespace.
        var namespace: String?
        /// The labels.
        var labels: [String: String]?
        /// The annotations.
        var annotations: [String: String]?
    }

    /// What decides about the injected container.
    struct Spec: Decodable, Equatable, Sendable {
        /// The init containers.
        var initContainers: [Container]?
        /// The containers.
        var containers: [Container] = []
        /// The Secrets that images are pulled with.
        var imagePullSecrets: [Named]?
        /// The pod shares its node's network.
        var hostNetwork: Bool?
        /// How names are resolved.
        var dnsPolicy: String?
        /// What happens when a container ends.
        var restartPolicy: String?
        /// How long the pod may live, in seconds.
        var activeDeadlineSeconds: Int?
        /// The operating system.
        var os: Named?
        /// The labels of the nodes that it may run on.
        var nodeSelector: [String: String]?
    }

    /// A container.
    struct Container: Decodable, Equatable, Sendable {
        /// Its name.
        var name = ""
        /// What it asks for.
        var resources: Resources?
    }

    /// Quantities by resource.
    struct Resources: Decodable, Equatable, Sendable {
        /// What is set aside.
        var requests: [String: String]?
        /// What is the most.
        var limits: [String: String]?
    }

    /// An object of which only the name counts.
    struct Named: Decodable, Equatable, Sendable {
        /// Its name.
        var name: String?
    }

    /// The API version of the review.
    var apiVersion = ""
    /// `AdmissionReview`.
    var kind = ""
    /// The request.
    var request = Request()
}

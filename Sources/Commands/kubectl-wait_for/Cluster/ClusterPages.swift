internal import KubernetesClient
internal import Linting
internal import Manifests

/// Reads lists page by page and single objects by their metadata. Refusals are answers; every other failure is thrown.
struct ClusterPages: Sendable {
    private static let metadataList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
    private static let metadata = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"

    private let client: KubernetesClient
    private let limit: Int

    /// Reads through a client; lists of more than `limit` objects are not read to their end, and are not known.
    init(client: KubernetesClient, limit: Int) {
        self.client = client
        self.limit = limit
    }

    /// All objects of a kind in a namespace; none where the cluster does not have the kind.
    func objects(
        _ resource: ResourceType, in namespace: String, onlyMetadata: Bool
    ) async throws -> ClusterAnswer {
        do throws(KubernetesError) {
            let found = try await client.list(
                resource, namespace: namespace,
                accept: onlyMetadata ? "\(Self.metadataList),application/json" : "application/json", most: limit,
                read: ObjectText.copying)
            guard let found else { return .notKnown("There are more than \(limit) \(resource)") }
            var objects: [ManifestNode] = []
            for json in found {
                for object in try nodes(json) {
                    objects.append(Self.named(onlyMetadata ? Self.bare(object) : object, resource))
                }
            }
            return .objects(objects)
        } catch {
            switch error.code {
            case .forbidden: return .notKnown("This kubeconfig may not list \(resource)")
            case .notFound: return .objects([])
            case .expired: return .notKnown("\(resource) change too fast to be listed")
            default: throw error
            }
        }
    }

    /// The metadata of one object; none where there is no such object, or no such kind.
    func object(_ resource: ResourceType, in namespace: String?, named name: String) async throws -> ClusterAnswer {
        let request = APIRequest(
            .get, resource.path(namespace: namespace, name: name), accept: "\(Self.metadata),application/json")
        do throws(KubernetesError) {
            let response = try await client.send(request, to: "read \(resource) \(name)")
            return .objects(try nodes(response.body).map { Self.named($0, resource) })
        } catch {
            switch error.code {
            case .forbidden: return .notKnown("This kubeconfig may not read \(resource)/\(name)")
            case .notFound: return .objects([])
            default: throw error
            }
        }
    }

    private func nodes(_ body: [UInt8]) throws(KubernetesError) -> [ManifestNode] {
        do throws(ManifestError) {
            return try JSONManifest.read(body)
        } catch {
            throw KubernetesError(.unreadable, "the API server sent what cannot be read: \(error.message)")
        }
    }

    /// Objects in lists, and their metadata alone, do not say what they are.
    private static func named(_ object: ManifestNode, _ resource: ResourceType) -> ManifestNode {
        let members = object.members.filter { $0.key != "kind" && $0.key != "apiVersion" }
        return ManifestNode(
            .mapping(
                [
                    ManifestNode.Member(key: "apiVersion", value: ManifestNode(.string(resource.apiVersion))),
                    ManifestNode.Member(key: "kind", value: ManifestNode(.string(resource.kind))),
                ] + members))
    }

    /// Its metadata alone, also from a server that does not know how to send that.
    private static func bare(_ object: ManifestNode) -> ManifestNode {
        ManifestNode(.mapping(object.members.filter { $0.key == "metadata" }))
    }
}

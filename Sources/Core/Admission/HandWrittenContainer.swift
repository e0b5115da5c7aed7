import Dependencies
import Dialects
import Encodings
import JSONText

/// A container of our image that people wrote themselves: what it asks, and what it lacks to ask the server.
struct HandWrittenContainer {
    /// What it lacks: a variable, and the index of the one to put it in place of.
    private struct Addition {
        let name: String
        let source: ContainerEnvironment.Source
        let index: Int?
    }

    /// What is wrong with it, one sentence each.
    private(set) var mistakes: [String] = []
    /// What may be meant otherwise.
    private(set) var warnings: [String] = []
    /// What it waits for; nil where that cannot be read.
    private(set) var question: DialectQuestion?

    private let path: JSONPointer
    private let hasEnvironment: Bool
    private var additions: [Addition] = []

    /// Reads the container that stands in a pod at `place`. The pod's name and UID may still be made by the API server:
    /// `podName` is then any name that it could have, since only the form of the question is judged here.
    init(
        _ container: Span<UInt8>, at place: ContainerPlace, in spec: PodSpec, namespace: String, podName: String,
        environment: ContainerEnvironment
    ) {
        path = place.path
        var manifest: ContainerManifest
        do throws(JSONError) {
            var reader = JSONReader(container)
            manifest = try ContainerManifest(reading: &reader)
        } catch {
            hasEnvironment = false
            mistakes = ["\(place): \(error.message)."]
            return
        }
        hasEnvironment = manifest.hasEnvironment
        complete(&manifest, place, environment)
        do throws(Diagnostic) {
            let invocation = try manifest.invocation { path in
                switch path {
                case "metadata.namespace": namespace
                case "metadata.name": podName
                case "metadata.uid": "00000000-0000-0000-0000-000000000000"
                default: nil
                }
            }
            let question = try Dialects.read(
                invocation, podNamespace: namespace, restartPolicy: spec.restartPolicy)
            self.question = question
            warnings = question.notes.map { Self.line(place, $0) }
            if question.dialect == .entrypoint, manifest.takesForeignVariables {
                warnings.append(
                    Self.line(place, "what envFrom says of DEPENDENCY_ variables is not read by the server; use env."))
            }
            mistakes = question.question.dependencies.compactMap { spec.obstacle($0, for: place) }.map {
                Self.line(place, $0)
            }
        } catch {
            mistakes = [Self.line(place, error.description)]
        }
    }

    /// Adds to a patch what the container lacks.
    func complete(_ patch: inout JSONPatch) {
        let list = path.appending("env")
        let new = additions.filter { $0.index == nil }
        for addition in additions {
            guard let index = addition.index else { continue }
            patch.replace(list.appending(index)) {
                ContainerEnvironment.write(addition.name, addition.source, to: &$0)
            }
        }
        if hasEnvironment {
            for addition in new {
                patch.add(list.appending("-")) { ContainerEnvironment.write(addition.name, addition.source, to: &$0) }
            }
        } else if !new.isEmpty {
            patch.add(list) { writer in
                writer.beginArray()
                for addition in new { ContainerEnvironment.write(addition.name, addition.source, to: &writer) }
                writer.endArray()
            }
        }
    }

    /// Finds what is missing, and lets the manifest have it: a reference to it is expanded as the kubelet will.
    private mutating func complete(
        _ manifest: inout ContainerManifest, _ place: ContainerPlace, _ environment: ContainerEnvironment
    ) {
        var wanted = environment.variables
        wanted["K8S_WAIT_CONTAINER"] = .value(place.name)
        for name in ContainerEnvironment.names {
            guard let source = wanted[name] else { continue }
            let present = manifest.variable(name)
            // An empty value says nothing to the program; a copied container carries another one's name.
            let isKept = present.map { $0.source != .text("") && name != "K8S_WAIT_CONTAINER" } ?? false
            guard !isKept, present?.source != .text(place.name) || name != "K8S_WAIT_CONTAINER" else { continue }
            additions.append(Addition(name: name, source: source, index: present?.index))
            switch source {
            case .value(let text): manifest.append(name, .text(text))
            case .field(let path): manifest.append(name, .field(path))
            }
        }
    }

    private static func line(_ place: ContainerPlace, _ text: String) -> String {
        Excerpt.of("\(place): \(text)", limit: Diagnostic.maximumLength)
    }
}

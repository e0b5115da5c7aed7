internal import Admission
internal import ArgumentParser
internal import Dependencies
internal import ManifestInjection
internal import Manifests

/// `kubectl wait-for inject`: manifests with the waiting container in, for clusters without the webhook.
struct InjectCommand: ParsableCommand {
    /// What `--help` says.
    static let configuration = CommandConfiguration(
        commandName: "inject",
        abstract: "Prints manifests with the waiting init container in every pod that has something to wait for.",
        discussion: """
            Pods, Deployments, StatefulSets, DaemonSets, ReplicaSets, Jobs and CronJobs with annotations under \
            wait.k8s/ are given what the webhook would give their pods; everything else comes out byte for byte as it \
            was. Where anything would be refused, nothing is printed, the reason goes to standard error, and the exit \
            status is 1. What comes out can be given in again: nothing is put in twice.

            Examples:
              helm template shop ./shop | kubectl wait-for inject -f - --pin "$PIN" | kubectl apply -f -
              kubectl wait-for inject -f deploy/ -n shop --pin "$PIN" --pin "$NEXT_PIN" >deploy.yaml
              kubectl wait-for inject -f pod.json --pin "$PIN" --image registry.example/k8s-wait:1.0.0 --timeout 5m
            """)

    /// What is read.
    @OptionGroup var manifests: ManifestArguments

    /// What is put in.
    @OptionGroup(title: "What is put in") var options: InjectionOptions

    /// Does it.
    func run() throws {
        let output = try Self.output(for: try manifests.read(), options.settings, namespace: manifests.namespace)
        try output.write()
        guard output.status == 0 else { throw ExitCode(output.status) }
    }

    /// What becomes of the files.
    static func output(
        for files: [ManifestFile], _ settings: AdmissionSettings, namespace: String
    ) throws(Problem) -> CommandOutput {
        let injector = Injector(settings, namespace: namespace, namespaces: namespaceDefaults(in: files))
        var output = CommandOutput()
        for file in files {
            do throws(ManifestError) {
                let injection = try ManifestInjection(file.documents, in: file.text, by: injector)
                tell(injection, of: file, &output)
                append(try injection.text(from: file.text, read: ManifestFile.read), to: &output.standard)
            } catch {
                throw Problem(error, in: file.name, file.lines)
            }
        }
        if output.status != 0 { output.standard = [] }
        return output
    }

    private static func tell(_ injection: ManifestInjection, of file: ManifestFile, _ output: inout CommandOutput) {
        for result in injection.results {
            // In most nothing is to be told, and where they stand is some work to find.
            var place: String { file.place(of: result.object.node.origin?.lowerBound) }
            for warning in result.warnings {
                output.messages.append("\(place): warning: \(result.object.displayName): \(warning)")
            }
            if case .refused(let reason) = result.outcome {
                output.messages.append("\(place): error: \(result.object.displayName): \(reason)")
                output.status = 1
            }
        }
    }

    /// One file after another, as documents of one text.
    private static func append(_ text: [UInt8], to all: inout [UInt8]) {
        if let last = all.last {
            if last != UInt8(ascii: "\n") { all.append(UInt8(ascii: "\n")) }
            if !text.starts(with: "---".utf8) { all += "---\n".utf8 }
        }
        all += text
    }

    /// What the Namespaces among the manifests say for the pods in them.
    private static func namespaceDefaults(in files: [ManifestFile]) -> [String: NamespaceDefaults] {
        var namespaces: [String: NamespaceDefaults] = [:]
        for object in files.lazy.flatMap(\.documents).flatMap(ManifestObject.all)
        where object.kind == "Namespace" && object.apiVersion == "v1" {
            namespaces[object.name] = NamespaceDefaults(object["metadata", "annotations"]?.strings ?? [])
        }
        return namespaces
    }
}

import Dependencies
import Encodings

/// Tells the dialect of arguments whose program's name tells nothing.
enum DialectDetection {
    /// The one dialect that the arguments have the form of; without arguments, that of the environment.
    static func dialect(of words: [String], in invocation: ContainerInvocation) throws(Diagnostic) -> Dialect {
        guard let first = words.first else {
            let mentioned = EntrypointReader.mentioned(in: invocation)
            if !mentioned.isEmpty || invocation.variable("COMMAND") != .absent { return .entrypoint }
            throw Place.arguments.refusal(
                .emptyList, "",
                "There are no arguments; write for example \"for service/NAMESPACE/NAME\", or set DEPENDENCY_SERVICE.")
        }
        if first == "for" { return .native }
        if first == "entrypoint" { return .entrypoint }
        let isWaitFor = WaitForReader.kinds.contains(first)
        var fitting: [Dialect] = isWaitFor ? [.waitFor] : []
        if words.contains(where: isWhenReady) { fitting.append(.whenReady) }
        // k8s-wait-for's second argument is a name or a selector, and selectors have commas of their own.
        if words.dropFirst(isWaitFor ? 2 : 0).contains(where: isListItem) || isWaitFor && isBareItem(words) {
            fitting.append(.waitForMulti)
        }
        if fitting.isEmpty, words.allSatisfy(isHostName), !isMisspelled(words) { fitting.append(.servicePrecheck) }
        guard let only = fitting.first, fitting.count == 1 else { throw refusal(words, fitting) }
        return only
    }

    /// `--type=service`, `--name`.
    private static func isWhenReady(_ word: String) -> Bool {
        ["--type", "--name"].contains { word == $0 || word.hasPrefix("\($0)=") }
    }

    /// `job,db-migrate`: two or three names with commas between.
    private static func isListItem(_ word: String) -> Bool {
        let parts = word.split(separator: ",", omittingEmptySubsequences: false)
        return 2...3 ~= parts.count && !word.hasPrefix("-") && !word.contains(" ") && !word.contains("=")
    }

    /// The second of k8s-wait-for's arguments is one of k8s-wait-for-multi's: `pod job,db-migrate`.
    private static func isBareItem(_ words: [String]) -> Bool {
        words.count > 1 && isListItem(words[1])
    }

    /// Letters, digits and the signs of names and addresses. A slash or an option is something else.
    private static func isHostName(_ word: String) -> Bool {
        !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: ":"):
                    byte != UInt8(ascii: "-") || word.utf8.first != byte
                default: false
                }
            }
    }

    /// `jobs db-migrate` or `deployment web`: no host names, but somebody's idea of another dialect.
    private static func isMisspelled(_ words: [String]) -> Bool {
        guard words.count == 2, let first = words.first else { return false }
        let singular = first.lowercased().utf8.last == UInt8(ascii: "s") ? String(first.lowercased().dropLast()) : first
        let kinds = DependencyKind.allCases.map(\.rawValue) + WaitForReader.kinds + ["svc", "po", "deploy"]
        return kinds.contains(first.lowercased()) || kinds.contains(singular.lowercased())
    }

    private static func refusal(_ words: [String], _ fitting: [Dialect]) -> Diagnostic {
        let shown = Excerpt.quoted(words.joined(separator: " "))
        guard fitting.isEmpty else {
            let names = fitting.map(\.rawValue).joined(separator: " and ")
            return Place.arguments.refusal(
                .unknownArgument, words[0], "\(shown) has the form of two tools, \(names); name the program by command."
            )
        }
        return Place.arguments.refusal(
            .unknownArgument, words[0],
            "\(shown) is in no form known: for KIND/NS/NAME, job|pod|service NAME, NS,KIND,NAME, --type= --name=, hosts."
        )
    }
}

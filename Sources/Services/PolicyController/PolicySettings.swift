/// How a replica takes part in putting policies in force.
package struct PolicySettings: Sendable {
    /// Who this replica is: never the same for two processes.
    package var identity: String
    /// Its namespace, in which the replicas' Leases are; nil where that is not known, and so no other replica either.
    package var namespace: String?
    /// What all replicas of one installation have in common.
    package var group: String
    /// After how long without a sign of life a replica counts as gone.
    package var lifetime: Duration = .seconds(40)
    /// How often a replica says that it lives: so often that many signs may be lost.
    package var renewal: Duration { lifetime / 8 }
    /// How long to wait before a kind is looked for again that is not served, or whose watch is interrupted.
    package var absence: Duration = .seconds(5)
    /// How long to wait after the API server could not be asked for a kind.
    package var retry: Duration = .seconds(1)
    /// How often a replica looks whether it is its part to count pods.
    package var look: Duration = .seconds(1)
    /// The name of our MutatingWebhookConfiguration; nil where there is none that we know of.
    package var registration: String?
    /// Whether Events are written on pods that were not gated.
    package var writesEvents = true
    /// How long conditions are left as they are after a change, so that many changes make one write.
    package var pause: Duration = .milliseconds(200)

    /// The defaults for that replica.
    package init(identity: String, namespace: String?, group: String) {
        self.identity = identity
        self.namespace = namespace
        self.group = group
    }

    /// The name of the replica's Lease: names are of lower-case letters, digits, hyphens and dots.
    package var leaseName: String {
        let name = "\(group)-\(identity)".lowercased().map { character -> Character in
            character.isASCII && (character.isLetter || character.isNumber || character == ".") ? character : "-"
        }
        return String(name.suffix(253).drop { $0 == "-" || $0 == "." })
    }
}

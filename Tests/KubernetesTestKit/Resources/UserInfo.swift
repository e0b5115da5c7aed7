/// Who sent a request: `authentication.k8s.io/v1` UserInfo.
package struct UserInfo: Hashable, Sendable {
    /// The user's name, such as `system:serviceaccount:shop:web`.
    package var name: String
    /// The user's uid; empty where it has none.
    package var uid: String
    /// The groups, in the order in which they are sent.
    package var groups: [String]
    /// Further facts; the API server puts the credential's id here.
    package var extra: [String: [String]]

    /// A user with these facts.
    package init(name: String, uid: String = "", groups: [String] = [], extra: [String: [String]] = [:]) {
        self.name = name
        self.uid = uid
        self.groups = groups
        self.extra = extra
    }

    /// A cluster administrator with a client certificate, as the recordings were made by one.
    package static let admin = UserInfo(
        name: "admin", groups: ["system:masters", "system:authenticated"],
        extra: ["authentication.kubernetes.io/credential-id": ["X509SHA256=\(String(repeating: "0", count: 64))"]])

    /// Nobody in particular: a request without a credential.
    package static let anonymous = UserInfo(name: "system:anonymous", groups: ["system:unauthenticated"])

    /// The ServiceAccount of that name.
    package static func serviceAccount(_ name: String, in namespace: String, uid: String = "") -> UserInfo {
        UserInfo(
            name: "system:serviceaccount:\(namespace):\(name)", uid: uid,
            groups: ["system:serviceaccounts", "system:serviceaccounts:\(namespace)", "system:authenticated"])
    }

    /// Whether the user may do anything, as members of `system:masters` may.
    package var isMaster: Bool { groups.contains("system:masters") }

    /// The JSON form, members left out where they are empty, as in `tokenreview-valid.http`.
    package var json: JSONValue {
        var value: JSONValue = ["username": .string(name)]
        if !uid.isEmpty { value["uid"] = .string(uid) }
        if !groups.isEmpty { value["groups"] = .strings(groups) }
        if !extra.isEmpty {
            value["extra"] = .object(JSONObject(extra.map { ($0.key, .strings($0.value)) }).sorted())
        }
        return value
    }
}

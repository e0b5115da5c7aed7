/// Who may talk to the API server, and as whom.
package struct Authentication: Sendable {
    /// The users, by bearer token. Without any, everybody is `UserInfo.admin`.
    package var tokens: [String: UserInfo]

    /// Users by their tokens.
    package init(tokens: [String: UserInfo] = [:]) {
        self.tokens = tokens
    }

    /// The user of a request with this `Authorization` header. Throws 401 for a token that nobody has, or for none.
    package func user(authorization: String?) throws(APIStatus) -> UserInfo {
        guard !tokens.isEmpty else { return .admin }
        guard let authorization, authorization.lowercased().hasPrefix("bearer "),
            let user = tokens[String(authorization.dropFirst(7))]
        else { throw .unauthorized }
        return user
    }
}

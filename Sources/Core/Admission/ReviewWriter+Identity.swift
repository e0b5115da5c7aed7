import JSONText

extension ReviewWriter {
    /// A writer for a review of which some field could not be read, if it says at least its version and uid.
    init?(identifying body: Span<UInt8>) {
        var version: ReviewVersion?
        var uid = ""
        var reader = JSONReader(body)
        do throws(JSONError) {
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "apiVersion": version = ReviewVersion(rawValue: try reader.readString())
                case "request":
                    try reader.beginObject()
                    while let field = try reader.nextKey() {
                        if field.isEqual(to: "uid") { uid = try reader.readString() }
                    }
                default: break
                }
            }
            try reader.end()
        } catch {
            return nil
        }
        guard let version, !uid.isEmpty else { return nil }
        self.init(version: version, uid: uid)
    }
}

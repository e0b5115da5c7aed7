/// A setting that is on or off, as annotations write it.
enum Switch: String, CaseIterable {
    case on = "true"
    case off = "false"
}

/// What the rules need of any record to choose among several objects.
protocol ObjectRecord {
    /// Its namespace; empty for an object without one.
    var namespace: String { get }
    /// Its name.
    var name: String { get }
    /// It has a deletionTimestamp: it counts as absent.
    var isBeingDeleted: Bool { get }
}

extension ServiceRecord: ObjectRecord {}
extension PodRecord: ObjectRecord {}
extension JobRecord: ObjectRecord {}
extension CronJobRecord: ObjectRecord {}
extension DeploymentRecord: ObjectRecord {}
extension StatefulSetRecord: ObjectRecord {}
extension DaemonSetRecord: ObjectRecord {}
extension VolumeClaimRecord: ObjectRecord {}
extension CustomResourceDefinitionRecord: ObjectRecord {}
extension ConfigurationRecord: ObjectRecord {}
extension NodeRecord: ObjectRecord {}
extension ResourceRecord: ObjectRecord {}

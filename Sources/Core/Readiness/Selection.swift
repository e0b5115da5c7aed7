import Dependencies

/// Judges what holds for every kind alike: presence, absence, and several objects that a selector chose.
enum Selection {
    /// Judges the objects that a dependency's target chose: for a name one at most, for a selector all that match.
    ///
    /// Of several, each must be ready; the worst of the others speaks for all. Another namespace's objects are counted
    /// and not named, as who may create a pod must not learn their names.
    static func judge<Record: ObjectRecord>(
        _ dependency: Dependency, _ records: [Record], _ context: JudgementContext,
        one: (_ record: Record, _ name: String) -> Judgement
    ) -> Judgement {
        let live: [Record]
        switch present(dependency, records, context) {
        case .judged(let judgement): return judgement
        case .live(let records): live = records
        }
        guard case .selector = dependency.target else { return one(live[0], dependency.displayName) }
        let judgements = live.sorted { $0.name < $1.name }.map { one($0, name(of: $0, dependency, context)) }
        return all(dependency, judgements)
    }

    /// What is there of a target: nothing that needs its kind's rule, or objects, one at least.
    enum Present<Record> {
        case judged(Judgement)
        case live([Record])
    }

    /// The objects that count, unless presence alone decides or there is none.
    static func present<Record: ObjectRecord>(
        _ dependency: Dependency, _ records: [Record], _ context: JudgementContext
    ) -> Present<Record> {
        guard dependency.options.field == nil else { return .judged(notJudged(dependency)) }
        let isBeingDeleted = records.contains { $0.isBeingDeleted }
        let live = isBeingDeleted ? records.filter { !$0.isBeingDeleted } : records
        if let judgement = Presence.judge(dependency, isThere: !live.isEmpty, isBeingDeleted: isBeingDeleted) {
            return .judged(judgement)
        }
        guard !live.isEmpty else {
            return .judged(MissingObject.judge(dependency, isBeingDeleted: isBeingDeleted, context: context))
        }
        return .live(live)
    }

    /// How messages call one of the objects that a selector chose.
    static func name(of record: some ObjectRecord, _ dependency: Dependency, _ context: JudgementContext) -> String {
        record.namespace == context.podNamespace
            ? "\(dependency.kind.displayName) \(record.namespace)/\(record.name)" : "one of them"
    }

    /// The judgement on several, of which every one must be ready.
    static func all(_ dependency: Dependency, _ judgements: [Judgement]) -> Judgement {
        let ready = judgements.count { $0.verdict.state == .ready }
        let count = "\(dependency.displayName): \(ready) of \(judgements.count) ready"
        let completed = judgements.flatMap(\.completedJobs)
        let review = judgements.compactMap(\.reviewAt).min()
        guard let worst = worst(of: judgements) else {
            let reason = judgements.first?.verdict.reason ?? .exists
            return Judgement(Verdict(.ready, reason, count), reviewAt: review, completedJobs: completed)
        }
        let verdict = Verdict(worst.state, worst.reason, "\(count); \(worst.message)")
        return Judgement(verdict, reviewAt: review, completedJobs: completed)
    }

    /// The verdict of those that are not ready which matters most, the first of equals; nil if all are ready.
    static func worst(of judgements: [Judgement]) -> Verdict? {
        for state in [Verdict.State.failed, .stalled, .unknown, .waiting] {
            if let found = judgements.first(where: { $0.verdict.state == state }) { return found.verdict }
        }
        return nil
    }
}

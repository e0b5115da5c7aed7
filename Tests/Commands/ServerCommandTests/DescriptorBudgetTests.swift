import Testing

@testable import k8s_wait_server

/// How descriptors are shared out.
@Suite struct DescriptorBudgetTests {
    @Test func whatFitsIsGranted() {
        let budget = DescriptorBudget(
            granted: 1 << 20, own: 576, webhook: 10_000, status: 20_000, operatorPort: 256, legacy: 1_024)
        #expect(!budget.isShort)
        #expect([budget.webhook, budget.status, budget.operatorPort, budget.legacy] == [10_000, 20_000, 256, 1_024])
    }

    @Test(arguments: [4, 16, 48, 64, 256, 1_024, 4_096, 20_000, 30_000])
    func whatDoesNotFitIsShared(granted: Int) {
        let budget = DescriptorBudget(
            granted: granted, own: 576, webhook: 10_000, status: 20_000, operatorPort: 256, legacy: 0)
        #expect(budget.isShort)
        #expect(budget.webhook >= 1 && budget.status >= 1 && budget.operatorPort >= 1 && budget.legacy == 0)
        #expect(budget.webhook * 4 >= min(10_000, budget.status))
        #expect(budget.webhook + budget.status + budget.operatorPort <= max(4, granted))
    }

    @Test func whoAsksForLittleLeavesTheRest() {
        let budget = DescriptorBudget(
            granted: 1_000, own: 200, webhook: 10_000, status: 10, operatorPort: 256, legacy: 0)
        #expect(budget.status == 10)
        #expect(budget.webhook == 740)
        #expect(budget.operatorPort == 50)
    }
}

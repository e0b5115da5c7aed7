import ArgumentParser
import Readiness
import Testing

@testable import k8s_wait_server

/// The pages for operators name what there is, and their links lead somewhere.
@Suite struct OperatorDocumentsTests {
    /// Options of other programs.
    private static let foreign: Set<String> = [
        "--atomic", "--event-ttl", "--rollback-on-failure", "--timeout", "--wait",
    ]

    @Test(arguments: ["operations.md", "security.md"])
    func nameOnlyOptionsThatThereAre(page: String) {
        let text = Document(page).text
        let help = ServerCommand.helpMessage(columns: 400)
        let options = Set(text.matches(of: /`(--[a-z]+(?:-[a-z]+)*)/).map { String($0.1) })
        #expect(options.count > 8)
        for option in options.subtracting(Self.foreign) {
            #expect(help.contains("\(option) ") || help.contains("\(option)\n"), "\(option)")
        }
    }

    @Test(arguments: ["operations.md", "security.md"])
    func nameOnlyMetricsThatAreDocumented(page: String) {
        for match in Document(page).text.matches(of: /k8s_wait_[a-z_]+[a-z]/) {
            let name = String(match.output.trimmingSuffix("_bucket"))
            let isThere = ["`", "{"].contains { Document.configuration.text.contains("`\(name)\($0)") }
            #expect(isThere, "\(name)")
        }
    }

    @Test func nameOnlyReasonsThatThereAre() {
        let reasons = Document("operations.md").text.matches(of: /[Rr]eason `([A-Z][A-Za-z]+)`/).map { String($0.1) }
        #expect(reasons.count >= 3)
        for reason in reasons { #expect(Verdict.Reason(rawValue: reason) != nil, "\(reason)") }
    }

    @Test(arguments: Document.all)
    func linksLeadSomewhere(page: String) {
        let document = Document(page)
        #expect(!document.text.isEmpty)
        for match in document.text.matches(of: /\]\(([a-z]*\.?m?d?)#([a-z0-9-]+)\)/) {
            let target = match.1.isEmpty ? page : String(match.1)
            #expect(Self.anchors(Document(target)).contains(String(match.2)), "\(match.output.0)")
        }
        for match in document.text.matches(of: /\]\(([a-z]+\.md)\)/) {
            #expect(Document.all.contains(String(match.1)), "\(match.output.0)")
        }
    }

    /// The anchors that GitHub makes of headings.
    private static func anchors(_ document: Document) -> Set<String> {
        Set(
            document.rows.filter { $0.hasPrefix("#") }.map { row in
                let title = row.drop { $0 == "#" || $0 == " " }.lowercased()
                return String(title.filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" })
                    .replacing(" ", with: "-")
            })
    }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(_ suffix: String) -> SubSequence {
        hasSuffix(suffix) ? dropLast(suffix.count) : self[...]
    }
}

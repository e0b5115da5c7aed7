import Encodings
import Testing

@Suite struct CivilDateTests {
    @Test(arguments: [
        (0, 1970, 1, 1), (-1, 1969, 12, 31), (11_016, 2000, 2, 29), (47_540, 2100, 2, 28), (47_541, 2100, 3, 1),
        (-719_468, 0, 3, 1), (-719_469, 0, 2, 29), (2_932_896, 9999, 12, 31),
    ])
    func knownDays(number: Int, year: Int, month: Int, day: Int) {
        #expect(CivilDate.day(year: year, month: month, day: day) == number)
        #expect(CivilDate.date(ofDay: number) == (year, month, day))
    }

    @Test func everyDayFollowsTheOneBefore() {
        var (year, month, day) = CivilDate.date(ofDay: -800_000)
        for number in -799_999...100_000 {
            day += 1
            if day > CivilDate.days(inMonth: month, of: year) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
            guard CivilDate.date(ofDay: number) == (year, month, day),
                CivilDate.day(year: year, month: month, day: day) == number
            else {
                Issue.record("day \(number) is not \(year)-\(month)-\(day)")
                return
            }
        }
    }
}

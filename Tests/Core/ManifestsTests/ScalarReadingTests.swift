import Manifests
import Testing

struct ScalarReadingTests {
    /// As sigs.k8s.io/yaml makes JSON of them.
    @Test(arguments: [
        ("", "null"), ("~", "null"), ("null", "null"), ("nUll", "\"nUll\""), ("yes", "true"), ("On", "true"),
        ("n", "false"), ("off", "false"), ("yEs", "\"yEs\""), ("12", "12"), ("-12", "-12"), ("+12", "12"),
        ("0x1F", "31"), ("-0x10", "-16"), ("0b101", "5"), ("0o17", "15"), ("017", "15"), ("08", "8"), ("1_000", "1000"),
        ("1.5", "1.5"), (".5", "0.5"), ("1.", "1"), ("-.5", "-0.5"), ("1e3", "1e3"), ("1E+3", "1e+3"), ("00.5", "0.5"),
        ("1.2.3", "\"1.2.3\""), ("1e", "\"1e\""), ("-", "\"-\""), ("+", "\"+\""), (".", "\".\""), ("0x", "\"0x\""),
        ("0x-1", "\"0x-1\""), ("100m", "\"100m\""), ("2024-01-01", "\"2024-01-01\""), ("1:30", "\"1:30\""),
        ("--x", "\"--x\""), ("9223372036854775808", "9223372036854775808"), ("١", "\"١\""),
    ])
    func plainWordsMeanWhatKubernetesReads(_ text: String, _ json: String) {
        #expect(String(decoding: ManifestNode(ScalarReading.content(ofPlain: text)).json, as: UTF8.self) == json)
    }
}

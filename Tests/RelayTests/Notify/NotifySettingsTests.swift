import ICYReader
import Testing

@testable import Relay

@Suite struct NotifySettingsTests {
    private static let files = [
        "hook": "a-secret-of-plain-text\n", "empty": "\n", "pw": "a pass word\r\n",
        "lines": "a\nb\n",
    ]

    private func settings(_ line: String, station: String = "rock") throws -> NotifySettings {
        let words = line.split(separator: " ").map(String.init) + ["http://h/jazz"]
        guard case .serve(let options) = try OptionsParser.parse(words, readFile: { _ in [] })
        else { throw UsageError(message: "not serve: \(line)") }
        return try NotifySettings(
            options.notify, stations: ["jazz", station]
        ) { (path) throws(SystemError) in
            guard let text = Self.files[path] else { throw SystemError("open", code: 2) }
            return Array(text.utf8)
        }
    }

    @Test func withoutFlagsNobodyIsTold() throws {
        let settings = try settings("")
        #expect(settings.webhook == nil && settings.mqtt == nil)
    }

    @Test(
        arguments: [
            ("mqtt://h", "mqtt://h:1883", nil), ("MQTTS://h/", "mqtts://h:8883", nil),
            ("mqtts://a%40b@h:1", "mqtts://h:1", "a@b"), ("mqtt://[::1]", "mqtt://[::1]:1883", nil),
            ("mqtts://u@[::1]:99", "mqtts://[::1]:99", "u"),
        ] as [(String, String, String?)])
    func aBrokerHasAnAddress(text: String, expected: String, user: String?) throws {
        let mqtt = try #require(try settings("--mqtt \(text)").mqtt)
        #expect(mqtt.address.description == expected && mqtt.user == user)
        #expect(mqtt.version == .v311 && mqtt.topics == MQTTTopics(prefix: "relay", discovery: nil))
        #expect((mqtt.address.url.scheme == .https) == expected.hasPrefix("mqtts"))
    }

    @Test func aBrokerHasAPasswordAVersionAndTopics() throws {
        let mqtt = try #require(
            try settings(
                "--mqtt mqtt://u@h --mqtt-password-file pw --mqtt-version 5 --mqtt-prefix a/b.c "
                    + "--mqtt-discovery homeassistant"
            ).mqtt)
        #expect(mqtt.password == Array("a pass word".utf8) && mqtt.version == .v5)
        #expect(mqtt.topics == MQTTTopics(prefix: "a/b.c", discovery: "homeassistant"))
    }

    @Test func aStationCannotHaveTheTopicOfTheStatus() throws {
        #expect(throws: UsageError.self) { try settings("--mqtt mqtt://h", station: "status") }
        _ = try settings("", station: "status")
    }

    @Test func aWebhookHasAnAddressAndASecret() throws {
        let settings = try settings(
            "--on-title https://example.org/hook --on-title-secret-file hook")
        #expect(settings.webhook?.url.description == "https://example.org/hook")
        #expect(settings.webhook?.secret.key == Array("a-secret-of-plain-text".utf8))
    }

    @Test(arguments: [
        ("--on-title http://h/", "--on-title needs --on-title-secret-file beside it"),
        ("--on-title-secret-file hook", "--on-title-secret-file needs --on-title beside it"),
        ("--on-title http://h/ --on-title-secret-file none", "none: No such file"),
        ("--on-title http://h/ --on-title-secret-file empty", "empty: there is no secret in it"),
        ("--on-title icy://h/", "write an http or https URL"),
        ("--on-title http://u:pass@h/", "leave out the user and the password"),
        ("--on-title ftp://u:pass@h/", "write an http or https URL"),
        ("--on-title http://", "--on-title: "),
        ("--mqtt http://h", "write mqtt://host:port"),
        ("--mqtt mqtt://u:pass@h", "leave out the pass"),
        ("--mqtt ftp://u:pass@h", "write mqtt://host:port"), ("--mqtt mqtt://", "--mqtt: "),
        ("--mqtt mqtt://h/topic", "nothing comes after the port"),
        ("--mqtt mqtt://@h", "the user in the address"),
        ("--mqtt mqtt://h:0x", "--mqtt: "),
        ("--mqtt mqtt://h --mqtt-password-file pw", "--mqtt-password-file needs a user in --mqtt"),
        ("--mqtt mqtt://u@h --mqtt-password-file empty", "there is no password in it"),
        ("--mqtt mqtt://u@h --mqtt-password-file lines", "more than one line"),
        ("--mqtt-prefix a", "--mqtt-prefix needs --mqtt beside it"),
        ("--mqtt-discovery a", "--mqtt-discovery needs --mqtt beside it"),
        ("--mqtt-version 5", "--mqtt-version needs --mqtt beside it"),
        ("--mqtt-version 3", "3.1.1 or 5"),
        ("--mqtt mqtt://h --mqtt-prefix a//b", "levels of letters"),
        ("--mqtt mqtt://h --mqtt-prefix a/#", "levels of letters"),
        ("--mqtt mqtt://h --mqtt-prefix $SYS", "levels of letters"),
    ])
    func whatIsWrongIsSaid(line: String, words: String) {
        let error = #expect(throws: UsageError.self) { try settings(line) }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("pass@") == false)
    }
}

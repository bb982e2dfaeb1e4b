import ICYReader
import Testing

@testable import Relay

@Suite struct WebhookSecretTests {
    private func secret(_ text: String) throws -> WebhookSecret {
        try WebhookSecret(file: Array(text.utf8))
    }

    @Test(arguments: [
        "a-secret-of-plain-text", "\n# ours\r\n  a-secret-of-plain-text \r\n\n",
        "\u{FEFF}a-secret-of-plain-text\n",
    ])
    func aLineOfTextIsTheKey(text: String) throws {
        let secret = try secret(text)
        #expect(secret.key == Array("a-secret-of-plain-text".utf8))
        #expect(secret.authorization == nil)
    }

    @Test(arguments: ["whsec_AAECAwQFBgcICQoLDA0ODw==", "whsec_AAECAwQFBgcICQoLDA0ODw"])
    func aSecretOfStandardWebhooksIsDecoded(text: String) throws {
        #expect(try secret(text).key == Array(0..<16))
    }

    @Test func anAuthorizationMayFollow() throws {
        let secret = try secret("a-secret-of-plain-text\nauthorization:  Bearer a b \n")
        #expect(secret.authorization == "Bearer a b")
    }

    @Test(arguments: [
        ("", "there is no secret in it"), ("# only a comment\n\n", "there is no secret in it"),
        ("short", "this one has 5"), ("whsec_AAECAw==", "this one has 4"),
        ("whsec_not*base64*at*all*!", "is not base64"),
        ("a secret with blanks in it", "without blanks"), ("ein-Geheimnis-für-alle", "ASCII"),
        ("a-secret-of-plain-text\nBearer x", "the second line"),
        ("a-secret-of-plain-text\nAuthorization:", "the second line"),
        ("a-secret-of-plain-text\n::", "the second line"),
        ("a-secret-of-plain-text\nAuthorization: \u{7F}", "the second line"),
        ("a-secret-of-plain-text\nAuthorization: x\nX: y", "more than the secret"),
        (String(repeating: "x", count: 257), "this one has 257"),
    ])
    func whatIsWrongIsSaidWithoutTheSecret(text: String, words: String) {
        let error = #expect(throws: SecretFileError.self) { try secret(text) }
        #expect(error?.description.contains(words) == true)
        #expect(text.count < 5 || error?.description.contains(text) == false)
    }
}

import COpenSSL
import ICYReader

/// The signature of Standard Webhooks (standardwebhooks.com, version 1): HMAC-SHA-256 of id, time
/// and body.
enum WebhookSignature {
    /// The value of `webhook-signature`; nil if OpenSSL has no SHA-256.
    ///
    /// - Parameters:
    ///   - id: the value of `webhook-id`.
    ///   - time: the value of `webhook-timestamp`: Unix seconds.
    static func text(id: String, time: Int, body: [UInt8], key: [UInt8]) -> String? {
        let signed = Array("\(id).\(time).".utf8) + body
        var digest = [UInt8](repeating: 0, count: 32)
        guard unsafe relay_hmac_sha256(key, key.count, signed, signed.count, &digest) == 1 else {
            return nil
        }
        return "v1," + Base64.text(digest)
    }
}

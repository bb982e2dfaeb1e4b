/// Which of several addresses of a station is used. Nearly every station has one, and no list.
///
/// After a failure the next one is tried at once, and after the last one the first. Once all have
/// failed in a row, the first is tried again after a wait.
struct AddressList: StartsEmpty, Sendable {
    private let urls: [StreamURL]
    /// The place of the address in use.
    private(set) var place = 0
    /// Addresses that have failed since one last worked.
    private var failures = 0
    /// When the first address is asked whether it works again.
    private(set) var due: Instant?

    /// No list: there is only one address.
    init() { urls = [] }

    init(_ urls: [StreamURL]) { self.urls = urls }

    var isInitial: Bool { urls.isEmpty }

    /// The address in use; nil without a list.
    var current: StreamURL? { urls.isEmpty ? nil : urls[place] }

    /// The address in use has a stream.
    mutating func isLive(_ now: Instant, returnAfter: Duration) {
        due = place > 0 ? now + returnAfter : nil
    }

    /// The address in use has played for a while.
    mutating func hasWorked() { failures = 0 }

    /// The address in use has failed, ended or fallen silent: goes on to the next one.
    ///
    /// - Returns: whether that is to be tried at once.
    mutating func fail() -> Bool {
        due = nil
        guard urls.count > 1 else { return false }
        failures += 1
        place = (place + 1) % urls.count
        if failures < urls.count { return true }
        failures = 0
        place = 0
        return false
    }

    /// Whether it is time to ask the first address. If so, the next time is set.
    mutating func takeDue(_ now: Instant, returnAfter: Duration) -> Bool {
        guard let due, now >= due else { return false }
        self.due = now + returnAfter
        return true
    }

    /// The list of a session that begins with the first address.
    var restarted: AddressList { AddressList(urls) }
}

/// How much of the current turn clients have used for expensive operations.
struct TurnBudget {
    private var turn = 0
    private var handshakes = 0
    private var subscriptions = 0
    private var unsubscriptions = 0

    /// Whether one more TLS handshake may continue: one costs as much as a thousand titles.
    mutating func takeHandshake(in turn: Int) -> Bool {
        begin(turn)
        handshakes += 1
        return handshakes <= Limits.handshakesPerTurn
    }

    /// Whether a client may subscribe to `count` stations.
    mutating func takeSubscriptions(_ count: Int, in turn: Int) -> Bool {
        begin(turn)
        // A client with more stations than the whole budget gets a turn of its own.
        guard subscriptions == 0 || subscriptions + count <= Limits.subscriptionsPerTurn else {
            return false
        }
        subscriptions += count
        return true
    }

    /// Whether a client that has left may be removed from `count` stations.
    mutating func takeUnsubscriptions(_ count: Int, in turn: Int) -> Bool {
        begin(turn)
        unsubscriptions += count
        return unsubscriptions <= Limits.unsubscriptionsPerTurn
    }

    private mutating func begin(_ turn: Int) {
        guard turn != self.turn else { return }
        self = TurnBudget()
        self.turn = turn
    }
}

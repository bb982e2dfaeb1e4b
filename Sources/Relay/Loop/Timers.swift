import ICYReader

/// An object that can be called at a given time.
protocol TimerHandler: AnyObject {
    func timerFired(_ timer: Timers.Token, now: Instant)
}

/// Deadlines in order: a binary heap with the earliest on top. Time is an input.
///
/// A cancelled timer stays in the heap, without its handler, until its deadline. So cancelling
/// needs no search, and a heap of short timers cleans itself.
struct Timers {
    /// Identifies one scheduled call. A token that has fired or was cancelled identifies nothing
    /// any more.
    struct Token: Hashable {
        // 8 bytes in total: every client has one.
        fileprivate let slot: UInt32
        fileprivate let generation: UInt32
    }

    private struct Slot {
        var handler: (any TimerHandler)?
        var generation: UInt32
    }

    private struct Entry {
        let deadline: Instant
        let token: Token
    }

    private var heap: [Entry] = []
    private var slots: [Slot] = []
    private var freeSlots: [UInt32] = []

    /// How many timers are waiting.
    private(set) var count = 0

    /// When the next call is due. Cancelled timers do not count.
    mutating func nextDeadline() -> Instant? {
        while let top = heap.first {
            if isWaiting(top.token) { return top.deadline }
            removeTop()
        }
        return nil
    }

    mutating func schedule(at deadline: Instant, _ handler: any TimerHandler) -> Token {
        let slot: UInt32
        if let free = freeSlots.popLast() {
            slot = free
            slots[Int(slot)].handler = handler
        } else {
            slot = UInt32(slots.count)
            slots.append(Slot(handler: handler, generation: 0))
        }
        let token = Token(slot: slot, generation: slots[Int(slot)].generation)
        count += 1
        insert(Entry(deadline: deadline, token: token))
        return token
    }

    mutating func cancel(_ token: Token) {
        _ = take(token)
    }

    /// Removes and returns the next handler that is due; nil if there is none.
    mutating func popExpired(now: Instant) -> (any TimerHandler, Token)? {
        while let top = heap.first, top.deadline <= now {
            removeTop()
            if let handler = take(top.token) { return (handler, top.token) }
        }
        return nil
    }

    private func isWaiting(_ token: Token) -> Bool {
        slots[Int(token.slot)].generation == token.generation
    }

    private mutating func take(_ token: Token) -> (any TimerHandler)? {
        guard isWaiting(token) else { return nil }
        let slot = Int(token.slot)
        let handler = slots[slot].handler
        slots[slot].handler = nil
        slots[slot].generation &+= 1
        freeSlots.append(token.slot)
        count -= 1
        return handler
    }

    // MARK: The heap

    private mutating func insert(_ entry: Entry) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].deadline < heap[parent].deadline else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func removeTop() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < heap.count else { return }
            let right = left + 1
            let child =
                right < heap.count && heap[right].deadline < heap[left].deadline ? right : left
            guard heap[child].deadline < heap[parent].deadline else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}

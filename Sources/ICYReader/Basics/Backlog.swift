/// A queue that is empty nearly always: what one call appends, its caller takes at once. It holds
/// no storage while it is empty, since the next element may be minutes away.
package struct Backlog<Element> {
    private var elements: [Element] = []
    private var next: UInt32 = 0

    /// Makes an empty queue.
    package init() {}

    /// Whether nothing is left to take.
    package var isEmpty: Bool { elements.isEmpty }

    /// Adds an element at the end.
    package mutating func append(_ element: Element) { elements.append(element) }

    /// The last element; nil if nothing is left to take.
    package var last: Element? { elements.last }

    /// Puts another element into the last place. An empty queue stays empty.
    package mutating func replaceLast(by element: Element) {
        guard elements.isEmpty == false else { return }
        elements[elements.count - 1] = element
    }

    /// Takes the first element; nil if there is none.
    package mutating func popFirst() -> Element? {
        guard elements.isEmpty == false else { return nil }
        let element = elements[Int(next)]
        next += 1
        if Int(next) == elements.count { self = Backlog() }
        return element
    }
}

extension Backlog: Sendable where Element: Sendable {}

extension Session {
    public var work: Int { 0 }
    public mutating func received(_ input: Span<UInt8>, now: Instant, workLimit: Int) -> Int {
        received(input, now: now)
        return input.count
    }
}

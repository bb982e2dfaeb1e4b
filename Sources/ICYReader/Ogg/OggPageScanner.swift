/// Finds the pages of an Ogg body and gathers their headers.
struct OggPageScanner: Sendable, Equatable {
    /// How often there was no page where one should begin.
    private(set) var lostCaptureCount = 0

    private var header: [UInt8] = []
    private var isSearching = false

    init() { header.reserveCapacity(OggPage.largestHeader) }

    /// Consumes `input` from `offset` to the end of a page's header.
    ///
    /// - Returns: nil when all of `input` before `end` is consumed.
    mutating func next(_ input: Span<UInt8>, _ offset: inout Int, upTo end: Int) -> OggPage? {
        while offset < end {
            let byte = input[offset]
            offset += 1
            guard OggPage.isPlausible(byte, at: header.count) else {
                if isSearching == false { lostCaptureCount += 1 }
                isSearching = true
                header.removeAll(keepingCapacity: true)
                // Only the first byte of the pattern can begin it again, so nothing is read twice.
                if OggPage.isPlausible(byte, at: 0) { header.append(byte) }
                continue
            }
            header.append(byte)
            guard header.count >= OggPage.fixedSize,
                header.count == OggPage.fixedSize + Int(header[OggPage.fixedSize - 1])
            else { continue }
            isSearching = false
            let page = OggPage(header)
            header.removeAll(keepingCapacity: true)
            return page
        }
        return nil
    }
}

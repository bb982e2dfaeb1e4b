/// Reads a Matroska or WebM stream (RFC 9559) for its tags.
///
/// A stream begins with an EBML head, then comes a segment: its `Info` and `Tags`, and clusters of
/// blocks of audio and video. `Segment` and a cluster of unknown size are not followed to the end:
/// what comes in them is read as if it came after them. Elements of known size are passed over. If
/// no known element begins where one should, the reader searches for the next cluster or head.
struct MatroskaReader: Sendable, Equatable {
    /// What a stream begins with.
    static let magic: [UInt8] = [0x1A, 0x45, 0xDF, 0xA3]

    private enum State: Sendable, Equatable {
        case header
        /// So many bytes are passed over.
        case passing(Int)
        /// So many bytes of an element are kept.
        case keeping(UInt32, Int)
        /// No element is where one should be; the last four bytes.
        case searching(UInt32)
    }

    /// An element of known size whose elements are read.
    private struct Container: Sendable, Equatable {
        let id: UInt32
        let end: Int
    }

    private var state = State.header
    private var header: EBMLHeader
    /// Elements begun.
    private(set) var elementCount = 0
    /// Audio bytes before the next byte.
    private var position: Int
    /// Where the head began.
    private var start: Int
    /// The elements that are open: `Info`, or `Tags` and what is in it. At most three.
    private var containers: [Container] = []
    private var content: [UInt8] = []
    private var tags = MatroskaTags()
    /// Whether the head has a tag that is not told yet.
    private var isInHead = true
    /// A tag to return.
    private var pending: StreamTag?

    /// Begins after the four bytes of the magic number.
    init(start: Int) {
        self.start = start
        position = start + Self.magic.count
        header = EBMLHeader(id: MatroskaID.ebml)
    }

    /// Bytes that a transport may drop unseen.
    var skippable: Int {
        guard case .passing(let left) = state, containers.isEmpty, pending == nil else { return 0 }
        return min(left, Limits.metadataInterval)
    }

    /// Accounts for bytes that were dropped unseen, at most `skippable`.
    mutating func skip(_ count: Int) {
        guard case .passing(let left) = state else { return }
        pass(count, of: left)
    }

    /// Consumes `input` from `index`, before `end`, up to the next tag.
    ///
    /// - Parameter count: the index of the tag.
    mutating func add(
        _ input: Span<UInt8>, _ index: inout Int, upTo end: Int, count: Int
    ) -> StreamTag? {
        while pending == nil, index < end {
            switch state {
            case .header:
                let byte = input[index]
                // A broken element may end within what was taken for a header.
                if let whole = containers.first, position < whole.end { tags.keepRaw(byte) }
                index += 1
                position += 1
                switch header.add(byte) {
                case .incomplete: break
                case .complete: begin(count)
                case .impossible: lose(header, count)
                }
            case .passing(let left):
                let size = min(left, end - index)
                if containers.isEmpty == false { tags.keepRaw(input, index..<(index + size)) }
                index += size
                pass(size, of: left)
                endContainers(count)
            case .keeping(let id, let left):
                let size = min(left, end - index)
                tags.keepRaw(input, index..<(index + size))
                for place in index..<(index + size) { content.append(input[place]) }
                index += size
                position += size
                state = .keeping(id, left - size)
                if left == size { endContent(id, count) }
            case .searching(let word): search(input, &index, upTo: end, word)
            }
        }
        defer { pending = nil }
        return pending
    }

    /// Searches for the next cluster or head.
    private mutating func search(
        _ input: Span<UInt8>, _ index: inout Int, upTo end: Int, _ last: UInt32
    ) {
        let start = index
        var word = last
        while index < end {
            word = word << 8 | UInt32(input[index])
            index += 1
            if word == MatroskaID.cluster || word == MatroskaID.ebml { break }
        }
        position += index - start
        let isFound = word == MatroskaID.cluster || word == MatroskaID.ebml
        if isFound { header = EBMLHeader(id: word) }
        state = isFound ? .header : .searching(word)
    }

    private mutating func pass(_ count: Int, of left: Int) {
        position += count
        state = left == count ? .header : .passing(left - count)
    }

    /// Begins the element whose header is complete.
    private mutating func begin(_ count: Int) {
        elementCount += 1
        let (id, size) = (header.id, header.contentSize)
        let header = header
        self.header = EBMLHeader()
        guard let size else {
            // No other element may have an unknown size (RFC 9559 section 4.5).
            guard containers.isEmpty, id == MatroskaID.segment || id == MatroskaID.cluster else {
                return lose(header, count)
            }
            if id == MatroskaID.cluster { tellHead(count) }
            return
        }
        guard let container = containers.last else { return beginInSegment(header, size, count) }
        guard position + size <= container.end else { return lose(header, count) }
        switch (container.id, id) {
        case (MatroskaID.tags, MatroskaID.tag):
            tags.beginTag()
            open(id, size, count)
        case (MatroskaID.tag, MatroskaID.targets): open(id, size, count)
        case (MatroskaID.tag, MatroskaID.simpleTag):
            tags.beginValue()
            open(id, size, count)
        case (MatroskaID.info, MatroskaID.title), (MatroskaID.info, MatroskaID.muxer),
            (MatroskaID.simpleTag, MatroskaID.tagName),
            (MatroskaID.simpleTag, MatroskaID.tagString),
            (MatroskaID.targets, MatroskaID.targetLevel):
            keep(id, size, count)
        case (MatroskaID.targets, _) where MatroskaID.isPart(id): keep(id, size, count)
        default: passOver(size, count)
        }
    }

    private mutating func beginInSegment(_ header: EBMLHeader, _ size: Int, _ count: Int) {
        switch header.id {
        case MatroskaID.segment: return
        case _ where size > Limits.matroskaElementBytes: lose(header, count)
        case MatroskaID.ebml:
            start = position - header.size
            tags = MatroskaTags()
            isInHead = true
            passOver(size, count)
        case MatroskaID.cluster:
            tellHead(count)
            passOver(size, count)
        case MatroskaID.info, MatroskaID.tags:
            if isInHead == false { tags.beginAgain() }
            tags.begin(header, at: position - header.size)
            open(header.id, size, count)
        case let id where MatroskaID.isPassedOver(id): passOver(size, count)
        default: lose(header, count)
        }
    }

    private mutating func open(_ id: UInt32, _ size: Int, _ count: Int) {
        containers.append(Container(id: id, end: position + size))
        endContainers(count)
    }

    private mutating func passOver(_ size: Int, _ count: Int) {
        if size > 0 { state = .passing(size) }
        endContainers(count)
    }

    private mutating func keep(_ id: UInt32, _ size: Int, _ count: Int) {
        guard size <= tags.room(for: id) else {
            tags.passOver(id)
            return passOver(size, count)
        }
        state = .keeping(id, size)
        if size == 0 { endContent(id, count) }
    }

    private mutating func endContent(_ id: UInt32, _ count: Int) {
        tags.take(content, id)
        content = []
        state = .header
        endContainers(count)
    }

    /// Ends the elements that end here.
    private mutating func endContainers(_ count: Int) {
        guard state == .header else { return }
        while let last = containers.last, position >= last.end {
            containers.removeLast()
            switch last.id {
            case MatroskaID.simpleTag: tags.endValue()
            case MatroskaID.tag: tags.endTag()
            case MatroskaID.tags where isInHead == false && tags.hasSong:
                pending = tag(count)
            default: break
            }
        }
    }

    /// Tells what was before the first cluster.
    private mutating func tellHead(_ count: Int) {
        guard isInHead else { return }
        pending = tag(count)
        isInHead = false
    }

    private func tag(_ count: Int) -> StreamTag {
        StreamTag(
            index: count, format: .matroska, audioOffset: tags.start ?? start, size: tags.size,
            raw: tags.raw, values: tags.chosen(isHead: isInHead), isHead: isInHead,
            flags: tags.flags)
    }

    /// Passes over the rest of a broken `Info` or `Tags`, or searches for what comes next.
    private mutating func lose(_ lost: EBMLHeader, _ count: Int) {
        header = EBMLHeader()
        if let whole = containers.first, position < whole.end {
            // What is in it, and not complete, is not used.
            containers = [whole]
            state = .passing(whole.end - position)
            return
        }
        containers = []
        state = .searching(0)
        // The next element may begin within what was taken for a header. It has twelve bytes at
        // most: too few for more than one tag.
        let rest = Array(lost.bytes.dropFirst())
        position -= rest.count
        var index = 0
        var told: StreamTag?
        while index < rest.count {
            told = add(rest.span, &index, upTo: rest.count, count: count) ?? told
        }
        pending = told
    }
}

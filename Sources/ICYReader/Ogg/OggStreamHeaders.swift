/// Follows the logical streams of an Ogg body up to the end of their comment headers.
struct OggStreamHeaders: Sendable, Equatable {
    /// The part of the audio stream that is expected next.
    private enum Phase: Sendable, Equatable {
        case identification([UInt8])
        case comments(OggCommentParser)
        case audio
    }

    /// The stream whose comments are read.
    private struct Stream: Sendable, Equatable {
        let serial: UInt32
        var phase: Phase
        var nextSequence: UInt32
        var codec: OggCodec?
        var isInPacket = false
        /// The offset of the page on which the current packet begins.
        var packetOffset = 0
    }

    /// Comments that must be emitted before another byte is consumed.
    private(set) var pending: OggComments?
    private(set) var commentsCount = 0
    private(set) var isWithoutHeaders = false
    var codec: OggCodec? { stream?.codec }

    /// Nil if pictures are not kept.
    private let pictures: PictureRoom?
    private var stream: Stream?
    /// The serial numbers of this group's streams, wanted or not.
    private var serials: [UInt32] = []
    private var isBeginningGroup = false
    private var flags: [Flag] = []
    private var finished: OggCommentParser?

    private var page: OggPage?
    private var pageOffset = 0
    private var checksum = OggChecksum()
    private var segmentIndex = 0
    /// Bytes of the current packet still missing on this page.
    private var runLeft = 0
    private var runEndsPacket = false
    private var isDroppingRun = false

    init(pictures: PictureRoom? = nil) { self.pictures = pictures }

    mutating func takePending() -> OggComments? {
        defer { pending = nil }
        return pending
    }

    /// Records that bytes were found that are not a page.
    mutating func loseCapture() { flags.insert(.oggLostCapture) }

    /// Begins the next page with its header.
    ///
    /// - Returns: whether the body must be added and the page ended; otherwise the body may stay
    ///   unseen.
    mutating func begin(_ page: OggPage, at offset: Int) -> Bool {
        if page.isFirst {
            beginStream(page)
        } else {
            isBeginningGroup = false
            meetUnknown(page)
        }
        checkContinuation(page)
        guard let stream, stream.serial == page.serial, stream.phase != .audio else { return false }
        self.page = page
        pageOffset = offset
        checksum = page.headerChecksum
        segmentIndex = 0
        runLeft = 0
        beginRun()
        return true
    }

    /// Consumes the next bytes of the page's body.
    mutating func add(_ input: Span<UInt8>, _ range: Range<Int>) {
        for index in range { checksum.add(input[index]) }
        var offset = range.lowerBound
        while offset < range.upperBound, runLeft > 0 {
            let end = offset + min(runLeft, range.upperBound - offset)
            if isDroppingRun == false { addToPacket(input, offset..<end) }
            runLeft -= end - offset
            offset = end
            if runLeft == 0 {
                endRun()
                beginRun()
            }
        }
    }

    /// Ends the page, whose body is complete.
    mutating func endPage() {
        if checksum.value != page?.checksum { flags.insert(.oggChecksum) }
        page = nil
        guard let parser = finished else { return }
        finished = nil
        finish(parser)
    }

    // MARK: Streams

    private mutating func beginStream(_ page: OggPage) {
        if isBeginningGroup == false {
            abandonHeader()
            isBeginningGroup = true
            isWithoutHeaders = false
            serials = []
            stream = nil
        }
        remember(page.serial)
        guard stream == nil || stream?.serial == page.serial else { return }
        stream = Stream(
            serial: page.serial, phase: .identification([]), nextSequence: page.sequence)
    }

    /// Handles a page of a stream that did not begin in this body.
    private mutating func meetUnknown(_ page: OggPage) {
        guard serials.contains(page.serial) == false, serials.count < Limits.oggStreams else {
            return
        }
        remember(page.serial)
        // The comments begin on the second page: only the first page is missing.
        guard page.sequence == 1, page.isContinued == false, stream.map(\.phase) ?? .audio == .audio
        else {
            isWithoutHeaders = true
            return
        }
        stream = Stream(
            serial: page.serial, phase: .comments(OggCommentParser(codec: nil, pictures: pictures)),
            nextSequence: page.sequence)
    }

    private mutating func remember(_ serial: UInt32) {
        guard serials.contains(serial) == false, serials.count < Limits.oggStreams else { return }
        serials.append(serial)
    }

    // MARK: Packets

    /// Abandons a header that does not continue where its previous page ended.
    private mutating func checkContinuation(_ page: OggPage) {
        guard let stream, stream.serial == page.serial else { return }
        isDroppingRun = page.isContinued && stream.isInPacket == false
        self.stream?.nextSequence = page.sequence &+ 1
        guard stream.isInPacket else { return }
        guard page.isContinued, page.sequence == stream.nextSequence else { return abandonHeader() }
    }

    /// Ends the header here, whatever is missing.
    private mutating func abandonHeader() {
        switch stream?.phase {
        case .identification: stream = nil
        case .comments(let parser):
            stream?.phase = .audio
            finish(parser)
        case .audio, nil: break
        }
    }

    private mutating func finish(_ parser: OggCommentParser) {
        guard let stream,
            let comments = parser.comments(
                index: commentsCount, pageOffset: stream.packetOffset, serial: stream.serial,
                flags: flags)
        else { return }
        self.stream?.codec = comments.codec
        isWithoutHeaders = false
        commentsCount += 1
        flags = []
        pending = comments
    }

    /// Finds where the next bytes of the body belong. A packet without bytes ends immediately.
    private mutating func beginRun() {
        guard let page else { return }
        while runLeft == 0, segmentIndex < page.segments.count {
            runEndsPacket = false
            while segmentIndex < page.segments.count, runEndsPacket == false {
                let size = page.segments[page.segments.startIndex + segmentIndex]
                segmentIndex += 1
                runLeft += Int(size)
                runEndsPacket = size < 255
            }
            if isDroppingRun == false, stream?.isInPacket == false {
                stream?.isInPacket = true
                stream?.packetOffset = pageOffset
            }
            if runLeft == 0 { endRun() }
        }
    }

    private mutating func addToPacket(_ input: Span<UInt8>, _ range: Range<Int>) {
        switch stream?.phase {
        case .identification(var bytes):
            let room = OggCodec.identificationSize - bytes.count
            for index in range.prefix(room) { bytes.append(input[index]) }
            stream?.phase = .identification(bytes)
        case .comments(var parser):
            // The parser has one owner here, or every piece of the input would copy what it has
            // gathered.
            stream?.phase = .audio
            parser.add(input, range)
            stream?.phase = .comments(parser)
        case .audio, nil: break
        }
    }

    private mutating func endRun() {
        guard runEndsPacket else { return }
        guard isDroppingRun == false else {
            isDroppingRun = false
            return
        }
        stream?.isInPacket = false
        switch stream?.phase {
        case .identification(let bytes): identify(bytes)
        case .comments(let parser):
            if parser.isOtherBlock {
                stream?.phase = .comments(OggCommentParser(codec: .flac, pictures: pictures))
            } else {
                stream?.phase = .audio
                finished = parser
            }
        case .audio, nil: break
        }
    }

    private mutating func identify(_ bytes: [UInt8]) {
        guard let codec = OggCodec(identification: bytes) else {
            stream = nil
            return
        }
        stream?.codec = codec
        stream?.phase = .comments(OggCommentParser(codec: codec, pictures: pictures))
    }
}

/// Reads an Ogg body (RFC 3533) and finds the comment header of each chained stream.
///
/// A body is a chain: one song or program after the other, each a group of logical streams that
/// begin together. The comments of a group are those of its first audio stream; other streams, of
/// pictures or words, are not read. A listener needs every byte, so all bytes are emitted as audio.
/// Comments come between them, at the end of the page on which their header ends.
///
/// Only the pages of headers are examined. Their checksum is verified; a page that fails it is
/// flagged but read anyway, because one wrong byte in a title is better than the previous title. If
/// no page begins where one should, the reader searches for the next `OggS`.
package struct OggReader: Sendable, Equatable {
    /// One step over the input.
    package enum Step: Sendable, Equatable {
        /// Audio: a range of the input.
        case audio(Range<Int>)
        /// The comments of a stream that has begun.
        case comments(OggComments)
    }

    private enum State: Sendable { case pageHeader, headerBody, unseenBody }

    /// Body bytes consumed; all of them are audio.
    package private(set) var wireOffset = 0
    /// Pages begun.
    package private(set) var pageCount = 0

    private var state = State.pageHeader
    private var scanner = OggPageScanner()
    private var headers: OggStreamHeaders
    private var bodyLeft = 0

    /// Starts at the first byte of a body.
    ///
    /// - Parameter pictures: nil if pictures are not kept.
    package init(pictures: PictureRoom? = nil) { headers = OggStreamHeaders(pictures: pictures) }

    /// Comment headers found.
    package var commentsCount: Int { headers.commentsCount }
    /// How often there was no page where one should begin.
    package var lostCaptureCount: Int { scanner.lostCaptureCount }
    /// The codec of the audio; nil until a stream with a known codec has begun.
    package var codec: OggCodec? { headers.codec }
    /// Whether there are pages of a stream that did not begin in this body, as when a relay does
    /// not send the headers to a new listener. There are no comments before the next song then.
    package var isWithoutHeaders: Bool { headers.isWithoutHeaders }

    /// Consumes `input` from `offset` up to the next comments.
    ///
    /// - Returns: nil when all of `input` is consumed.
    package mutating func next(_ input: Span<UInt8>, _ offset: inout Int) -> Step? {
        next(input, &offset, upTo: input.count)
    }

    /// Like `next(_:_:)`, but only reads the part of `input` before `end`.
    mutating func next(_ input: Span<UInt8>, _ offset: inout Int, upTo end: Int) -> Step? {
        let start = offset
        while headers.pending == nil, offset < end {
            let before = offset
            switch state {
            case .pageHeader:
                let losses = scanner.lostCaptureCount
                let page = scanner.next(input, &offset, upTo: end)
                if scanner.lostCaptureCount > losses { headers.loseCapture() }
                wireOffset += offset - before
                if let page { begin(page) }
            case .headerBody:
                offset += min(bodyLeft, end - offset)
                headers.add(input, before..<offset)
                advanceBody(offset - before)
                if bodyLeft == 0 { headers.endPage() }
            case .unseenBody:
                offset += min(bodyLeft, end - offset)
                advanceBody(offset - before)
            }
        }
        if offset > start { return .audio(start..<offset) }
        return headers.takePending().map { .comments($0) }
    }

    /// Whether comments are pending whose page was already emitted.
    var hasComments: Bool { headers.pending != nil }

    /// Returns comments whose page was already emitted.
    mutating func takePending() -> OggComments? { headers.takePending() }

    /// Bytes that a transport may drop unseen: those of a page without a header packet.
    package var skippable: Int { state == .unseenBody && headers.pending == nil ? bodyLeft : 0 }

    /// Accounts for bytes that were dropped unseen.
    ///
    /// - Parameter count: at most `skippable`; more traps.
    package mutating func skip(_ count: Int) {
        precondition(count >= 0 && count <= skippable, "only audio bytes can be skipped")
        if count > 0 { advanceBody(count) }
    }

    private mutating func begin(_ page: OggPage) {
        pageCount += 1
        bodyLeft = page.bodySize
        let isWanted = headers.begin(page, at: wireOffset - page.headerSize)
        if bodyLeft > 0 { state = isWanted ? .headerBody : .unseenBody }
        if bodyLeft == 0, isWanted { headers.endPage() }
    }

    private mutating func advanceBody(_ count: Int) {
        wireOffset += count
        bodyLeft -= count
        if bodyLeft == 0 { state = .pageHeader }
    }
}

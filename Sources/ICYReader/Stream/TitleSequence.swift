/// The titles of a stream, from any sequence of byte chunks.
///
/// The sequence yields only new titles and clears. The chunks are the bytes of the connection,
/// beginning with the response head, or only the body if an HTTP client has read the head:
///
///     let titles = TitleSequence(chunks, metadataInterval: 16_000)
///     for try await title in titles {
///         if let title { print(title.artist, title.song) } else { print("no title") }
///     }
///
/// The sequence ends with the chunks. The iterator gives access to the head:
///
///     var iterator = TitleSequence(chunks).makeAsyncIterator()
///     if let head = try await iterator.readHead() { print(head.name) }
///     while let title = try await iterator.next() { print(title?.display ?? "no title") }
public struct TitleSequence<Base: AsyncSequence>: AsyncSequence
where Base.Element: Collection, Base.Element.Element == UInt8 {
    /// A new title; nil for a clear.
    public typealias Element = SongTitle?
    /// The error thrown while iterating.
    public typealias Failure = TitleSequenceError<Base.Failure>

    private let base: Base
    private let reader: StreamReader

    /// Chunks that begin with a response head.
    public init(_ chunks: Base) {
        base = chunks
        var reader = StreamReader()
        reader.searchTags()
        self.reader = reader
    }

    /// Chunks of a body without a head.
    ///
    /// - Parameter metadataInterval: the value of `icy-metaint`; at least 1.
    public init(_ chunks: Base, metadataInterval: Int) {
        base = chunks
        reader = StreamReader(metadataInterval: metadataInterval)
    }

    /// Starts reading.
    public func makeAsyncIterator() -> Iterator {
        Iterator(chunks: base.makeAsyncIterator(), reader: reader)
    }

    /// Reads chunks as titles are requested.
    public struct Iterator: AsyncIteratorProtocol {
        private var chunks: Base.AsyncIterator
        private var reader: StreamReader
        private var metadata = MetadataReader()
        private var chunk: [UInt8] = []
        private var offset = 0

        init(chunks: Base.AsyncIterator, reader: StreamReader) {
            self.chunks = chunks
            self.reader = reader
        }

        /// The response head; nil until it is read, and for a body without a head.
        public var head: ResponseHead? { reader.head }

        /// Reads up to the end of the response head.
        ///
        /// - Returns: nil for a body without a head, or if the chunks end before the head does.
        /// - Throws: see `TitleSequenceError`.
        public mutating func readHead(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(Failure) -> ResponseHead? {
            while reader.framing == .head {
                if try step() == nil, try await readChunk(actor) == false { return nil }
            }
            return reader.head
        }

        /// The next new title, or a clear; nil at the end of the chunks.
        public mutating func next() async throws(Failure) -> SongTitle?? {
            try await next(isolation: nil)
        }

        /// The next new title, or nil for a clear; no value at the end of the chunks.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(Failure) -> SongTitle?? {
            while true {
                switch try step() {
                case .reading(let reading):
                    switch reading.change {
                    case .title: return .some(reading.title)
                    case .clear: return .some(nil)
                    case .unchanged, .unknown: continue
                    }
                case .other: continue
                case nil:
                    guard try await readChunk(actor) == false else { continue }
                    guard reader.endBody() == nil else {
                        throw .stream(.noMetadata(contentType: reader.head?.contentType ?? ""))
                    }
                    return nil
                }
            }
        }

        private enum Step { case reading(MetadataReading), other }

        /// Processes one event of the current chunk; nil when the chunk is used up.
        private mutating func step() throws(Failure) -> Step? {
            let chunk = chunk
            do throws(ICYError) {
                switch try reader.next(chunk.span, &offset) {
                case .head(let head):
                    guard head.isSuccess else {
                        throw .unexpectedStatus(head.status, reason: head.reason)
                    }
                case .block(let block):
                    let reading = metadata.read(block)
                    // A block that has a title wins over tags in the audio.
                    if reading.title?.isBlank == false { reader.stopTagSearch() }
                    return .reading(reading)
                case .comments(let comments): return .reading(metadata.read(comments))
                case .tag(let tag): return .reading(metadata.read(tag))
                case .document: throw .noMetadata(contentType: reader.head?.contentType ?? "")
                case .audio, .heldAudio, .framing: break
                case nil: return nil
                }
                if reader.framing == .plain {
                    throw .noMetadata(contentType: reader.head?.contentType ?? "")
                }
                return .other
            } catch {
                throw .stream(error)
            }
        }

        private mutating func readChunk(
            _ actor: isolated (any Actor)?
        ) async throws(Failure) -> Bool {
            do throws(Base.Failure) {
                guard let next = try await chunks.next(isolation: actor) else { return false }
                chunk = Array(next)
                offset = 0
                return true
            } catch {
                throw .source(error)
            }
        }
    }
}

/// Why a sequence of titles ends early.
public enum TitleSequenceError<Source: Error>: Error {
    /// The chunks failed.
    case source(Source)
    /// The bytes are not a stream with titles.
    case stream(ICYError)
}

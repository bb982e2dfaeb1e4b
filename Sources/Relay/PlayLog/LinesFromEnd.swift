/// The lines of a file, last line first, without reading the lines before them.
struct LinesFromEnd {
    private let file: AppendedFile
    private let chunkBytes: Int
    /// The lowest offset that is read.
    private let start: Int
    /// Where the next chunk ends.
    private var position: Int
    /// The bytes that were read but not returned yet.
    private var chunk: ArraySlice<UInt8> = []
    /// The later pieces of the line that `chunk` ends with, the last piece first.
    private var pieces: [ArraySlice<UInt8>] = []
    private var isDone = false

    /// - Parameters:
    ///   - end: where the last line ends.
    ///   - limit: the maximum number of bytes to read. A line that the limit cuts is not returned.
    init(_ file: AppendedFile, end: Int, limit: Int, chunkBytes: Int = 256 * 1024) {
        self.file = file
        self.chunkBytes = chunkBytes
        start = max(0, end - limit)
        position = end
    }

    /// The next line without its newline. The first one is the text after the last newline: it is
    /// empty if the file ends as it should. Nil at the beginning of the file, or at the limit.
    mutating func next() throws(SystemError) -> ArraySlice<UInt8>? {
        while !isDone {
            if let newline = chunk.lastIndex(of: UInt8(ascii: "\n")) {
                let line = joined(chunk[(newline + 1)...])
                chunk = chunk[..<newline]
                return line
            }
            if !chunk.isEmpty { pieces.append(chunk) }
            chunk = []
            guard position > start else { break }
            let count = min(chunkBytes, position - start)
            position -= count
            chunk = try file.read(at: position, count: count)[...]
        }
        if isDone { return nil }
        isDone = true
        return start == 0 ? joined([]) : nil
    }

    private mutating func joined(_ first: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard !pieces.isEmpty else { return first }
        var line = Array(first)
        for piece in pieces.reversed() { line += piece }
        pieces = []
        return line[...]
    }
}

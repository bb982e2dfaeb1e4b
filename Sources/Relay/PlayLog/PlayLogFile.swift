/// Why a play log cannot be used, in a message for the operator.
struct PlayLogError: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    fileprivate init(_ path: String, _ error: SystemError) {
        description = "cannot use the play log \(path) (\(error.reason))"
    }
}

/// The file of the play log: a header line with the number to continue from, then a line for each
/// title.
///
/// A line is valid once its newline is there. A line without one was never delivered to anyone, and
/// is cut off.
struct PlayLogFile: Sendable {
    let path: String
    /// What was in the file when it was opened.
    let contents: PlayLogContents
    /// Whether an incomplete last line was cut off at that time.
    let wasTorn: Bool
    private var file: AppendedFile
    /// The newest number in the file.
    private var lastNumber: Int
    /// Where an incomplete line begins that could not be removed yet.
    private var tornAt: Int?

    /// Opens the file, then repairs and restores it, or begins a new one.
    init(path: String, readLimit: Int = Limits.playLogReadBytes) throws(PlayLogError) {
        let file = try PlayLogFile.open(path)
        try PlayLogFile.lock(file, path)
        let (found, rest, size) = try PlayLogFile.restore(file, path, readLimit)
        let isTorn = PlayLogFile.isOurs(rest)
        guard found != nil || size == 0 || (isTorn && rest.count == size) else {
            throw PlayLogError(
                "\(path) is not a play log: no line of it can be read; it has been left as it is")
        }
        self.path = path
        self.file = file
        wasTorn = isTorn
        contents =
            found
            ?? PlayLogContents(epoch: TitleID.newEpoch, lastNumber: 0)
        lastNumber = contents.lastNumber
        if isTorn {
            try takeBack(to: size - rest.count)
        } else if !rest.isEmpty {
            try endLine(of: file)
        }
        if found == nil { try begin(file, behind: []) }
    }

    // MARK: Opening

    private static func open(_ path: String) throws(PlayLogError) -> AppendedFile {
        do throws(SystemError) {
            return try AppendedFile(path: path)
        } catch {
            throw PlayLogError(path, error)
        }
    }

    /// Two programs that write to one file would give the same number to two titles.
    private static func lock(_ file: AppendedFile, _ path: String) throws(PlayLogError) {
        do throws(SystemError) {
            if try file.lock(wait: Limits.playLogLockMilliseconds) { return }
        } catch {
            throw PlayLogError(path, error)
        }
        throw PlayLogError(
            "the play log \(path) is in use by another relay; give each one a file of its own")
    }

    /// - Returns: the contents of the lines, the text after the last newline, and the file's size.
    private static func restore(
        _ file: AppendedFile, _ path: String, _ limit: Int, titles: Int = Limits.historyTitles
    ) throws(PlayLogError) -> (PlayLogContents?, ArraySlice<UInt8>, Int) {
        do throws(SystemError) {
            let size = try file.size
            var lines = LinesFromEnd(file, end: size, limit: limit)
            let rest = try lines.next() ?? []
            var restoration = PlayLogRestoration(titleLimit: titles)
            while let line = try lines.next() { restoration.add(line) }
            return (restoration.result, rest, size)
        } catch {
            throw PlayLogError(path, error)
        }
    }

    /// Whether the text is the beginning of a line that this program wrote, or the zeros that a
    /// power failure leaves. Nothing may be cut off a file that was named by mistake.
    private static func isOurs(_ rest: ArraySlice<UInt8>) -> Bool {
        guard let first = rest.first else { return false }
        let beginning = PlayLogLine.beginning
        return first == 0
            || rest.prefix(beginning.count).elementsEqual(beginning.prefix(rest.count))
    }

    private func takeBack(to size: Int) throws(PlayLogError) {
        do throws(SystemError) {
            try file.truncate(to: size)
        } catch {
            throw PlayLogError(path, error)
        }
    }

    /// The text after the last newline is not part of a line of ours. It stays in the file, as a
    /// line.
    private func endLine(of file: AppendedFile) throws(PlayLogError) {
        try write([UInt8(ascii: "\n")], to: file)
    }

    private func begin(
        _ file: AppendedFile, behind lines: [PlayLogLine]
    ) throws(PlayLogError) {
        let head = PlayLogLine(headOf: contents.epoch, number: lastNumber)
        try write((lines + [head]).flatMap(\.bytes), to: file)
        AppendedFile.syncFolder(of: path)
    }

    /// Writes all bytes, or removes those that were written.
    private func write(_ bytes: [UInt8], to file: AppendedFile) throws(PlayLogError) {
        do throws(SystemError) {
            let size = try file.size
            if let failure = file.append(bytes.span).failure {
                try? file.truncate(to: size)
                throw failure
            }
            try file.sync()
        } catch {
            throw PlayLogError(path, error)
        }
    }

    /// Switches to the file that has the log's name now, a new one after the old file was renamed.
    /// Keeps the old file if the new one cannot be used.
    mutating func reopen() throws(PlayLogError) {
        let next = try PlayLogFile.open(path)
        guard next.identity != file.identity else { return }
        try PlayLogFile.lock(next, path)
        if try !PlayLogFile.endsWithLine(next, path) { try endLine(of: next) }
        // The new file may end with the lines of another log. The header ends those.
        try begin(next, behind: carried)
        file = next
        tornAt = nil
    }

    /// The last title of each station, to be carried into the next file. After a restart it is then
    /// not taken for a new title.
    private var carried: [PlayLogLine] {
        guard
            let (found, _, _) = try? PlayLogFile.restore(
                file, path, Limits.playLogCarriedBytes, titles: 1)
        else { return [] }
        let newest = (found?.titles ?? [:]).values.compactMap(\.last)
        return newest.sorted { $0.number < $1.number }.map { PlayLogLine(carrying: $0) }
    }

    private static func endsWithLine(
        _ file: AppendedFile, _ path: String
    ) throws(PlayLogError) -> Bool {
        do throws(SystemError) {
            let size = try file.size
            if size == 0 { return true }
            return try file.read(at: size - 1, count: 1) == [UInt8(ascii: "\n")]
        } catch {
            throw PlayLogError(path, error)
        }
    }

    // MARK: Writing

    /// Appends lines with one write. If there is no room for a whole line, the piece written is
    /// removed.
    ///
    /// - Returns: how many of the lines are now in the file, complete, and the error if not all
    ///   are.
    mutating func append(_ lines: [PlayLogLine]) -> (count: Int, failure: SystemError?) {
        let size: Int
        do throws(SystemError) {
            try takeBackPiece()
            size = try file.size
        } catch {
            return (0, error)
        }
        // The file was emptied (`copytruncate`): begin it again.
        let heads = size == 0 ? [PlayLogLine(headOf: contents.epoch, number: lastNumber)] : []
        let all = heads + lines
        let bytes = all.flatMap(\.bytes)
        let (written, failure) = file.append(bytes.span)
        var end = 0
        var whole = 0
        while whole < all.count, end + all[whole].bytes.count <= written {
            end += all[whole].bytes.count
            lastNumber = all[whole].number
            whole += 1
        }
        if failure != nil {
            tornAt = size + end
            try? takeBackPiece()
        }
        return (max(0, whole - heads.count), failure)
    }

    private mutating func takeBackPiece() throws(SystemError) {
        guard let place = tornAt else { return }
        if try file.size > place { try file.truncate(to: place) }
        tornAt = nil
    }

    /// Returns once everything that was appended is on the disk.
    func sync() throws(SystemError) { try file.sync() }
}

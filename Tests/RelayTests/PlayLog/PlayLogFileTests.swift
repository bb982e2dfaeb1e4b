import FoundationEssentials
import Glibc
import Testing

@testable import Relay

@Suite struct PlayLogFileTests {
    private let folder: PlayLogFolder

    init() throws { folder = try PlayLogFolder() }

    private func bytes(_ lines: [PlayLogLine]) -> [UInt8] { lines.flatMap(\.bytes) }

    private func append(_ file: inout PlayLogFile, _ lines: [PlayLogLine]) {
        let (count, failure) = file.append(lines)
        #expect(count == lines.count && failure == nil)
    }

    @Test func aNewFileBeginsWithItsHead() throws {
        var file = try PlayLogFile(path: folder.path)
        let epoch = file.contents.epoch
        #expect(file.contents.lastNumber == 0)
        #expect(!file.wasTorn)
        let head = try PlayLogLineMembers(try #require(folder.lines().first))
        #expect(head.type == "log" && head.id == "\(epoch):0")
        #expect(
            abs(try #require(WallClock(rfc3339: head.start)).seconds - WallClock.now.seconds) < 9)
        append(&file, [.sample(1, epoch: epoch), .sample(2, epoch: epoch)])
        append(&file, [.sample(3, epoch: epoch)])
        try file.sync()
        #expect(try folder.ids() == (0...3).map { "\(epoch):\($0)" })
        // Minus what the umask removes.
        var information = stat()
        #expect(unsafe stat(folder.path, &information) == 0)
        #expect(information.st_mode & 0o777 & ~0o640 == 0)
    }

    @Test func numbersGoOnAfterARestart() throws {
        try folder.write(bytes([.head(0), .sample(1), .sample(2)]))
        do {
            var file = try PlayLogFile(path: folder.path)
            #expect(file.contents.epoch == "e" && file.contents.lastNumber == 2)
            append(&file, [.sample(3)])
        }
        #expect(try folder.ids() == ["e:0", "e:1", "e:2", "e:3"])
        let again = try PlayLogFile(path: folder.path)
        #expect(again.contents.titles["jazz"]?.map(\.number) == [1, 2, 3])
        #expect(again.contents.titles["jazz"]?.last?.event == Title.sample(3, "Title 3").event)
    }

    // MARK: Torn lines

    /// The last line ends at each of its bytes: with its newline it counts, without it is cut off.
    @Test func aTornLastLineIsCutOff() throws {
        let before = bytes([.head(0), .sample(1)])
        let last = PlayLogLine.sample(2, text: "é夜\"\n").bytes
        for count in 0...last.count {
            let path = folder.path("\(count)")
            try folder.write(before + last.prefix(count), "\(count)")
            var file = try PlayLogFile(path: path)
            let isWhole = count == last.count
            #expect(file.contents.lastNumber == (isWhole ? 2 : 1))
            #expect(file.contents.unreadableLines == 0)
            #expect(file.wasTorn == (count > 0 && !isWhole))
            #expect(try folder.bytes("\(count)") == (isWhole ? before + last : before))
            append(&file, [.sample(3)])
            #expect(try folder.ids("\(count)").last == "e:3")
        }
    }

    @Test func aTornFirstLineIsAnEmptyFile() throws {
        let head = PlayLogLine.head(0).bytes
        for count in 0..<head.count {
            try folder.write(head.prefix(count), "\(count)")
            let file = try PlayLogFile(path: folder.path("\(count)"))
            #expect(file.contents.lastNumber == 0 && file.contents.epoch != "e")
            #expect(try folder.ids("\(count)") == ["\(file.contents.epoch):0"])
        }
    }

    /// What a power failure leaves of a block that was not yet written.
    @Test func zerosAtTheEndAreCutOff() throws {
        let before = bytes([.head(0), .sample(1)])
        try folder.write(before + [UInt8](repeating: 0, count: 5000))
        #expect(try PlayLogFile(path: folder.path).wasTorn)
        #expect(try folder.bytes() == before)
    }

    @Test func aForeignLastLineStays() throws {
        let before = bytes([.head(0), .sample(1)])
        try folder.write(before + "a note".utf8)
        do {
            var file = try PlayLogFile(path: folder.path)
            #expect(!file.wasTorn && file.contents.lastNumber == 1)
            append(&file, [.sample(2)])
        }
        #expect(try folder.bytes() == before + "a note\n".utf8 + PlayLogLine.sample(2).bytes)
        #expect(try PlayLogFile(path: folder.path).contents.unreadableLines == 1)
    }

    /// Somebody has confused two file names.
    @Test(arguments: ["{\"listen\":\"x\"}", "{\n}\n", "ID3\u{4}", "a\nb", "\n"])
    func anotherFileIsLeftAlone(text: String) throws {
        try folder.write(text.utf8)
        let error = #expect(throws: PlayLogError.self) { try PlayLogFile(path: folder.path) }
        #expect(
            error?.description == "\(folder.path) is not a play log: no line of it can be read; "
                + "it has been left as it is")
        #expect(try folder.text() == text)
    }

    // MARK: Long files

    /// Only the end is read, and what is before it is recorded as unknown.
    @Test func onlyTheEndOfALongFileIsRead() throws {
        let lines = [.head(0)] + (1...500).map { PlayLogLine.sample($0, station: "s\($0 % 7)") }
        try folder.write(bytes(lines))
        let size = bytes(lines).count
        let length = lines[500].bytes.count
        for limit in [length * 3, length * 50 + 7, size - 1, size, size * 2] {
            let contents = try PlayLogFile(path: folder.path, readLimit: limit).contents
            #expect(contents.lastNumber == 500)
            #expect(contents.unreadableLines == 0)
            let expected = limit >= size ? 0 : 500 - contents.titles.values.joined().count
            #expect(contents.readFrom == expected)
            let numbers = contents.titles.values.joined().map(\.number).sorted()
            #expect(numbers == Array((expected + 1)...500))
        }
        // Not even one line fits: nothing is known of the file.
        #expect(throws: PlayLogError.self) {
            try PlayLogFile(path: folder.path, readLimit: length - 1)
        }
        #expect(try folder.bytes().count == size)
    }

    @Test func linesFromTheEndAreTheLines() throws {
        for text in ["", "\n", "a", "a\n", "\n\n", "ab\n\ncd\nefghij\n", "ab\ncd\ne"] {
            let bytes = Array(text.utf8)
            try folder.write(bytes)
            let file = try AppendedFile(path: folder.path)
            let expected = text.split(separator: "\n", omittingEmptySubsequences: false).reversed()
            for chunk in 1...12 {
                for limit in 0...12 {
                    var lines = LinesFromEnd(
                        file, end: bytes.count, limit: limit, chunkBytes: chunk)
                    var found: [String] = []
                    while let line = try lines.next() {
                        found.append(String(decoding: line, as: UTF8.self))
                    }
                    // A line counts if the newline before it was read, or if it is the first.
                    let read = bytes.suffix(limit)
                    let count = read.count { $0 == 10 } + (limit >= bytes.count ? 1 : 0)
                    #expect(found == expected.prefix(count).map(String.init))
                }
            }
        }
    }

    // MARK: Other programs

    @Test func aSecondRelayIsRefused() throws {
        let first = try PlayLogFile(path: folder.path)
        let error = #expect(throws: PlayLogError.self) { try PlayLogFile(path: folder.path) }
        #expect(
            error?.description == "the play log \(folder.path) is in use by another relay; "
                + "give each one a file of its own")
        withExtendedLifetime(first) {}
        _ = try PlayLogFile(path: folder.path("other"))
    }

    @Test func theFileIsFreeWhenItIsClosed() throws {
        do { _ = try PlayLogFile(path: folder.path) }
        _ = try PlayLogFile(path: folder.path)
    }

    @Test func whatCannotBeOpenedIsSaid() throws {
        for (path, reason) in [
            (folder.path("no/such"), "No such file or directory"),
            (folder.path("."), "Is a directory"),
            ("/dev/null", "Invalid argument"),
        ] {
            let error = #expect(throws: PlayLogError.self) { try PlayLogFile(path: path) }
            #expect(error?.description == "cannot use the play log \(path) (\(reason))")
        }
    }

    @Test func afterARenameANewFileIsBegun() throws {
        var file = try PlayLogFile(path: folder.path)
        let epoch = file.contents.epoch
        append(&file, [.sample(1, epoch: epoch)])
        // Nothing has been renamed.
        try file.reopen()
        append(&file, [.sample(2, epoch: epoch)])
        try folder.rename(to: "titles.1")
        append(&file, [.sample(3, epoch: epoch)])
        try file.reopen()
        append(&file, [.sample(4, epoch: epoch)])
        #expect(try folder.ids("titles.1") == (0...3).map { "\(epoch):\($0)" })
        #expect(try folder.ids() == ["\(epoch):3", "\(epoch):3", "\(epoch):4"])
        // The new file is locked, and the old one is free.
        #expect(throws: PlayLogError.self) { try PlayLogFile(path: folder.path) }
        _ = try PlayLogFile(path: folder.path("titles.1"))
    }

    /// A restart after the rotation must not publish it again.
    @Test func whatEachStationSaidLastGoesAlong() throws {
        let names = ["titles.1", "titles.2"]
        do {
            var file = try PlayLogFile(path: folder.path)
            let epoch = file.contents.epoch
            let stations = [(1, "jazz"), (2, "rock"), (3, "jazz"), (4, "talk")]
            append(&file, stations.map { .sample($0.0, station: $0.1, epoch: epoch) })
            try folder.rename(to: names[0])
            try file.reopen()
            append(&file, [.sample(5, station: "rock", epoch: epoch)])
            // Again, with last titles from both files.
            try folder.rename(to: names[1])
            try file.reopen()
        }
        let types = try (names + ["titles.jsonl"]).map { name in
            try folder.lines(name).map { try PlayLogLineMembers($0).type }
        }
        #expect(
            types == [
                ["log", "title", "title", "title", "title"],
                ["last", "last", "last", "log", "title"], ["last", "last", "last", "log"],
            ])
        let contents = try PlayLogFile(path: folder.path).contents
        #expect(contents.lastNumber == 5 && contents.unreadableLines == 0)
        #expect(
            contents.titles.mapValues { $0.map(\.number) } == [
                "jazz": [3], "talk": [4], "rock": [5],
            ])
        #expect(contents.titles["jazz"]?.first?.event.streamTitle == "Title 3")
        // Nothing is known of what is between them: titles of one station are missing from 3 on.
        #expect(contents.readFrom == 2)
    }

    @Test func whatCannotBeOpenedAnewLeavesTheOldOne() throws {
        var file = try PlayLogFile(path: folder.path)
        try folder.rename(to: "old")
        try FileManager.default.createDirectory(
            atPath: folder.path, withIntermediateDirectories: false)
        #expect(throws: PlayLogError.self) { try file.reopen() }
        append(&file, [.sample(1)])
        #expect(try folder.lines("old").count == 2)
    }

    @Test func anotherLogEndsWhereThisGoesOn() throws {
        var epoch = ""
        do {
            var file = try PlayLogFile(path: folder.path)
            epoch = file.contents.epoch
            append(&file, [.sample(1, epoch: epoch)])
            try folder.rename(to: "old")
            try folder.write(bytes([.head(0), .sample(9)]) + "torn".utf8)
            try file.reopen()
            append(&file, [.sample(2, epoch: epoch)])
        }
        #expect(try folder.lines()[2] == "torn")
        let contents = try PlayLogFile(path: folder.path).contents
        #expect(contents.epoch == epoch && contents.lastNumber == 2 && contents.readFrom == 0)
    }

    /// logrotate's `copytruncate`.
    @Test func anEmptiedFileGetsAHead() throws {
        var file = try PlayLogFile(path: folder.path)
        let epoch = file.contents.epoch
        append(&file, [.sample(1, epoch: epoch)])
        #expect(unsafe truncate(folder.path, 0) == 0)
        append(&file, [.sample(2, epoch: epoch)])
        #expect(try folder.ids() == ["\(epoch):1", "\(epoch):2"])
    }
}

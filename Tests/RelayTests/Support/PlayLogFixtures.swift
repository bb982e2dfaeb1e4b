import FoundationEssentials
import ICYReader

@testable import Relay

/// A play log in a folder of its own, which is removed with it.
final class PlayLogFolder: Sendable {
    private let folder = FileManager.default.temporaryDirectory.appending(
        path: "relay-play-log-\(UInt64.random(in: .min ... .max))")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String = "titles.jsonl") -> String {
        folder.appending(path: name).path(percentEncoded: false)
    }

    var path: String { path() }

    func bytes(_ name: String = "titles.jsonl") throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path(name))))
    }

    func text(_ name: String = "titles.jsonl") throws -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }

    /// Without their newlines, and including an unfinished last one.
    func lines(_ name: String = "titles.jsonl") throws -> [String] {
        try text(name).split(separator: "\n").map(String.init)
    }

    /// The ids of all lines, heads included.
    func ids(_ name: String = "titles.jsonl") throws -> [String] {
        try lines(name).map { try PlayLogLineMembers($0).id }
    }

    func write(_ bytes: some Sequence<UInt8>, _ name: String = "titles.jsonl") throws {
        try Data(bytes).write(to: URL(filePath: path(name)))
    }

    func rename(_ name: String = "titles.jsonl", to other: String) throws {
        try FileManager.default.moveItem(atPath: path(name), toPath: path(other))
    }
}

/// Some members of a line, as any JSON reader gets them.
struct PlayLogLineMembers: Decodable {
    let start: String
    let type: String
    let id: String
    let raw: String?
    let stream_title: String?

    init(_ line: String) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(line.utf8))
    }
}

extension Title {
    static func sample(
        _ number: Int, _ text: String = "Artist - Song", station: String = "jazz",
        epoch: String = "e", at: WallClock = WallClock(milliseconds: 1_795_349_702_123)
    ) -> Title {
        Title(
            .sample(text, station: station, at: at, [.artist: "Artist"]),
            id: TitleID(epoch: epoch, number: number))
    }
}

extension TitleEvent {
    var streamTitle: String { self[.streamTitle] }

    /// - Parameters:
    ///   - text: the whole title, its display form and the song.
    ///   - others: texts that are not that, or not empty.
    static func sample(
        _ text: String = "Artist - Song", station: String = "jazz",
        at: WallClock = WallClock(milliseconds: 1_795_349_702_123), audioOffset: Int = 4096,
        confidence: Double = 1, attributes: [TitleAttribute] = [], flags: [String] = [],
        _ others: [Text: String] = [:]
    ) -> TitleEvent {
        TitleEvent(
            station: station, at: at, audioOffset: audioOffset, confidence: confidence,
            attributes: attributes, flags: flags
        ) { member in
            if let other = others[member] { return other }
            return switch member {
            case .display, .streamTitle, .title: text
            case .charset: "utf-8"
            case .artist, .artworkURL, .streamURL, .next: ""
            }
        }
    }
}

extension PlayLogEntry {
    static func sample(
        _ text: String = "Artist - Song", raw: [UInt8] = [], station: Int = 0
    ) -> PlayLogEntry {
        PlayLogEntry(
            event: .sample(text), raw: raw, station: StationID(station), receivedAt: .now)
    }
}

extension PlayLogLine {
    static func sample(
        _ number: Int, station: String = "jazz", epoch: String = "e", text: String? = nil
    ) -> PlayLogLine {
        PlayLogLine(
            .sample(text ?? "Title \(number)", station: station, [.artist: "Artist"]),
            id: TitleID(epoch: epoch, number: number),
            raw: Array("StreamTitle='Title \(number)';".utf8))
    }

    static func head(_ number: Int, epoch: String = "e") -> PlayLogLine {
        PlayLogLine(headOf: epoch, number: number, at: WallClock(milliseconds: 1_795_349_702_123))
    }

    /// Without its newline.
    var content: ArraySlice<UInt8> { bytes.dropLast() }
}

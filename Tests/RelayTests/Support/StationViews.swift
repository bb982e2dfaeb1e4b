import ICYReader

@testable import Relay

extension StationView {
    /// A station that plays these titles, newest first.
    ///
    /// - Parameter change: what is special about its state.
    static func sample(
        _ titles: [TitleEvent] = [.sample("Artist - Song", [.artist: "Artist", .title: "Song"])],
        id: Int = 0, name: String = "jazz", url: String = "http://s.example:8000/live.mp3",
        state: StationStatus.State = .live, since: WallClock? = WallClock(milliseconds: 1_000),
        _ change: (inout StationStatus) throws -> Void = { _ in }
    ) throws -> StationView {
        var status = StationStatus(
            station: name, listenURL: try StreamURL(url), state: state)
        status.contentType = "audio/mpeg"
        status.bitrate = 128
        try change(&status)
        return StationView(
            id: StationID(id), name: name, status: status, connectedSince: since,
            titles: titles.enumerated().map { index, event in
                Title(event, id: TitleID(epoch: "e", number: titles.count - index))
            })
    }

    /// A station of which nothing is known.
    static func unknown(_ name: String = "jazz") -> StationView {
        StationView(
            id: StationID(0), name: name, status: nil, connectedSince: nil, titles: [])
    }
}

/// A bound that sheds work or bytes, under its name in `/metrics` and the log.
///
/// Each one is a number in `Limits`. What exceeds it is skipped, delayed or ended, counted, and
/// logged once per station, or once for all clients of a loop.
enum Bound: Int, CaseIterable, Sendable {
    // MARK: Stations

    /// Titles beyond the title rate: the newest is published, those before it are skipped.
    case titles
    /// Advertisements, states and raw blocks beyond their rate: the newest is published.
    case events
    /// Pauses in reading a station that sends faster than a multiple of its bit rate.
    case bytes
    /// Pauses in reading a station whose blocks take more than its share of the processor.
    case work
    /// Titles dropped from the history because newer ones use up the station's bytes.
    case history
    /// Names, genres and other words that were cut.
    case words
    /// Addresses of a host that were not tried in an attempt.
    case addresses
    /// TLS connections ended: too many KeyUpdates, or answers to them that the server does not
    /// read.
    case stationTLS
    /// Titles dropped from the play log's queue to make room for newer ones.
    case playLogQueue
    /// Lines that a station lost to a full disk.
    case playLogBacklog
    /// Pictures dropped because newer ones use up the memory for pictures.
    case artwork
    /// Publications dropped for newer ones in the inbox of a loop that does not keep up.
    case inbox

    // MARK: Clients

    /// TLS connections ended: too many KeyUpdates, or a second ClientHello.
    case clientTLS
    /// Answers refused because too many bytes of earlier ones are still unread.
    case answers

    /// The label in `/metrics`.
    var name: String {
        switch self {
        case .titles: "station_titles"
        case .events: "station_events"
        case .bytes: "station_bytes"
        case .work: "station_work"
        case .history: "station_history"
        case .words: "station_words"
        case .addresses: "station_addresses"
        case .stationTLS: "station_tls"
        case .playLogQueue: "play_log_queue"
        case .playLogBacklog: "play_log_backlog"
        case .artwork: "station_artwork"
        case .inbox: "loop_inbox"
        case .clientTLS: "client_tls"
        case .answers: "client_answers"
        }
    }

    /// The log message when something is shed for the first time.
    var notice: String {
        switch self {
        case .titles: "titles come faster than the title rate: the newest is published"
        case .events: "advertisements, states or blocks come too fast: the newest is published"
        case .bytes: "the stream is sent faster than it plays: reading it is slowed down"
        case .work: "the metadata takes too much work: reading it is slowed down"
        case .history: "the titles are long: fewer than 100 are remembered"
        case .words: "the station's name or another word is too long: it is cut"
        case .addresses: "the host has many addresses: only some are tried in each attempt"
        case .stationTLS: "the server renews its TLS keys without end: the connection was closed"
        case .playLogQueue: "the play log's disk is slow: the newest title is written"
        case .playLogBacklog: "the play log's disk is full: lines of this station are lost"
        case .artwork: "the pictures of all stations take too much memory: the oldest are dropped"
        case .inbox: "a loop does not keep up: it gets the newest titles"
        case .clientTLS: "a client renews its TLS keys without end: its connection was closed"
        case .answers: "clients do not read their answers: some are refused for now"
        }
    }
}

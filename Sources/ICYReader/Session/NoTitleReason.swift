/// Why a station shows no title.
///
/// One list for every place that reports it: the log, `watch`, `dump`, the `station` event and the
/// page. The raw value is the stable name for programs. Names are only added, never changed or
/// removed.
public enum NoTitleReason: String, Sendable, Hashable, CaseIterable {
    // On the way to the server
    /// The name does not resolve.
    case unknownHost = "unknown_host"
    /// No name server answers.
    case lookupFailed = "lookup_failed"
    /// Nothing listens on the port.
    case connectionRefused = "connection_refused"
    /// There is no route to the server.
    case unreachable
    /// A public server leads to an address of this machine or of an internal network.
    case internalAddress = "internal_address"
    /// No connection in time.
    case connectTimeout = "connect_timeout"
    /// The TLS handshake failed.
    case tls
    /// Connected, but no response head in time.
    case noAnswer = "no_answer"
    /// The connection ended before the response head did.
    case closedEarly = "closed_early"
    /// The connection broke.
    case connectionBroken = "connection_broken"

    // The answer
    /// The bytes are not an HTTP or ICY response, or break its rules.
    case protocolViolation = "protocol_violation"
    /// More redirects than `Limits.redirects`.
    case tooManyRedirects = "too_many_redirects"
    /// 401 or 407 over HTTP.
    case loginRequired = "login_required"
    /// 403 or 451: the server refuses this listener.
    case refused
    /// 453, or 403 of StreamTheWorld: the mount is not offered to this address.
    case regionBlocked = "region_blocked"
    /// 404 or 410.
    case notFound = "not_found"
    /// `ICY 400` (Server Full), or a status of 400 to 403, 429 or 5xx whose phrase, or with 403
    /// the body, says that the server is full.
    case serverFull = "server_full"
    /// `ICY 401 Service Unavailable`: no source feeds the mount.
    case sourceOffline = "source_offline"
    /// 429 or 5xx.
    case serverError = "server_error"
    /// Any other status.
    case unexpectedStatus = "unexpected_status"

    // The body
    /// HTML.
    case webPage = "web_page"
    /// An HLS playlist: titles would be in its segments, not in ICY blocks.
    case hls
    /// A playlist without an address that can be tried.
    case emptyPlaylist = "empty_playlist"
    /// Playlists that lead to playlists, or in a circle.
    case playlistLoop = "playlist_loop"
    /// `Content-Encoding` is not identity.
    case compressed
    /// Neither audio nor anything that leads to it.
    case notAStream = "not_a_stream"
    /// No `icy-metaint`, and no blocks in the body.
    case metaintMissing = "metaint_missing"
    /// As `metaintMissing`, but from a server that has titles, behind a proxy.
    case metaintStripped = "metaint_stripped"
    /// `icy-metaint: 0`.
    case metaintZero = "metaint_zero"
    /// `icy-metaint` is not a usable number.
    case metaintInvalid = "metaint_invalid"
    /// `icy-metaint` is present, but the body has no blocks.
    case metaintLies = "metaint_lies"
    /// An Ogg stream whose comment header has neither a title nor an artist.
    case oggWithoutTags = "ogg_without_tags"
    /// An Ogg stream joined after its headers, which contain the tags.
    case oggWithoutHeaders = "ogg_without_headers"
    /// A FLAC stream joined after its head, which contains the tags.
    case flacWithoutHead = "flac_without_head"

    // The stream
    /// No block within 1.5 times `icy-metaint` divided by the bit rate, or `Limits.stallTimeout` if
    /// that is longer.
    case noBlock = "no_block"
    /// Blocks arrive, but none has a title.
    case untitled
    /// The station sent an empty title.
    case cleared
    /// A rule of the operator takes what the station sent for no title.
    case titleDropped = "title_dropped"
    /// No byte arrives.
    case stalled
    /// The server ended the stream.
    case ended
    /// There is audio where blocks should be.
    case framingLost = "framing_lost"
}

extension NoTitleReason {
    /// What is wrong, in a short phrase that is the same everywhere.
    public var words: String {
        switch self {
        case .unknownHost: "the host is unknown"
        case .lookupFailed: "the host cannot be looked up"
        case .connectionRefused: "the server refuses connections"
        case .unreachable: "the server cannot be reached"
        case .internalAddress: "a public server leads into an internal network"
        case .connectTimeout: "no connection in time"
        case .tls: "no TLS connection"
        case .noAnswer: "the server does not answer"
        case .closedEarly: "the server closed the connection before it answered"
        case .connectionBroken: "the connection broke"
        case .protocolViolation: "the answer breaks the protocol"
        case .tooManyRedirects: "too many redirects"
        case .loginRequired: "the server wants a login"
        case .refused: "the server refuses this listener"
        case .regionBlocked: "the station is not offered to this address"
        case .notFound: "there is no such mount"
        case .serverFull: "the server is full"
        case .sourceOffline: "the source is offline"
        case .serverError: "the server is in trouble"
        case .unexpectedStatus: "the server's answer is no stream"
        case .webPage: "a web page, no stream"
        case .hls: "an HLS playlist, no ICY stream"
        case .emptyPlaylist: "a playlist without a stream"
        case .playlistLoop: "playlists lead to no stream"
        case .compressed: "the stream is compressed"
        case .notAStream: "what comes is no audio"
        case .metaintMissing: "no icy-metaint, so no titles"
        case .metaintStripped: "a proxy took icy-metaint and the titles away"
        case .metaintZero: "icy-metaint is 0: titles are switched off"
        case .metaintInvalid: "icy-metaint is unusable"
        case .metaintLies: "titles are announced but not sent"
        case .oggWithoutTags: "the Ogg stream has no tags"
        case .oggWithoutHeaders: "the Ogg stream comes without its headers"
        case .flacWithoutHead: "the FLAC stream comes without its head"
        case .noBlock: "no metadata block has come yet"
        case .untitled: "the station has sent no title yet"
        case .cleared: "the station sends an empty title"
        case .titleDropped: "a rule of the operator drops the title"
        case .stalled: "the station sends nothing"
        case .ended: "the stream ended"
        case .framingLost: "audio comes where metadata should be"
        }
    }

    /// What to try next.
    public var advice: String {
        switch self {
        case .unknownHost: "check its spelling"
        case .lookupFailed: "check this machine's network and name servers"
        case .connectionRefused: "check that it runs, and the port in the address"
        case .unreachable: "check the network, and the host in the address"
        case .internalAddress: "if that is meant, set allow_internal for the station"
        case .connectTimeout: "check host and port, and any firewall on the way"
        case .tls: "check the certificate, or use http:// if the station offers it"
        case .noAnswer: "check that it is not overloaded"
        case .closedEarly: "check the address"
        case .connectionBroken: "if that goes on, check the station's server"
        case .protocolViolation: "check host and port, and whether it is http:// or https://"
        case .tooManyRedirects: "ask the station for its stream's address"
        case .loginRequired: "write http://user:password@host/path"
        case .refused: "ask the station whether it blocks this address"
        case .regionBlocked:
            "mostly a block by country: ask the station, or run Relay where it is offered"
        case .notFound: "check the path; the station may be off air"
        case .serverFull: "wait, or use another mount"
        case .sourceOffline: "wait, or check the encoder that feeds the mount"
        case .serverError: "try again later"
        case .unexpectedStatus: "check that the address is a stream"
        case .webPage:
            "give the stream's own address, often the same with /; or /stream at the end"
        case .hls: "give the address of the station's MP3, AAC or Ogg stream"
        case .emptyPlaylist: "give the address of the stream itself"
        case .playlistLoop: "give the address of the stream itself"
        case .compressed: "switch off compression for audio on the server or its proxy"
        case .notAStream: "check that the address is an audio stream"
        case .metaintMissing: "try another mount, or ask the station to switch on metadata"
        case .metaintStripped: "let the proxy pass the request header Icy-MetaData"
        case .metaintZero: "set a metadata interval on the server (16000 is Icecast's own)"
        case .metaintInvalid: "ask the station to repair its server"
        case .metaintLies: "a proxy or cache may have copied the header; ask the station"
        case .oggWithoutTags: "have the encoder write TITLE and ARTIST, or set them by the server"
        case .oggWithoutHeaders:
            "wait for the next song; a relay in between has to send the headers to each listener"
        case .flacWithoutHead:
            "wait for the next song; if no title comes, ask the station for FLAC in Ogg"
        case .noBlock: "wait; if none comes, check the bit rate that the server announces"
        case .untitled: "check that the encoder or the automation sends titles"
        case .cleared: "if music plays, check the automation that sets the title"
        case .titleDropped: "if it is one, check the rules of the station in the configuration"
        case .stalled: "check the station's source"
        case .ended: "if that goes on, check the station's source"
        case .framingLost: "if that goes on, tell the station that its server miscounts"
        }
    }

    /// Whether the stream says that nothing is playing now, as many do between two songs.
    package var isClear: Bool { self == .cleared || self == .titleDropped }

    /// Whether time alone seldom cures it, unless the stream was live before.
    var isLasting: Bool {
        switch self {
        case .unknownHost, .internalAddress, .loginRequired, .refused, .regionBlocked, .notFound,
            .webPage, .hls, .emptyPlaylist, .playlistLoop, .compressed, .notAStream,
            .metaintMissing, .metaintStripped, .metaintZero, .metaintInvalid, .oggWithoutTags:
            true
        case .lookupFailed, .connectionRefused, .unreachable, .connectTimeout, .tls, .noAnswer,
            .closedEarly, .connectionBroken, .protocolViolation, .tooManyRedirects, .serverFull,
            .sourceOffline, .serverError, .unexpectedStatus, .metaintLies, .noBlock, .untitled,
            .cleared, .titleDropped, .stalled, .ended, .framingLost, .oggWithoutHeaders,
            .flacWithoutHead:
            false
        }
    }
}

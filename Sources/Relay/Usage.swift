/// What `--help` prints.
enum Usage {
    static let text = """
        Relay reads the titles inside a radio stream and pushes them to browsers.

        Relay [NAME=]URL ...      serve the titles of these streams
            --listen HOST:PORT    where browsers connect (127.0.0.1:8000)
            --loops N             event loops (one a core)
            --charset [NAME=]C    what the stations, or one of them, write their titles in
        Relay demo                the same with a built-in station, to try it without a stream
        Relay watch URL           a line per title in the terminal
            --json                a JSON object per title
            --charset C           what the titles are written in
        Relay dump URL|FILE|-     every raw metadata block, of a stream or a saved response
            --json                a JSON object per line
            --all                 empty blocks too
            --blocks N            end after N blocks
            --metaint N           the file has no head; N bytes of audio between blocks
            --charset C           what the titles are written in
            --save FILE           keep every byte of the stream
        Relay --version
        Relay --help

        Exit codes: 0, 64 usage, 65 not a stream with titles, 68 unknown host,
        69 unreachable or port taken, 73 cannot write the file, 76 protocol, 77 refused.

        """
}

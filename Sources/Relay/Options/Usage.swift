/// What `--help` prints.
enum Usage {
    static let text = """
        Relay reads the titles inside a radio stream and pushes them to browsers.

        Relay [NAME=]URL ...      serve the titles of these streams
          Stations
            --config FILE         these too, and more settings: JSON, its keys are the flags
                                  below with _ for -; flags beat it; read again on SIGHUP
            --on-demand           the streams named here are read while somebody listens only
            --charset [NAME=]C    what the stations, or one of them, write their titles in
            --max-stations N      stations connected at once (no limit)
            --artwork-memory MIB  for the pictures in streams; 0: none (64)
            --title-rate N        titles a second of one station, after a burst of 60 (1)
          Server
            --listen HOST:PORT    where browsers connect (127.0.0.1:8000)
            --loops N             event loops (one a core)
            --play-log FILE       keep every title as a line of JSON
            --log-format F        text or json (text)
            --log-level L         info, or debug: what each station and loop does (info)
          Who may read
            --allow-origin O      pages of this origin too: https://example.org,
                                  https://*.example.org, null, or * for all; repeatable
            --artwork-hosts HOST  pages show pictures of it: img.example.org, *.example.org;
                                  repeatable
            --token-file FILE     only who has one of these tokens: one a line
            --tls-cert FILE       https and wss, with this certificate and its chain
            --tls-key FILE        and its private key
            --trusted-proxy CIDR  believe the X-Forwarded-For of 10.0.0.0/8, ::1; repeatable
            --compatible LIST     serve what players of azuracast, zeno, icecast or shoutcast ask
                                  for: names with commas; repeatable
          Who else is told
            --on-title URL        post each title change there, as JSON
            --on-title-secret-file FILE
                                  the secret that signs it: whsec_..., or a line of text
            --mqtt ADDRESS        publish titles there: mqtt://user@host:1883, mqtts://...
            --mqtt-password-file FILE
                                  the password of its user
            --mqtt-prefix PREFIX  what all topics begin with (relay)
            --mqtt-version V      3.1.1 or 5 (3.1.1)
            --mqtt-discovery P    tell Home Assistant of each station; P is homeassistant
          What clients may cost
            --max-clients N       clients at once (as many as `ulimit -n` allows)
            --max-clients-per-address N
                                  of one IPv4 address or IPv6 /64 (1000); 0: no limit
            --request-time S      seconds a client may take to ask (10)
            --max-request-head N  bytes of a request (8192)
            --queued-frames N     frames of a slow client: the one on its way, then titles (2)
        Relay check-config FILE   say what is wrong with a configuration file, and what its
                                  stations' rules, headers and addresses mean
        Relay demo                the server with a station of its own, to try it without a stream
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
            --config FILE --station NAME
                                  read the titles by this station's rules and charset
        Relay --version
        Relay --help

        Exit codes: 0, 64 usage, 65 not a stream with titles, 68 unknown host,
        69 unreachable or port taken, 73 cannot write the file, 76 protocol, 77 refused,
        78 configuration.

        """
}

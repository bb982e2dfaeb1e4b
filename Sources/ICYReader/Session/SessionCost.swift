/// The cost of single inputs of a session.
extension WorkCost {
    /// Adds the cost of an event and of the bytes read up to it, but not that of interpreting the
    /// event.
    mutating func addReading(_ event: StreamReader.Event, _ bytes: Int) {
        switch event {
        // Counted. A search for tags takes a nanosecond or two a byte, which is less than the pace
        // of any stream allows.
        case .audio: add(Self.event)
        case .heldAudio(let audio):
            add(3 * Self.event + Self.byte * bytes + 2 * audio.count)
        // The bytes before it were held back and read twice.
        case .framing: add(10_000 + Self.byte * bytes)
        default: add(Self.event + Self.byte * bytes)
        }
    }

    /// Adds the cost of a response head, but not that of the texts decoded using what is known of
    /// the station.
    mutating func addHead(_ head: ResponseHead) {
        add(5000)
        var guesses = 2 * Limits.guessedValues
        for header in head.headers {
            add(2500 + 100 * (header.name.utf8.count + header.rawValue.count))
            let isASCII =
                ByteKinds(header.name).union(ByteKinds(header.rawValue.span))
                .contains(.beyondASCII) == false
            guard guesses > 0, isASCII == false else { continue }
            guesses -= 1
            addGuess(header.rawValue.count)
        }
    }

    /// Adds the cost of a report on a missing title.
    mutating func addReport(_ problem: StreamSession.Problem?) {
        add(2000 + (problem?.detail.utf8.count ?? 0))
    }
}

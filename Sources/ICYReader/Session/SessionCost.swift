/// What single inputs of a session cost.
extension WorkCost {
    /// An event and the bytes that were read up to it, but for what the event says.
    mutating func addReading(_ event: StreamReader.Event, _ bytes: Int) {
        switch event {
        // Counted and not looked at.
        case .audio: add(Self.event)
        case .heldAudio(let audio):
            add(3 * Self.event + Self.byte * bytes + 2 * audio.count)
        // What led to it was held back and read twice.
        case .framing: add(10_000 + Self.byte * bytes)
        default: add(Self.event + Self.byte * bytes)
        }
    }

    /// A response head, but for the texts that are read with what is known of the station.
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

    /// What is said of a missing title.
    mutating func addReport(_ problem: Session.Problem?) {
        add(2000 + (problem?.detail.utf8.count ?? 0))
    }
}

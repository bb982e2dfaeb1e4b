/// What may wait between threads: for the play log's disk, and for a loop.
extension Limits {
    // MARK: A loop

    /// A longer turn is worth a debug message: a title may have waited that long.
    /// In nanoseconds: each turn is compared with it.
    static let slowTurn: Int64 = 50_000_000

    // MARK: The play log

    /// Bytes at the end of the play log that are read at the start: about 80,000 titles, 100 each
    /// of 800 stations. This takes about a second, however many gigabytes precede them.
    static let playLogReadBytes = 64 * 1024 * 1024

    /// Bytes at the end of the play log that are searched for the last title of each station when
    /// another file is begun. This takes a quarter of a second, during which titles wait.
    static let playLogCarriedBytes = 16 * 1024 * 1024

    /// How long a relay waits for its predecessor to release the play log, in milliseconds: a
    /// restart may start the new process while the old one is closing its last client.
    static let playLogLockMilliseconds: Int32 = 500

    /// Titles that wait for the play log's disk: some minutes of thousands of stations. Beyond it,
    /// stations with many waiting titles lose their oldest. If nearly all stations have one,
    /// clients take precedence, and titles are delivered without being written.
    static let playLogQueue = 10_000

    /// Bytes of titles that wait for the play log's disk, plus one title: three times what
    /// `playLogQueue` ordinary titles take. Beyond it, stations that hold more than their share
    /// lose their oldest.
    static let playLogQueueBytes = 32 * 1024 * 1024

    /// Titles of one station that wait for the play log's disk: a station's burst. Beyond it, the
    /// newest is replaced.
    static let playLogStationTitles = 64

    /// Bytes of one station's titles that wait, plus one title: `playLogStationTitles` of 4 KiB.
    static let playLogStationBytes = 256 * 1024

    /// Bytes of titles that are written to the play log at once, plus one title: a part of a second
    /// on a slow disk. This also bounds the copies that writing makes.
    static let playLogBatchBytes = 1024 * 1024

    /// Bytes of lines that are kept while the disk is full, to be written when it has room again:
    /// hours of a hundred stations. Beyond it, the oldest lines of the stations that hold most will
    /// be missing in the play log.
    static let playLogBacklog = 8 * 1024 * 1024

    /// Bytes of lines in one write, plus one line. It is small enough to be attempted in vain for
    /// every title while the disk is full, and large enough to write a whole backlog in 128 calls.
    static let playLogPieceBytes = 64 * 1024

    /// Bytes of one station's titles that are restored from an earlier run, not counting its last
    /// title: `historyTitles` of 2.5 KiB as they are kept, several times the usual size.
    static let playLogRestoredBytes = 256 * 1024

    // MARK: Between loops

    /// Messages that wait for a loop before those made obsolete by newer ones are removed: several
    /// turns of a busy loop, and some tens of microseconds of work.
    static let inboxMessages = 1024

    /// Bytes of publications that wait for a loop before the same is done.
    static let inboxBytes = 4 * 1024 * 1024

    /// Bytes of one station's titles that wait for a loop that does not keep up, not counting the
    /// newest: `historyTitles` of 2.5 KiB, which are all that the loop would keep.
    static let inboxTitleBytes = 256 * 1024

    /// Raw blocks of one station that wait for a loop that does not keep up. The newest block
    /// contains everything that the earlier ones did, but a page that shows blocks should not skip
    /// a whole burst.
    static let inboxBlocks = 4

    /// Clients on their way to a loop: what it accepts in one turn. Further clients stay on their
    /// loop, where they delay a title by some microseconds.
    static let handedOverClients = 64
}

/// What may wait between threads: for the play log's disk, and for a loop.
extension Limits {
    // MARK: A loop

    /// A turn that takes longer is worth a debug message: a title may have waited so long.
    static let slowTurn = Duration.milliseconds(50)

    // MARK: The play log

    /// Bytes at the end of the play log that are read at the start: some 80,000 titles, 100 each of
    /// 800 stations, in about a second, however many gigabytes stand before them.
    static let playLogReadBytes = 64 * 1024 * 1024

    /// Bytes of the play log's end that are searched for what each station said last, when another
    /// file is begun: a quarter of a second, in which titles wait.
    static let playLogCarriedBytes = 16 * 1024 * 1024

    /// How long a relay waits for the one before it to let go of the play log, in milliseconds: a
    /// restart may begin the new one while the old one says goodbye to its last client.
    static let playLogLockMilliseconds: Int32 = 500

    /// Titles that wait for the play log's disk: some minutes of thousands of stations. Beyond it
    /// stations with many waiting lose their oldest; and where nearly all have one, clients come
    /// first, and titles go on without being written.
    static let playLogQueue = 10_000

    /// Bytes of titles that wait for the play log's disk, and one title: three times what
    /// `playLogQueue` ordinary ones take. Beyond it stations that hold more than their share lose
    /// their oldest.
    static let playLogQueueBytes = 32 * 1024 * 1024

    /// Titles of one station that wait for the play log's disk: a station's burst. Beyond it the
    /// newest is replaced.
    static let playLogStationTitles = 64

    /// Bytes of one station's titles that wait, and one title: `playLogStationTitles` of 4 KiB.
    static let playLogStationBytes = 256 * 1024

    /// Bytes of titles that are written to the play log at once, and one title: a part of a second
    /// on a slow disk, and a bound for the copies that writing makes.
    static let playLogBatchBytes = 1024 * 1024

    /// Bytes of lines that are kept while the disk is full, to be written when it has room again:
    /// hours of a hundred stations. Beyond it the oldest lines of the stations that hold most will
    /// be missing in the play log.
    static let playLogBacklog = 8 * 1024 * 1024

    /// Bytes of lines that one write takes, and one line: little enough to be tried in vain for
    /// every title while the disk is full, and enough to write a whole backlog in 128 calls.
    static let playLogPieceBytes = 64 * 1024

    /// Bytes of one station's titles that are taken over from an earlier run, its last title
    /// apart: `historyTitles` of 2.5 KiB, four times the usual.
    static let playLogRestoredBytes = 256 * 1024

    // MARK: Between loops

    /// Messages that wait for a loop before those that newer ones have made worthless are removed:
    /// several turns of a busy one, and some tens of microseconds of work.
    static let inboxMessages = 1024

    /// Bytes of publications that wait for a loop before the same is done.
    static let inboxBytes = 4 * 1024 * 1024

    /// Bytes of one station's titles that wait for a loop which does not keep up, the newest apart:
    /// `historyTitles` of 2.5 KiB, which are all that it would remember.
    static let inboxTitleBytes = 256 * 1024

    /// Raw blocks of one station that wait for a loop which does not keep up. Each tells all that
    /// the ones before it told; but a page that shows them should not skip all of a burst.
    static let inboxBlocks = 4

    /// Clients on their way to a loop: what it takes in one turn. The next ones stay where they
    /// are, and cost a title there some microseconds more.
    static let handedOverClients = 64
}

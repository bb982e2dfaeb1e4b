/// What one block, or one set of Ogg comments, contains, and its effect on the title.
///
/// A reading is passed on several times before it is used, so its content is allocated once and
/// shared.
public struct MetadataReading: Sendable, Equatable {
    private final class Content: Sendable {
        let fields: MetadataFields
        let title: SongTitle?
        let change: TitleChange
        let ad: AdBreak?

        init(
            _ fields: MetadataFields, _ title: SongTitle?, _ change: TitleChange,
            _ ad: AdBreak?
        ) {
            self.fields = fields
            self.title = title
            self.change = change
            self.ad = ad
        }
    }

    private let content: Content
    /// How often the title, or its absence, has been repeated, including this time.
    public let repeatCount: Int
    /// How often the advertisement has been repeated, including this time; 0 if there is none.
    public let adRepeatCount: Int

    init(
        fields: MetadataFields, title: SongTitle?, change: TitleChange, ad: AdBreak?,
        repeatCount: Int, adRepeatCount: Int
    ) {
        content = Content(fields, title, change, ad)
        self.repeatCount = repeatCount
        self.adRepeatCount = adRepeatCount
    }

    /// The fields; empty for an empty block.
    public var fields: MetadataFields { content.fields }
    /// The title in the fields, new or not; nil if there is none.
    public var title: SongTitle? { content.title }
    /// The effect of the fields on the title.
    public var change: TitleChange { content.change }
    /// The title, if it is new.
    public var newTitle: SongTitle? { change == .title ? title : nil }
    /// The advertisement that the fields announce; nil if the previous block announced it already.
    public var ad: AdBreak? { content.ad }

    /// The same without an effect on the title.
    func withoutEffect() -> MetadataReading {
        MetadataReading(
            fields: fields, title: title, change: .unchanged, ad: ad, repeatCount: repeatCount,
            adRepeatCount: adRepeatCount)
    }

    /// Whether both have the same content and effect.
    public static func == (one: MetadataReading, other: MetadataReading) -> Bool {
        one.repeatCount == other.repeatCount && one.adRepeatCount == other.adRepeatCount
            && one.fields == other.fields && one.title == other.title
            && one.change == other.change && one.ad == other.ad
    }
}

/// Reads the metadata blocks of a stream one after the other: what each contains, and its effect on
/// the title.
///
/// An empty block contains nothing and does not become the previous block. What the reader knows of
/// the title and of the charset outlives a connection; what it knows of the previous block does
/// not.
public struct MetadataReader: Sendable {
    private var decoder: TextDecoder
    private var history = BlockHistory()
    private var tracker = TitleTracker()
    private var adRepeatCount: UInt32 = 0
    /// What the operator and the head say about the titles.
    @OnDemand private var known: StationKnowledge?
    @OnDemand private var lastAd: LastAd?

    private struct LastAd: Sendable {
        let ad: AdBreak
        let bytes: [UInt8]
    }

    /// Starts without knowing a title or a block.
    ///
    /// - Parameters:
    ///   - charset: the charset the user gave for the station; nil to detect it.
    ///   - rules: what else the user knows about its titles.
    public init(charset: Charset? = nil, rules: TitleRules? = nil) {
        decoder = TextDecoder(charset: charset)
        if let rules, rules.isEmpty == false { known = StationKnowledge(RuleBook(rules)) }
    }

    /// Reads the head of the body whose blocks follow.
    ///
    /// - Returns: the same head, with its values decoded using what is known of the station.
    public mutating func read(_ head: ResponseHead) -> ResponseHead {
        var cost = WorkCost()
        return read(head, &cost)
    }

    /// The same, and adds its cost.
    mutating func read(_ head: ResponseHead, _ cost: inout WorkCost) -> ResponseHead {
        var budget = GuessBudget()
        defer { cost += budget.cost }
        let known = head.decoded(&decoder, &budget)
        if head.isSuccess {
            let book = self.known?.book
            let knowledge = StationKnowledge(book, known)
            self.known = knowledge.isEmpty ? nil : knowledge
        }
        return known
    }

    /// Reads the next block of the body.
    public mutating func read(_ block: MetadataBlock) -> MetadataReading {
        var cost = WorkCost()
        return read(block, &cost)
    }

    /// The same, and adds its cost.
    mutating func read(_ block: MetadataBlock, _ cost: inout WorkCost) -> MetadataReading {
        guard block.isEmpty == false else {
            return MetadataReading(
                fields: MetadataFields(), title: nil, change: tracker.idle, ad: nil,
                repeatCount: tracker.repeatCount, adRepeatCount: 0)
        }
        var budget = GuessBudget()
        let fields = MetadataFields(
            block.bytes, history: &history, decoder: &decoder, &budget)
        var known: StationKnowledge?
        if _known.isEmpty == false { known = self.known }
        var title = SongTitle(fields, &decoder, &budget, known)
        known?.complete(&title)
        if known?.book != nil { cost.addRules(block.bytes.count) }
        cost.addBlock(block.bytes.count)
        cost += budget.cost
        return reading(fields, title, block.bytes)
    }

    /// The effect of fields, which came as these bytes, and of the title in them.
    private mutating func reading(
        _ fields: MetadataFields, _ title: SongTitle?, _ bytes: [UInt8]
    ) -> MetadataReading {
        let ad = AdBreak(fields, title)
        let change = tracker.update(title, isAd: ad != nil)
        let isNewAd = count(ad, bytes)
        return MetadataReading(
            fields: fields, title: title, change: change, ad: isNewAd ? ad : nil,
            repeatCount: tracker.repeatCount, adRepeatCount: Int(adRepeatCount))
    }

    /// Counts repeats of an advertisement. It is the same while consecutive blocks have the same
    /// bytes, or announce an equal advertisement with an identifier.
    ///
    /// - Returns: whether this is a different advertisement.
    private mutating func count(_ ad: AdBreak?, _ bytes: [UInt8]) -> Bool {
        if ad == nil, _lastAd.isEmpty { return false }
        defer { lastAd = ad.map { LastAd(ad: $0, bytes: bytes) } }
        guard let ad, let lastAd,
            lastAd.bytes == bytes || lastAd.ad == ad && ad.id.isEmpty == false
        else {
            adRepeatCount = 0
            return ad != nil
        }
        adRepeatCount &+= 1
        return false
    }

    /// Reads the comments of the next stream of an Ogg body.
    ///
    /// A new stream without a title is a clear: the previous song has ended.
    public mutating func read(_ comments: OggComments) -> MetadataReading {
        var cost = WorkCost()
        return read(comments, &cost)
    }

    /// The same, and adds its cost.
    mutating func read(_ comments: OggComments, _ cost: inout WorkCost) -> MetadataReading {
        var budget = GuessBudget()
        let fields = MetadataFields(comments, decoder: &decoder, &budget)
        var title = SongTitle(comments: fields, known)
        title?.take(comments.picture)
        cost.addComments(comments.fields.count, comments.packetSize)
        return reading(fields, title, budget, &cost)
    }

    /// Reads a tag in the audio of the body. Without a title and an artist, it says
    /// nothing; but one with which a file begins is a clear then: the previous song has ended.
    public mutating func read(_ tag: StreamTag) -> MetadataReading {
        var cost = WorkCost()
        return read(tag, &cost)
    }

    /// The same, and adds its cost.
    mutating func read(_ tag: StreamTag, _ cost: inout WorkCost) -> MetadataReading {
        var budget = GuessBudget()
        let fields = MetadataFields(tag, decoder: &decoder, &budget)
        let title = SongTitle(tag, fields, known)
        cost.addComments(tag.values.count, tag.raw.count)
        return reading(fields, title, budget, &cost)
    }

    /// The effect of comments or of a tag, and the cost of their title.
    private mutating func reading(
        _ fields: MetadataFields, _ title: SongTitle?, _ budget: GuessBudget,
        _ cost: inout WorkCost
    ) -> MetadataReading {
        if known?.book != nil { cost.addRules(title?.raw.count ?? 0) }
        cost += budget.cost
        return reading(fields, title, title?.raw ?? [])
    }

    /// Declares that the next block is the first one of another body. Its tail cannot be left over
    /// from the previous block, but a repeated title is still `unchanged`.
    public mutating func beginBody() { history = BlockHistory() }
}

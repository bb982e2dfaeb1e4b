/// What the operator and the head of a stream say about its titles. Hardly any station has it.
struct StationKnowledge: Sendable {
    /// The rules of the operator; nil if there are none.
    let book: RuleBook?
    /// The name in the head, where a rule asks for it.
    private let name: String
    /// Whether titles begin with the album.
    private let isAlbumFirst: Bool
    /// The station's page, to which the address of a picture may be relative.
    private let page: String?

    /// Before a head is known.
    init(_ book: RuleBook) {
        self.book = book
        name = ""
        isAlbumFirst = false
        page = nil
    }

    init(_ book: RuleBook?, _ head: ResponseHead) {
        self.book = book
        name = book?.rules.dropsStationName == true ? head.name : ""
        isAlbumFirst = head.isAlbumFirst
        page = WebAddress.checked(head.url)
    }

    /// Whether nothing is known that changes a title.
    var isEmpty: Bool { book == nil && isAlbumFirst == false && page == nil }

    /// Applies the rules.
    ///
    /// - Returns: whether they take the title for an advertisement.
    func apply(to view: inout TitleView) -> Bool {
        book.map { view.apply($0, stationName: name) } ?? false
    }

    /// Adds what the head says to the title of a block.
    func complete(_ title: inout SongTitle?) {
        // The operator knows better how a title is cut.
        if isAlbumFirst, book?.rules.cutsTitles != true { title?.takeAlbum() }
        if let page { title?.takeArtwork(relativeTo: page) }
    }
}

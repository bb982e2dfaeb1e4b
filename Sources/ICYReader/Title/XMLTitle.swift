/// A title that is an XML document.
struct XMLTitle {
    /// The text of each element without child elements, and each attribute, in order; nil if the
    /// title is not XML.
    static func attributes(_ text: String) -> [TitleAttribute]? {
        guard text.utf8.first == UInt8(ascii: "<") else { return nil }
        var scanner = MarkupScanner(Array(text.utf8), as: .xml)
        var title = XMLTitle()
        while let token = scanner.next() {
            guard title.add(token) else { return nil }
        }
        guard scanner.isCut == false else { return nil }
        return title.open.isEmpty && title.attributes.isEmpty == false ? title.attributes : nil
    }

    private var attributes: [TitleAttribute] = []
    private var room = Limits.titleAttributeBytes
    /// The names of the elements around the next token.
    private var open: [String] = []
    /// Whether the innermost element has child elements.
    private var hasElements = false
    /// The text of the innermost element.
    private var content: [UInt8] = []
    /// Whether the root element was closed.
    private var isOver = false

    /// - Returns: false if the text is not XML.
    private mutating func add(_ token: MarkupScanner.Token) -> Bool {
        switch token {
        case .text(let text):
            guard open.isEmpty == false else { return text.allSatisfy { $0.isBlank } }
            content += text
        case .tag(let tag):
            guard isOver == false, tag.isClosing ? end(tag.name) : begin(tag) else { return false }
            content = []
            isOver = open.isEmpty
        }
        return true
    }

    private mutating func begin(_ tag: MarkupScanner.Tag) -> Bool {
        guard open.count < Limits.titleDepth else { return false }
        open.append(tag.name)
        for (name, value) in tag.attributes { append(name, value) }
        if tag.isAlone { open.removeLast() }
        hasElements = tag.isAlone
        return true
    }

    private mutating func end(_ name: String) -> Bool {
        guard open.last == name else { return false }
        if hasElements == false { append("", content) }
        open.removeLast()
        hasElements = true
        return true
    }

    /// Appends a value of the innermost element. Below the root, the root's name is left out: it
    /// carries no information.
    private mutating func append(_ name: String, _ value: [UInt8]) {
        guard attributes.count < Limits.titleAttributes, room >= 0 else { return }
        let names = (open.count > 1 ? open[1...] : open[...]) + (name.isEmpty ? [] : [name])
        let key = names.reduce("") { TitleAttribute.key($0, $1) }
        let text = String(decoding: value, as: UTF8.self).trimmingBlanks
        room -= key.utf8.count + text.utf8.count
        guard room >= 0 else { return }
        attributes.append(TitleAttribute(key: key, value: text))
    }
}

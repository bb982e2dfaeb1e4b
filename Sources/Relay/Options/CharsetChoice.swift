import ICYReader

/// The value of `--charset`.
enum CharsetChoice {
    /// Applies `CHARSET` to every station without a charset of its own, or `NAME=CHARSET` to one
    /// station.
    static func apply(
        _ choice: String, to stations: inout [Options.StationChoice]
    ) throws(UsageError) {
        guard let equals = choice.firstIndex(of: "=") else {
            let charset = try charset(choice)
            for index in stations.indices where stations[index].charset == nil {
                stations[index].charset = charset
            }
            return
        }
        let name = String(choice[..<equals])
        guard let index = stations.firstIndex(where: { $0.name == name }) else {
            throw UsageError(
                message: "--charset names \"\(name)\", but the stations are "
                    + StationNames.list(stations))
        }
        stations[index].charset = try charset(String(choice[choice.index(after: equals)...]))
    }

    static func charset(_ name: String) throws(UsageError) -> Charset {
        guard let charset = Charset(named: name) else {
            throw UsageError(message: problem(of: name))
        }
        return charset
    }

    /// Why a name is not a charset.
    static func problem(of name: String) -> String {
        "\"\(name)\" is no charset that is known here; `iconv -l` lists them, windows-1251 is one"
    }
}

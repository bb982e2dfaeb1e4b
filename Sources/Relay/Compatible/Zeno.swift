/// Zeno's event stream of titles.
enum Zeno {
    /// The title as the station sent it: Zeno passes it on as it is, and players clean it up.
    static func event(_ title: Title, of station: String) -> [UInt8] {
        var object = JSONObject()
        object.add("mount", station)
        object.add("streamTitle", title.event[.streamTitle])
        return object.bytes
    }
}
